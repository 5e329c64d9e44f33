from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import DIGEST, LINE, begun, body, free, keep
from properties import examples

from llm_extract.runs.journal import Journal

COUNT = 60
ROOTS = "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0"


@cache
def contents():
    """A journal of a run that was killed, with outcomes and answers."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        journal = begun(path)
        for number in range(COUNT):
            key = f"{number:064x}"
            journal.settle(key, None, DIGEST, LINE + " " * 500, final=True)
            keep(journal.keeper(key, free, recalling=True), "request", body(number))
        journal.close()
        return path.read_bytes()


def filled(path):
    path.write_bytes(contents())


@cache
def first_pages():
    """Numbers of the pages all others of a table or index hang from, and the first of the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        filled(path)
        with closing(sqlite3.connect(path)) as connection:
            return {1, *(page for (page,) in connection.execute(ROOTS))}


def known(journal):
    return sum(journal.outcome(f"{number:064x}") is not None for number in range(COUNT))


def test_a_sound_journal_is_left_as_it_is(path):
    filled(path)
    journal = Journal(path)
    assert (journal.notice, known(journal)) == (None, COUNT)
    journal.close()
    assert [file.name for file in path.parent.iterdir()] == ["journal.sqlite"]


def test_what_is_no_journal_at_all_is_put_aside(path):
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    journal = Journal(path)
    assert "journal.sqlite was damaged: 0 of its rows" in journal.notice
    assert path.with_name("journal.damaged-1.sqlite").exists()
    assert known(journal) == 0
    journal.close()


def test_a_second_damaged_journal_does_not_replace_the_first(path):
    for _ in range(2):
        path.write_bytes(b"garbage, garbage, garbage" * 100)
        Journal(path).close()
    assert {file.name for file in path.parent.glob("*damaged*")} == {
        "journal.damaged-1.sqlite",
        "journal.damaged-2.sqlite",
    }


@given(page=st.integers(0, 30), garbage=st.binary(min_size=1, max_size=64))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25))
def test_a_damaged_page_costs_what_stood_on_it_and_no_more(tmp_path, page, garbage):
    path = tmp_path / f"{page}-{garbage.hex()}" / "journal.sqlite"
    path.parent.mkdir(exist_ok=True)
    content = bytearray(contents())
    start = page * 4096 % len(content)
    content[start : start + 4096] = (garbage * 4096)[:4096]
    path.write_bytes(content)
    journal = Journal(path)
    # What stood below the first page of a table cannot be found without it.
    if start // 4096 + 1 not in first_pages():
        assert known(journal) >= COUNT / 4
    journal.settle("f" * 64, None, DIGEST, LINE, final=True)
    journal.writer.make()
    assert journal.outcome("f" * 64)
    journal.close()


@given(cut=st.floats(0, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25))
def test_wherever_the_log_of_a_killed_run_is_cut_the_changes_before_stand(tmp_path, cut):
    """A run that is killed leaves a write-ahead log, which a full disk may have cut."""
    folder = tmp_path / f"{cut}"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    whole, copied = folder / "whole.sqlite", folder / "journal.sqlite"
    journal = begun(whole)
    for number in range(COUNT):
        journal.settle(f"{number:064x}", None, DIGEST, LINE, final=True)
        journal.writer.make()
    log = whole.with_name("whole.sqlite-wal").read_bytes()
    copied.write_bytes(whole.read_bytes())
    copied.with_name("journal.sqlite-wal").write_bytes(log[: int(cut * len(log))])
    journal.close()
    again = Journal(copied)
    found = [again.outcome(f"{number:064x}") is not None for number in range(COUNT)]
    assert found == sorted(found, reverse=True)
    again.close()


def test_a_record_that_was_overwritten_is_left_behind_and_the_others_are_not(path):
    content = contents()
    # Within the text of one record, where no page says that anything is wrong.
    at = content.index(b'{"status": "ok"')
    path.write_bytes(content[:at] + b"\xa5" * 10 + content[at + 10 :])
    journal = Journal(path)
    assert "journal.sqlite was damaged" in journal.notice
    assert known(journal) == COUNT - 1
    journal.close()
