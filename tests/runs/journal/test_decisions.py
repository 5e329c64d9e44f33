from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.errors import OutputError
from llm_extract.runs.journal import Decisions, Said, read_only
from llm_extract.runs.journal._decisions import decisions_of
from llm_extract.runs.journal._files import connect
from llm_extract.runs.journal._migrations import migrate

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    with closing(connect(file)) as connection:
        migrate(connection, file)
    return file


@pytest.fixture
def decisions(path):
    with closing(connect(path)) as connection:
        connection.execute("DELETE FROM decision")
    with closing(Decisions(path)) as opened:
        yield opened


def said(action="accept", path="events.0", reviewer="ada", **more):
    return Said(reviewer=reviewer, article="a.txt", outcome=7, action=action, path=path, **more)


def test_what_is_stored_comes_back_in_order(decisions, path):
    one = decisions.add(said())
    two = decisions.add(said("note", "", note="Odd.\nVery."))
    three = decisions.add(said("undo", undoes=two.number))
    assert decisions.after() == [one, two, three]
    assert decisions.after(one.number) == [two, three]
    assert (two.note, two.value, three.undoes) == ("Odd.\nVery.", None, two.number)
    with closing(read_only(path)) as other:
        assert list(decisions_of(other)) == [one, two, three]


@given(value=JSON)
def test_values_come_back_as_they_were(path, value):
    with closing(Decisions(path)) as decisions:
        stored = decisions.add(said("correct", "events.0.what", value=value))
        assert decisions.after(stored.number - 1) == [stored]
        assert stored.value == value


def test_reviewers_are_kept_apart(decisions):
    ada, bo = decisions.add(said()), decisions.add(said(reviewer="bo"))
    assert decisions.after(reviewer="ada") == [ada]
    assert decisions.after(reviewer="bo") == [bo]
    assert decisions.after(reviewer="cy") == []


def test_nothing_is_stored_on_top_of_what_the_caller_does_not_know(decisions):
    first = decisions.add(said(), newest=0)
    assert decisions.add(said(path="events.1"), newest=0) is None
    assert decisions.add(said(path="events.1"), newest=first.number).number > first.number
    # What others decide is no concern.
    assert decisions.add(said(reviewer="bo"), newest=0) is not None
    assert len(decisions.after()) == 3


def test_a_request_that_comes_again_is_stored_once(decisions):
    first = decisions.add(said(request="r-1"))
    assert decisions.add(said(request="r-1")) == first
    assert decisions.add(said(path="events.9", request="r-1")) == first
    others = [
        decisions.add(said(request="r-2")),
        decisions.add(said(reviewer="bo", request="r-1")),
        decisions.add(said()),
        decisions.add(said()),
    ]
    assert decisions.after() == [first, *others]
    assert len({one.number for one in others}) == 4


def test_several_are_stored_together_or_not_at_all(decisions):
    two = decisions.add_all([said(), said(path="events.1")], newest=0)
    assert decisions.after() == two
    assert decisions.add_all([said(), said(path="events.1")], newest=0) is None
    assert decisions.add_all([], newest=0) == []
    with pytest.raises(UnicodeEncodeError):
        decisions.add_all([said(), said(note="\ud800")])
    assert decisions.after() == two


def test_many_write_at_once_and_nothing_is_lost(decisions, path):
    def work(name):
        with closing(Decisions(path)) as own:
            for number in range(20):
                own.add(said(path=f"events.{number}", reviewer=name))

    threads = [threading.Thread(target=work, args=(f"r{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = decisions.after()
    assert len(found) == len({one.number for one in found}) == 80
    for number in range(4):
        own = [one.path for one in found if one.reviewer == f"r{number}"]
        assert own == [f"events.{place}" for place in range(20)]


def test_a_file_that_cannot_be_written_is_told_in_one_line(tmp_path):
    file = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(file)):
        pass
    with closing(Decisions(file)) as decisions:
        assert decisions.after() == []
        with pytest.raises(OutputError, match="a decision cannot be written: no such table"):
            decisions.add(said())
