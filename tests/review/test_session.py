from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from reviewed_runs import EVENT, At, decided, make_anew, rows

from llm_extract.review import OutdatedError
from llm_extract.runs import OutputFolder


def test_decisions_are_in_the_journal_once_they_are_made(out):
    with At(out) as at:
        at("reject", "events.0")
        assert rows(out) == [("ada", "reject", "events.0")]
        at("correct", "casualties.0.high", 14)
        assert rows(out, "SELECT value FROM decision WHERE number = 2") == [("14",)]
        assert rows(out, "SELECT DISTINCT outcome FROM decision") == rows(
            out, "SELECT outcome FROM article WHERE position = 0"
        )


def test_a_review_goes_on_where_it_was(out):
    decided(out, ("reject", "events.0"), ("accept", "claims.0"))
    with At(out) as at:
        assert at.session.standing()["decided"] == 2
        assert at.data()["events"] == []


def test_undo_takes_back_one_decision_after_the_other(out):
    with At(out) as at:
        at("reject", "events.0")
        added = at("add", "events", EVENT)
        at("accept", "claims.0", article=1)
        assert at.undo().undoes == added.number + 1
        assert at.undo().undoes == added.number
        assert [item["what"] for item in at.data()["events"]] == []
        assert at.undo().undoes == added.number - 1
        assert at.session.last() is None
        assert at.session.standing()["undo"] is None
        assert len(at.data()["events"]) == 1
        assert at.session.made == 0
    assert [action for _, action, _ in rows(out)] == [
        "reject",
        "add",
        "accept",
        "undo",
        "undo",
        "undo",
    ]


def test_undo_is_about_the_decision_the_page_knows_of(out):
    with At(out) as one, At(out) as two:
        first = one("reject", "events.0")
        two.session.catch_up()
        two("accept", "claims.0")
        with pytest.raises(OutdatedError):
            one.session.undo(first.number)
        assert one.session.standing()["decided"] == 2


def test_two_sessions_of_one_reviewer_see_each_other(out):
    with At(out) as one, At(out) as two:
        one("reject", "events.0")
        # Nothing is lost, and both end up with both.
        two("accept", "claims.0")
        two("correct", "events.0.place", "Brenholm")
        one.session.catch_up()
        assert one.session.decided(0) == two.session.decided(0)
        assert one.session.decided(0).state("events.0") == "corrected"


def test_two_reviewers_in_one_folder_do_not_touch_each_other(out):
    with At(out, "ada") as ada, At(out, "bo") as bo:
        ada("reject", "events.0")
        bo("accept", "events.0")
        assert ada.undo().reviewer == "ada"
        assert bo.session.decided(0).state("events.0") == "accepted"
        assert bo.data()["events"]


def test_the_least_certain_items_come_first(out):
    with At(out) as at:
        first = at.session.next()
        assert (first.article, first.path) == (0, "casualties.1")
        second = at.session.next(*first)
        assert second == (1, "casualties.1")
        at("reject", "casualties.1")
        assert at.session.next() == (1, "casualties.1")
        # Around the end, and never to the place one is at.
        assert at.session.next(*second) != first
        at("done")
        assert at.session.next().article == 1
        at("done", article=1)
        assert at.session.next() is None
        standing = at.session.standing()
        assert standing["decided"] == standing["items"]
        assert [one["done"] for one in standing["reviewed"].values()] == [True, True]


def test_the_queue_of_doubtful_items_is_shorter(out):
    with At(out) as everything, At(out, everything=False) as doubtful:
        counts = [at.session.standing()["items"] for at in (everything, doubtful)]
        assert 0 < counts[1] < counts[0]


def test_decisions_about_an_earlier_record_are_told_and_not_applied(out):
    decided(out, ("reject", "events.0"), ("reject", "casualties.0"))
    make_anew(out)
    with At(out) as at:
        assert at.session.record(0)["earlier"] == 2
        assert at.session.last() is None
        assert len(at.data()["events"]) == 1
        at("reject", "claims.0")
        assert at.session.record(0)["earlier"] == 2


def test_a_journal_of_an_older_release_is_brought_up_to_date(out):
    with closing(sqlite3.connect(out / "journal.sqlite")) as connection:
        connection.executescript("DROP TABLE decision; DROP TABLE location; PRAGMA user_version=1")
    with At(out) as at:
        at("reject", "events.0")
    assert rows(out) == [("ada", "reject", "events.0")]
    assert not (out / "run.lock").exists()


def test_a_run_that_goes_on_in_the_folder_does_not_keep_decisions_out(out):
    with OutputFolder(out) as running, At(out) as at:
        running.journal.writer.make(("UPDATE run SET state = 'running' WHERE number = 1", ()))
        at("reject", "events.0")
        assert rows(out) == [("ada", "reject", "events.0")]
        running.journal.writer.make(("UPDATE run SET state = 'finished' WHERE number = 1", ()))
    assert rows(out) == [("ada", "reject", "events.0")]
