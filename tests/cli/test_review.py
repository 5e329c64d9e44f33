from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from fake_model import obituary

from cli.program import call, finish, process, run_options


@pytest.fixture
def out(model, articles, tmp_path):
    model.by_marker["Asta Brill"] = obituary("Asta Brill")
    folder = tmp_path / "out"
    assert call(*run_options(model), articles, "-o", folder).exit_code == 0
    return folder


def review(folder, *options):
    """A review of its own process, and the address of its page."""
    started = process("review", folder, "--no-open", "-r", "Ada Holm", *options)
    return started, started.stdout.readline().strip()


def post(address, said):
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=30)
    headers = {"Content-Type": "application/json", "Origin": f"http://{parts.netloc}"}
    connection.request("POST", f"{parts.path}api/decisions", json.dumps(said), headers)
    answer = connection.getresponse()
    connection.close()
    return answer.status


def decisions(folder):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as connection:
        sql = "SELECT reviewer, article, action, path, value FROM decision"
        return connection.execute(sql).fetchall()


def decide(folder, reviewer, action, path, position=0):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as connection, connection:
        connection.execute(
            "INSERT INTO decision (made, reviewer, article, outcome, action, path)"
            " SELECT '', ?, id, outcome, ?, ? FROM article WHERE position = ?",
            (reviewer, action, path, position),
        )


CORRECT = {"article": 0, "action": "correct", "path": "person.age", "value": 71}


def test_what_was_answered_outlives_a_kill(out):
    started, address = review(out)
    try:
        assert post(address, CORRECT) == 200
    finally:
        started.kill()
    finish(started)
    ((reviewer, _, action, path, value),) = decisions(out)
    assert (reviewer, action, path, json.loads(value)) == ("Ada Holm", "correct", "person.age", 71)
    again, address = review(out)
    assert post(address, {**CORRECT, "value": "old"}) == 422
    again.send_signal(signal.SIGINT)
    finish(again)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_review_ends_with_one_line_on_what_to_do_next(out, end):
    started, address = review(out)
    assert address.startswith("http://127.0.0.1:")
    assert post(address, CORRECT) == 200
    started.send_signal(end)
    code, rest, err = finish(started)
    assert (code, rest) == (0, "")
    # Only the one who started it learns the address.
    assert urlsplit(address).path.strip("/") not in err
    assert err.splitlines()[-1] == (
        f"decisions made: 1; write the reviewed records with llm-extract export {out} --to gold "
        "--reviewer 'Ada Holm'"
    )


def test_a_review_without_decisions_does_not_tell_how_to_export_them(out):
    started, _ = review(out)
    started.send_signal(signal.SIGINT)
    code, _, err = finish(started)
    assert (code, err.splitlines()[-1]) == (0, "no decisions were made")


def test_a_folder_without_a_run(tmp_path):
    result = call("review", tmp_path, "--no-open")
    assert result.exit_code == 2
    assert "it holds no journal.sqlite" in result.stderr


def test_a_run_there_is_not(out):
    result = call("review", out, "--no-open", "--run", 9)
    assert (result.exit_code, "run 9 has no inputs" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-r", " "], "--reviewer: usage: a name has 1 to 80 characters on one line"),
        (["-r", "a\nb"], "--reviewer: usage: a name has 1 to 80 characters on one line"),
        (["-r", "x" * 81], "--reviewer: usage: a name has 1 to 80 characters on one line"),
        (["--queue", "odd"], "--queue: usage: 'odd' is not one of all, doubtful"),
        (["--json"], "--json: usage: goes with --agreement only"),
    ],
)
def test_options_that_make_no_sense(out, options, message):
    result = call("review", out, "--no-open", *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_agreement_on_a_terminal(out):
    none = call("review", out, "--agreement")
    assert (none.exit_code, none.stdout) == (0, "")
    assert "fewer than two reviewers" in none.stderr
    for reviewer in ("ada", "bo"):
        decide(out, reviewer, "done", "")
    told = call("review", out, "--agreement").stdout
    assert told.startswith("ada and bo\n")
    assert "Cohen's kappa        –" in told
    (pair,) = json.loads(call("review", out, "--agreement", "--json").stdout)
    assert (pair["reviewers"], pair["kappa"]) == (["ada", "bo"], None)


# what comes of it


def test_reviewed_records_are_gold_that_the_run_is_scored_against(out):
    for number in range(3):
        decide(out, "ada", "done", "", number)
    exported = call("export", out, "--to", "gold")
    assert (exported.exit_code, exported.stdout) == (0, "")
    path = out / "gold.jsonl"
    assert f"3 records reviewed by ada: {path}" in exported.stderr.replace("\n", "")
    scores = json.loads(call("eval", out, path, "--json", "--resamples", 10).stdout)
    row = scores["metrics"][0]["rows"]["all-fields"]
    assert (row["f1"], row["counts"]["gold"] > 0) == (1.0, True)


@pytest.mark.parametrize("option", ["--first", "--prompt"])
def test_chats_have_no_options_of_examples(out, option):
    decide(out, "ada", "done", "")
    result = call("export", out, "--to", "chat", option, "3")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{option}: usage: goes with examples only" in result.stderr
