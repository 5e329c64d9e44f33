from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from journals import DIGEST, HEAD, LINE, attempt, begun, body, free, keep

from llm_extract.errors import SettingsError
from llm_extract.runs.journal import Journal, totals_of
from llm_extract.runs.journal._migrations import MIGRATIONS

KEY = "ab" * 32


def settled(journal, key=KEY, code=None, *, final=True, line=LINE):
    number = journal.settle(key, code, DIGEST, line, final=final)
    journal.writer.make()
    return number


# outcomes


def test_an_outcome_is_found_under_its_key_and_no_other(journal):
    number = settled(journal)
    assert journal.outcome(KEY).number == number
    assert journal.outcome("cd" * 32) is None


def test_a_record_stands_before_a_later_failure_and_the_newest_of_two_records_counts(journal):
    first = settled(journal)
    settled(journal, code="refused")
    assert journal.outcome(KEY).number == first
    second = settled(journal)
    assert journal.outcome(KEY).number == second


def test_the_newest_failure_counts_where_there_is_no_record(journal):
    settled(journal, code="timeout", final=False)
    settled(journal, code="refused")
    assert (journal.outcome(KEY).state, journal.outcome(KEY).code) == ("failed", "refused")


def test_rejected_items_can_be_asked_for_in_sql(journal):
    settled(journal)
    assert list(journal.query("SELECT list, code FROM reject")) == [("x", "c")]


# answers


def test_an_answer_is_recalled_by_the_next_run_once_and_in_order(path, journal):
    keeper = journal.keeper(KEY, free, recalling=True)
    for number in range(2):
        keep(keeper, "same request", body(number))
    keep(keeper, "other", body(7))
    again = begun(path)
    kept = again.keeper(KEY, free, recalling=True)
    assert [kept.recall("same request") for _ in range(3)] == [body(0), body(1), None]
    assert kept.recall("never sent") is None
    assert again.keeper("cd" * 32, free, recalling=True).recall("other") is None
    assert again.keeper(KEY, free, recalling=False).recall("other") is None
    again.close()


@pytest.mark.parametrize(("final", "found"), [(True, None), (False, body())])
def test_answers_an_outcome_was_made_of_are_not_recalled(path, journal, final, found):
    keep(journal.keeper(KEY, free, recalling=True), "request", body())
    settled(journal, code="timeout", final=final)
    again = begun(path)
    assert again.keeper(KEY, free, recalling=True).recall("request") == found
    again.close()


def test_an_answer_is_on_disk_when_keeping_returns(path, journal):
    keep(journal.keeper(KEY, free, recalling=True), "request", b"\x00\xff")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT key, request, body, used FROM answer").fetchall() == [
            (KEY, "request", b"\x00\xff", 0)
        ]


# attempts


def by_thousand(tokens):
    return None if tokens.prompt is None else tokens.prompt / 1000


def test_usage_is_the_sum_of_what_was_sent_and_not_of_what_was_recalled(path, journal):
    keeper = journal.keeper(KEY, by_thousand, recalling=True)
    keep(keeper, "request", body())
    keeper.note(attempt())
    keeper.note(attempt(outcome="failed", code="timeout", status=None, prompt_tokens=None))
    again = begun(path)
    recalling = again.keeper(KEY, free, recalling=True)
    assert recalling.recall("request")
    recalling.note(attempt(recalled=True))
    for written in (journal, again):
        written.writer.make()
    usage, cost = journal.spent(1)
    assert (usage.requests, usage.prompt_tokens, usage.complete) == (2, 100, False)
    assert again.spent(2)[0].requests == 0
    assert list(again.query("SELECT count(*) FROM attempt WHERE recalled")) == [(1,)]
    # Of the second request nobody knows what it cost.
    assert cost is None
    again.close()


def test_an_answer_of_a_killed_run_is_accounted_for_once(path, journal):
    keep(journal.keeper(KEY, free, recalling=True), "request", body(70))
    for _ in range(2):
        begun(path, price=lambda tokens: tokens.prompt / 100).close()
    usage, cost = journal.spent(1)
    assert (usage.requests, usage.prompt_tokens, usage.complete, cost) == (1, 70, True, 0.7)


def test_what_an_answer_of_another_model_cost_is_not_known(path, journal):
    keep(journal.keeper(KEY, free, recalling=True), "request", b"<html>")
    other = Journal(path)
    other.begin(HEAD.__class__(**{**_values(HEAD), "model": "another"}), free)
    usage, cost = journal.spent(1)
    assert (usage.requests, usage.complete, cost) == (1, False, None)
    other.close()


def _values(head):
    return {name: getattr(head, name) for name in head.__slots__}


READ = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM outcome").fetchone()[0])
connection.close()
"""


def read_elsewhere(path):
    """What another process finds; the last one to close a journal tidies up behind it."""
    command = [sys.executable, "-c", READ, str(path)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def test_who_reads_while_a_run_goes_on_takes_nothing_away(path, journal):
    """The locks of a file go when the process closes any descriptor of it."""
    journal.end("finished")
    again = begun(path)
    for count in range(1, 4):
        settled(again, key=f"{count:064x}")
        assert read_elsewhere(path) == count
    again.close()


# runs and articles


def test_runs_are_numbered_and_tell_how_they_ended(path, journal):
    journal.end("aborted", "auth")
    again = begun(path)
    again.file(0, "a.txt", "failed", line='{"status":"failed","error":{"code":"empty"}}')
    again.end("finished")
    totals = totals_of(again._reading)
    assert [(run.number, run.state, run.reason) for run in totals.runs] == [
        (1, "aborted", "auth"),
        (2, "finished", None),
    ]
    assert totals.runs[1].codes == {"empty": 1}
    again.close()


def test_one_position_is_filed_once(path, journal):
    journal.file(0, "a.txt", "ok")
    journal.file(0, "a.txt", "failed")
    with pytest.raises(Exception, match="UNIQUE"):
        journal.writer.make()
    journal.close = lambda: None


def test_the_settings_and_hashes_of_a_run_are_kept(journal):
    (row,) = journal.query("SELECT prompt_sha256, schema_sha256, model, settings FROM run")
    assert row == ("a" * 64, "b" * 64, HEAD.model, '{"reading": "article"}')


# migrations


def test_a_journal_of_a_newer_release_is_refused_and_untouched(path, journal):
    journal.end("finished")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(SettingsError, match="a newer release of llm-extract wrote this journal"):
        Journal(path)


def test_steps_are_applied_once_and_in_order(path, monkeypatch):
    Journal(path).close()
    module = "llm_extract.runs.journal._migrations.MIGRATIONS"
    more = (*MIGRATIONS, "ALTER TABLE run ADD COLUMN note TEXT", "CREATE TABLE later (x) STRICT;")
    more = (*more[:-1], "UPDATE run SET note = 'second'")
    monkeypatch.setattr(module, more)
    for _ in range(2):
        opened = Journal(path)
        assert list(opened.query("PRAGMA user_version")) == [(len(more),)]
        assert list(opened.query("SELECT count(note) FROM run")) == [(0,)]
        opened.close()


def test_a_step_that_fails_leaves_the_version_before(path, monkeypatch):
    Journal(path).close()
    module = "llm_extract.runs.journal._migrations.MIGRATIONS"
    broken = "ALTER TABLE run ADD COLUMN note TEXT; SELECT * FROM no_such_table"
    monkeypatch.setattr(module, (*MIGRATIONS, broken))
    with pytest.raises(SettingsError, match="no_such_table"):
        Journal(path)
    monkeypatch.undo()
    opened = Journal(path)
    assert list(opened.query("PRAGMA user_version")) == [(len(MIGRATIONS),)]
    opened.close()
