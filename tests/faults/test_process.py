"""Runs that are killed, interrupted, doubled, or meet a defect of ours."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cli.program import finish, process, read_until, wait_until
from fake_endpoint import Step

from faults.cases import IDS, SETTINGS
from faults.command import Ran, lines, options, ran, rows, states, write_article
from faults.invariants import check_invariants, kept_answers
from llm_extract.verification import Verifier

resource = pytest.importorskip("resource")

DIES_BEFORE_THE_OUTCOME = """
import os, signal
from llm_extract.runs.journal import Journal
Journal.settle = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from llm_extract.cli import main
main()
"""


def environment():
    """Of a process that imports what this one imports."""
    path = os.pathsep.join((str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")))
    return {**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)}


def started(model, *more, **given):
    return process(*options(model, *more), env=environment(), **given)


def ended(running, model, seen=0):
    code, out, err = finish(running)
    return Ran(code, json.loads(out) if out.strip() else None, err, len(model.requests) - seen)


# kills and signals


def test_a_kill_between_answer_and_outcome_costs_no_call(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    out = tmp_path / "out"
    command = (articles, "-o", out, "-j", "1")
    subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_THE_OUTCOME, *options(model, *command)],
        env=environment(),
        check=False,
        timeout=30,
    )
    assert len(model.requests) == kept_answers(out) == 1
    assert lines(out) == []
    run = ran(model, *command)
    assert run.sent == 2
    assert [a["recalled"] for a in lines(out)[0]["attempts"]] == [True]
    check_invariants(out, model, run, IDS, lambda: ran(model, *command))


@pytest.mark.parametrize(
    ("number", "workers"),
    [
        (signal.SIGINT, 1),
        pytest.param(signal.SIGTERM, 1, marks=pytest.mark.slow),
        (signal.SIGTERM, 2),
    ],
)
def test_a_signal_ends_a_run_in_order(number, workers, model, quick, articles, tmp_path):
    quick(**SETTINGS)
    out = tmp_path / "out"
    model.by_marker["Cass Brill"] = Step(delay=20)
    command = (articles, "-o", out, "-j", "3", "--grace", "0.3", "--workers", workers)
    running = started(model, *command)
    wait_until(lambda: len(model.requests) == 3 and _has_outcomes(out, 2))
    running.send_signal(number)
    run = ended(running, model)
    assert run.exit_code == 130
    assert states(out) == {"asta.txt": "ok", "bo.txt": "ok"}
    after = check_invariants(out, model, run, IDS, lambda: ran(model, *command))
    assert after.sent == 1


def test_two_signals_end_it_at_once_and_the_folder_can_be_used(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    out = tmp_path / "out"
    model.by_marker["Bo Brill"] = Step(delay=20)
    running = started(model, articles, "-o", out, "-j", "1")
    wait_until(lambda: len(model.requests) == 2)
    running.send_signal(signal.SIGTERM)
    read_until(running, "stopping")
    running.send_signal(signal.SIGTERM)
    before = time.monotonic()
    assert ended(running, model).exit_code == 130
    # The call in flight would be waited for longer.
    assert time.monotonic() - before < 8
    model.heal()
    run = ran(model, articles, "-o", out, "-j", "1")
    assert run.sent == 2
    check_invariants(out, model, run, IDS, lambda: ran(model, articles, "-o", out, "-j", "1"))


def _has_outcomes(out, count):
    try:
        return rows(out, "SELECT count(*) FROM outcome") == [(count,)]
    except Exception:
        return False


# two runs, and locks that were left behind


def test_a_second_run_is_refused_and_the_first_goes_on(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    out = tmp_path / "out"
    command = (articles, "-o", out, "-j", "1")
    model.by_marker["Asta Brill"] = Step(delay=2)
    running = started(model, *command)
    wait_until(lambda: len(model.requests) == 1)
    second = ran(model, *command)
    assert (second.exit_code, second.sent) == (2, 0)
    assert f"another run is writing there (process {running.pid} on " in second.err
    run = ended(running, model)
    check_invariants(out, model, run, IDS, lambda: ran(model, *command))


GONE, HERE, ELSEWHERE = 2**22 + 5, socket.gethostname(), "lighthouse.invalid"


@pytest.mark.parametrize(
    ("locks", "pid", "host", "refused"),
    [
        # The system keeps locks: whoever left the file is gone.
        (True, GONE, HERE, False),
        (True, os.getpid(), HERE, False),
        (True, GONE, ELSEWHERE, False),
        # It does not: the file is believed unless its process is known to be gone.
        (False, GONE, HERE, False),
        (False, os.getppid(), HERE, True),
        (False, GONE, ELSEWHERE, True),
    ],
    # Numbers of processes differ between those that share the tests.
    ids=["gone", "own", "elsewhere", "no locks", "no locks, alive", "no locks, elsewhere"],
)
def test_a_lock_that_was_left_behind(
    locks, pid, host, refused, model, quick, articles, tmp_path, monkeypatch
):
    quick(**SETTINGS)
    out = tmp_path / "out"
    out.mkdir()
    (out / "run.lock").write_text(json.dumps({"pid": pid, "host": host, "since": ""}), "utf-8")
    if not locks:
        monkeypatch.setattr("llm_extract.runs._lock._lock", _no_locks)
    command = (articles, "-o", out, "-j", "1")
    run = ran(model, *command)
    assert (run.exit_code, run.sent) == ((2, 0) if refused else (0, 3))
    if refused:
        assert f"(process {pid} on {host})" in run.err
    else:
        check_invariants(out, model, run, IDS, lambda: ran(model, *command))


def _no_locks(_descriptor):
    raise OSError(37, "No locks available")


# clocks, descriptors, defects, edits


class _Jumping(datetime):
    """A clock that goes back an hour at each look."""

    jumps = 0

    @classmethod
    def now(cls, tz=None):
        cls.jumps += 1
        return datetime.now(tz) - timedelta(hours=cls.jumps)


def test_a_clock_that_jumps_changes_nothing(model, quick, articles, tmp_path, monkeypatch):
    quick(**SETTINGS)
    real, looks = time.time, []
    jump = lambda: looks.append(1) or real() + (-1) ** len(looks) * 86_400 * len(looks)  # noqa: E731
    for name in ("journal._journal", "_lock"):
        monkeypatch.setattr(f"llm_extract.runs.{name}.datetime", _Jumping)
    monkeypatch.setattr(time, "time", jump)
    command = (articles, "-o", tmp_path / "out", "-j", "1")
    run = ran(model, *command)
    assert run.exit_code == 0
    assert 0 <= run.summary["seconds"] < 30
    check_invariants(tmp_path / "out", model, run, IDS, lambda: ran(model, *command))
    assert _Jumping.jumps > 3


def test_few_descriptors_are_enough_for_many_articles(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    names = [f"n{number:03}" for number in range(80)]
    for name in names:
        write_article(articles, name)
        model.by_marker[f"{name.title()} Brill"] = Step(delay=0.02)
    ids = [*IDS, *(f"{name}.txt" for name in names)]
    command = (articles, "-o", tmp_path / "out")
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))  # noqa: E731
    run = ended(started(model, *command, preexec_fn=few), model)
    assert states(tmp_path / "out") == dict.fromkeys(ids, "ok")
    check_invariants(tmp_path / "out", model, run, ids, lambda: ran(model, *command))


def test_a_defect_of_ours_costs_one_article(model, quick, articles, tmp_path, monkeypatch):
    quick(**SETTINGS)
    real = Verifier.verify

    def verify(self, article, record):
        if article.id == "bo.txt":
            raise RuntimeError(f"words of the article: {article.text}")
        return real(self, article, record)

    monkeypatch.setattr(Verifier, "verify", verify)
    command = (articles, "-o", tmp_path / "out", "-j", "3")
    run = ran(model, *command)
    assert states(tmp_path / "out") == dict(zip(IDS, ("ok", "internal", "ok"), strict=True))
    assert "words of the article" not in json.dumps(lines(tmp_path / "out"))
    monkeypatch.setattr(Verifier, "verify", real)
    check_invariants(tmp_path / "out", model, run, IDS, lambda: ran(model, *command))


def test_a_prompt_that_is_edited_during_a_run_counts_from_the_next_one_on(
    model, quick, articles, tmp_path
):
    quick(**SETTINGS)
    bundled = Path(__file__).parents[2] / "prompts" / "obituary" / "v1.md"
    mine = tmp_path / "mine.md"
    mine.write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")

    def edit(_request):
        text = bundled.read_text(encoding="utf-8").replace("You read one", "Read the")
        mine.write_text(text, encoding="utf-8")

    model.on_request = edit
    command = (articles, "-o", tmp_path / "out", "-j", "1", "--prompt", mine)
    ran(model, *command)
    assert {line["fingerprint"]["prompt"] for line in lines(tmp_path / "out")} == {
        line["fingerprint"]["prompt"] for line in lines(tmp_path / "out")[:1]
    }
    assert not any(b"Read the obituary" in request.body for request in model.requests)
    ran(model, *command)
    assert len(model.requests) == 6
    assert sum(b"Read the obituary" in request.body for request in model.requests) == 3


def test_cancelling_from_outside_is_an_interrupt(model, quick, articles, tmp_path):
    """What a notebook does when it is told to stop."""
    from llm_extract import Extractor
    from llm_extract.runs import Job, OutputFolder

    model.by_marker["Bo Brill"] = Step(delay=20)
    extractor = Extractor("obituary", model="fake", base_url=model.base_url)
    job = Job(extractor, articles, output=OutputFolder(tmp_path / "out"))

    async def cancelled():
        task = asyncio.create_task(job.execute())
        while len(model.requests) < 3 or job.summary.ok < 2:  # noqa: ASYNC110 - a server's thread
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(cancelled())
    assert sorted(states(tmp_path / "out")) == ["asta.txt", "cass.txt"]
    assert rows(tmp_path / "out", "SELECT state FROM run") == [("interrupted",)]
