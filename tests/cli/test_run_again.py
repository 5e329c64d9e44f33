from __future__ import annotations

import signal
from pathlib import Path

import pytest
from fake_endpoint import Step

from cli.conftest import write_article
from cli.program import call, finish, ids, process, records, run_options, wait_until
from llm_extract.runs import OutputFolder

# after a run that ended


def test_running_again_asks_for_what_is_missing_only(model, articles, tmp_path):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    before = (tmp_path / "out" / "records.jsonl").read_bytes()
    again = call(*command)
    assert len(model.requests) == 3
    assert "3 of them from an earlier run" in again.stderr
    assert (tmp_path / "out" / "records.jsonl").read_bytes() == before
    write_article(articles, "aron")
    call(*command)
    assert len(model.requests) == 4
    assert ids(records(tmp_path / "out")) == ["aron.txt", "asta.txt", "bo.txt", "cass.txt"]


@pytest.mark.parametrize(
    "change", [("--fresh",), ("--reading", "sentence"), ("--published", "2030-02-03")]
)
def test_another_question_is_asked_again(model, articles, tmp_path, change):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    call(*command, *change)
    assert len(model.requests) > 5


def test_a_changed_prompt_is_asked_again_and_the_way_back_is_free(model, articles, tmp_path):
    bundled = Path(__file__).parents[2] / "prompts" / "obituary" / "v1.md"
    mine = tmp_path / "mine.md"
    mine.write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")
    command = (*run_options(model), articles, "-o", tmp_path / "out", "--prompt")
    call(*command, mine)
    mine.write_text(mine.read_text(encoding="utf-8").replace("Who died?", "Who?"), encoding="utf-8")
    call(*command, mine)
    assert len(model.requests) == 6
    mine.write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")
    call(*command, mine)
    assert len(model.requests) == 6


def test_a_short_second_run_does_not_delete_what_the_first_one_paid_for(model, articles, tmp_path):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    call(*command, "--limit", "1")
    assert ids(records(tmp_path / "out")) == ["asta.txt"]
    call(*command)
    assert len(model.requests) == 3
    assert len(records(tmp_path / "out")) == 3


# after a run that was stopped


def test_records_appear_whole_and_kill_loses_nothing_that_was_paid_for(model, articles, tmp_path):
    out = tmp_path / "out"
    model.by_marker["Cass Brill"] = Step(delay=30)
    killed = process(*run_options(model), articles, "-o", out, "-j", "1")
    wait_until(lambda: len(model.requests) == 3)
    assert [path.name for path in out.iterdir()] == ["records.partial.jsonl"]
    killed.kill()
    killed.communicate()
    assert [path.name for path in out.iterdir()] == ["records.partial.jsonl"]
    model.by_marker["Cass Brill"] = Step()
    assert call(*run_options(model), articles, "-o", out).exit_code == 0
    assert len(model.requests) == 4
    assert ids(records(out)) == ["asta.txt", "bo.txt", "cass.txt"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_all_records_and_says_how_to_go_on(
    model, articles, tmp_path, number
):
    """Also those of an earlier run that it had not reached yet."""
    command = (*run_options(model), articles, "-o", tmp_path / "out", "-j", "1")
    call(*command)
    for name in ("aron", "axel"):
        write_article(articles, name)
    model.by_marker["Axel Brill"] = Step(delay=30)
    started = process(*command)
    wait_until(lambda: len(model.requests) == 5)
    started.send_signal(number)
    code, out, err = finish(started)
    assert (code, out) == (130, "")
    assert "interrupted: 2 of the records are in " in err
    assert "run the same command again to go on" in err
    assert ids(records(tmp_path / "out")) == ["aron.txt", "asta.txt"]
    model.by_marker.clear()
    assert call(*command).exit_code == 0
    assert len(model.requests) == 6
    assert len(records(tmp_path / "out")) == 5


def test_two_runs_do_not_write_into_one_folder(model, articles, tmp_path):
    with OutputFolder(tmp_path / "out"):
        second = call(*run_options(model), articles, "-o", tmp_path / "out")
    assert second.exit_code == 2
    assert "output_not_writable: another run is writing there" in second.stderr
    assert model.requests == []


def test_a_full_disk_stops_the_run_and_keeps_the_records_before(model, articles, tmp_path):
    resource = pytest.importorskip("resource")
    out = tmp_path / "out"
    command = (*run_options(model), articles, "-o", out, "-j", "1")
    call(*command, "--limit", "2")
    size = (out / "records.jsonl").stat().st_size
    full = process(
        *command,
        "--fresh",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size - 100, size - 100)),
    )
    code, printed, err = finish(full)
    assert (code, printed) == (3, "")
    assert [line for line in err.splitlines() if not line.startswith("[")] == [
        f"error {out}: disk_full: a record cannot be written: File too large "
        "(make room, then run the same command again: finished articles are kept)"
    ]
    assert len(model.requests) == 4
    call(*command)
    assert len(model.requests) == 5
    assert len(records(out)) == 3
