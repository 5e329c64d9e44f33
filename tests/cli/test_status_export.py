from __future__ import annotations

import json
import re
import signal

import pytest
from fake_endpoint import Step, refuses

from cli.program import call, finish, ids, process, records, run_options, wait_until


@pytest.fixture
def out(model, articles, tmp_path):
    """A folder after a run in which one article failed for good."""
    model.by_marker["Bo Brill"] = refuses(400)
    folder = tmp_path / "out"
    assert call(*run_options(model), articles, "-o", folder).exit_code == 1
    return folder


# status


def test_a_finished_run(out):
    shown = call("status", out).stdout
    assert "records   2 texts have one" in shown
    assert re.search(r"run 1 +finished, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d to ", shown)
    assert "articles  2 with a record, 1 failed" in shown
    assert "failed    1 bad_request" in shown
    assert "calls     3 calls, 200 tokens read" in shown
    assert "cost unknown" in shown
    assert "go on" not in shown


def test_status_counts_each_run_by_itself_and_all_together(model, articles, out):
    call(*run_options(model), articles, "-o", out)
    told = json.loads(call("status", out, "--json").stdout)
    assert [run["usage"]["requests"] for run in told["runs"]] == [3, 0]
    assert [run["reused"] for run in told["runs"]] == [0, 3]
    assert (told["usage"]["requests"], told["records"], told["unread"]) == (3, 2, 0)


def test_an_interrupted_run_tells_how_to_go_on(model, articles, tmp_path):
    folder = tmp_path / "o u t"
    model.by_marker["Bo Brill"] = Step(delay=30)
    command = (*run_options(model), articles, "-o", folder, "-j", "1", "--grace", "0.1")
    started = process(*command)
    wait_until(lambda: len(model.requests) == 2)
    going = call("status", folder).stdout
    assert "going on, or killed" in going
    started.send_signal(signal.SIGINT)
    finish(started)
    shown = call("status", folder).stdout
    assert "run 1     interrupted, " in shown
    assert f"'{folder}'" in shown.splitlines()[-1]
    assert shown.splitlines()[-1].startswith("go on     llm-extract run --prompt obituary")


def test_an_aborted_run_tells_why(model, articles, tmp_path):
    model.by_marker["Brill"] = refuses(401)
    call(*run_options(model), articles, "-o", tmp_path / "out", "-j", "1")
    shown = call("status", tmp_path / "out").stdout
    assert "stopped (auth), " in shown
    assert "0 with a record, 1 failed, 2 skipped" in shown


@pytest.mark.parametrize("command", ["status", "export"])
def test_a_folder_without_a_journal_is_a_usage_error(tmp_path, command):
    result = call(command, tmp_path)
    assert result.exit_code == 2
    assert result.stderr == (
        f"error {tmp_path}: usage: it holds no journal.sqlite (give the output folder of a run)\n"
    )


@pytest.mark.parametrize("command", ["status", "export"])
def test_a_damaged_journal_is_told_and_left_alone(out, command):
    (out / "journal.sqlite").write_bytes(b"garbage" * 1000)
    result = call(command, out)
    assert result.exit_code == 3
    assert "unreadable: the journal cannot be read" in result.stderr
    assert (out / "journal.sqlite").read_bytes() == b"garbage" * 1000


# export


def test_records_are_made_again_from_the_journal(out):
    before = (out / "records.jsonl").read_bytes()
    for change in (lambda path: path.unlink(), lambda path: path.write_text("gone")):
        change(out / "records.jsonl")
        result = call("export", out)
        assert (result.exit_code, result.stdout) == (0, "")
        assert "3 lines: " in result.stderr
        assert (out / "records.jsonl").read_bytes() == before


def test_the_records_of_an_earlier_run_go_to_a_file_of_their_own(model, articles, out, tmp_path):
    call(*run_options(model), articles, "-o", out, "--limit", "1")
    now = (out / "records.jsonl").read_bytes()
    assert ids(records(out)) == ["asta.txt"]
    other = tmp_path / "other"
    other.mkdir()
    call("export", out, "--run", "1", "-o", other / "records.jsonl")
    assert ids(records(other)) == ["asta.txt", "bo.txt", "cass.txt"]
    assert (out / "records.jsonl").read_bytes() == now


def test_a_run_that_never_was(out):
    result = call("export", out, "--run", "9")
    assert result.exit_code == 2
    assert "usage: run 9 has no inputs (llm-extract status shows all)" in result.stderr


def test_a_file_that_cannot_be_written_is_one_line(out, tmp_path):
    result = call("export", out, "-o", tmp_path / "nowhere" / "x.jsonl")
    assert result.exit_code == 3
    assert result.stderr.startswith("error ")
    assert result.stderr.count("\n") == 1
