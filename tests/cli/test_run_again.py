from __future__ import annotations

import re
import signal
import time
from pathlib import Path

import pytest
from fake_endpoint import Step

from cli.conftest import write_article
from cli.program import call, finish, ids, process, read_until, records, run_options, wait_until
from llm_extract.runs import OutputFolder

# after a run that ended


def test_running_again_asks_for_what_is_missing_only(model, articles, tmp_path):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    before = (tmp_path / "out" / "records.jsonl").read_bytes()
    again = call(*command)
    assert len(model.requests) == 3
    assert "3 with a record, 0 without, 3 from an earlier run" in again.stderr
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
    assert not (out / "records.jsonl").exists()
    killed.kill()
    killed.communicate()
    assert not (out / "records.jsonl").exists()
    model.by_marker["Cass Brill"] = Step()
    assert call(*run_options(model), articles, "-o", out).exit_code == 0
    assert len(model.requests) == 4
    assert ids(records(out)) == ["asta.txt", "bo.txt", "cass.txt"]


def test_an_article_that_was_half_read_goes_on_where_it_was(model, articles, tmp_path):
    """Sentence by sentence, each answer is kept before the next question."""
    out = tmp_path / "out"
    model.by_marker["The lamp is out."] = Step()
    command = (*run_options(model), articles / "asta.txt", "-o", out, "--reading", "sentence")
    asked = []
    model.on_request = lambda request: asked.append(request) or (len(asked) == 3 and time.sleep(30))
    killed = process(*command)
    wait_until(lambda: len(asked) == 3)
    killed.kill()
    killed.communicate()
    model.on_request = lambda _: None
    assert call(*command).exit_code == 0
    # Three questions; the last one was sent twice, since no answer of it had come.
    assert len(model.requests) == 4
    assert len({request.body for request in model.requests}) == 3
    attempts = records(out)[0]["attempts"]
    assert [attempt["recalled"] for attempt in attempts] == [True, True, False]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_all_records_and_says_how_to_go_on(
    model, articles, tmp_path, number
):
    """Also those of an earlier run that come after the article it was reading."""
    out = tmp_path / "out"
    command = (*run_options(model), articles, "-o", out, "-j", "1", "--grace", "0.2")
    call(*command)
    for name in ("aron", "axel"):
        write_article(articles, name)
    model.by_marker["Axel Brill"] = Step(delay=30)
    started = process(*command)
    wait_until(lambda: len(model.requests) == 5)
    started.send_signal(number)
    code, printed, err = finish(started)
    assert (code, printed) == (130, "")
    assert "stopping: 1 article is with the model, answers are waited for up to 0.2 s" in err
    assert "interrupted: 4 of the records are in " in err
    assert err.splitlines()[-1].split() == ["llm-extract", *map(str, command)]
    assert ids(records(out)) == ["aron.txt", "asta.txt", "bo.txt", "cass.txt"]
    model.by_marker.clear()
    assert call(*command).exit_code == 0
    assert len(model.requests) == 6
    assert len(records(out)) == 5


def test_a_call_in_flight_is_waited_for_after_an_interrupt(model, articles, tmp_path):
    out = tmp_path / "out"
    command = (*run_options(model), articles, "-o", out, "-j", "2")
    for name in ("Asta", "Bo"):
        model.by_marker[f"{name} Brill"] = Step(delay=1)
    started = process(*command)
    wait_until(lambda: len(model.requests) == 2)
    started.send_signal(signal.SIGINT)
    code, _, err = finish(started)
    assert code == 130
    assert "stopping: 2 articles are with the model" in err
    assert ids(records(out)) == ["asta.txt", "bo.txt"]


def test_a_second_interrupt_leaves_at_once(model, articles, tmp_path):
    out = tmp_path / "out"
    model.by_marker["Bo Brill"] = Step(delay=30)
    started = process(*run_options(model), articles, "-o", out, "-j", "1")
    wait_until(lambda: len(model.requests) == 2)
    started.send_signal(signal.SIGINT)
    read_until(started, "stopping")
    before = time.monotonic()
    started.send_signal(signal.SIGINT)
    code, _, _ = finish(started)
    assert code == 130
    # The call in flight would be waited for longer.
    assert time.monotonic() - before < 8
    model.by_marker.clear()
    assert call(*run_options(model), articles, "-o", out).exit_code == 0
    assert len(model.requests) == 4


def test_two_runs_do_not_write_into_one_folder(model, articles, tmp_path):
    with OutputFolder(tmp_path / "out"):
        second = call(*run_options(model), articles, "-o", tmp_path / "out")
    assert second.exit_code == 2
    assert "output_not_writable: another run is writing there (process " in second.stderr
    assert model.requests == []


def test_a_full_disk_stops_the_run_and_keeps_the_records_before(model, articles, tmp_path):
    resource = pytest.importorskip("resource")
    out = tmp_path / "out"
    command = (*run_options(model), articles, "-o", out, "-j", "1")
    call(*command, "--limit", "2")
    before = (out / "records.jsonl").read_bytes()
    size = (out / "journal.sqlite").stat().st_size + 20_000
    for number in range(40):
        write_article(articles, f"dag{number}")
    full = process(
        *command,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    code, printed, err = finish(full)
    assert (code, printed) == (3, "")
    assert re.search(
        rf"^error {out}: (disk_full|output_lost): a record cannot be written", err, re.M
    )
    assert "run the same command again: what was paid for is kept" in err
    assert (out / "records.jsonl").read_bytes() == before
    paid = len(model.requests)
    assert 2 < paid < 43
    call(*command)
    assert len(records(out)) == 43
    # The answer that could not be kept is the only one that is asked for again.
    assert len(model.requests) <= 43 + 1
