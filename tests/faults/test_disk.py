"""Disks that are full, folders nobody may write to, and journals that were damaged."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.program import wait_until
from fake_endpoint import Step
from fake_model import obituary

from faults.cases import IDS, SETTINGS
from faults.command import lines, options, ran, rows, states, write_article
from faults.invariants import check_invariants, check_no_key, check_whole
from faults.test_process import environment, started

resource = pytest.importorskip("resource")


def can_mount():
    """Whether an ordinary user may mount a file system of his own here."""
    if not shutil.which("unshare"):
        return False
    script = "mount -t tmpfs tmpfs /mnt"
    return not subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], capture_output=True, check=False
    ).returncode


needs_mount = pytest.mark.skipif(not can_mount(), reason="needs unshare -rm to mount a tmpfs")


def mounted(mount, script):
    """Run a script beside a file system of its own; it is gone afterwards."""
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", f"{mount}\n{script}"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def command(model, *more):
    return shlex.join([sys.executable, "-m", "llm_extract", *options(model, *more)])


def wordy(model):
    """Make answers large, so that they fill a disk and not what is noted about the articles.

    How much room the notes take depends on how many share a commit, and that on the machine.
    """
    completion = json.loads(obituary("Asta Brill").body) | {"padding": "x" * 100_000}
    model.by_marker["Brill"] = Step(body=json.dumps(completion).encode())


def many(folder, count=120):
    """Articles whose records fill a small disk."""
    names = [f"n{number:03}" for number in range(count)]
    for name in names:
        write_article(folder, name)
    return [*IDS, *(f"{name}.txt" for name in names)]


# a full disk


@needs_mount
@pytest.mark.parametrize("kilobytes", [16, 4000, pytest.param(6000, marks=pytest.mark.slow)])
def test_a_full_disk_stops_the_run_and_keeps_what_was_paid_for(
    kilobytes, model, quick, articles, tmp_path
):
    quick(**SETTINGS)
    wordy(model)
    ids = many(articles)
    disk, copy = tmp_path / "disk", tmp_path / "out"
    disk.mkdir()
    full = command(model, articles, "-o", disk / "out", "-j", "2")
    result = mounted(
        f"mount -t tmpfs -o size={kilobytes}k tmpfs {disk}",
        f"{full}; code=$?; cp -r {disk}/out {copy}; exit $code",
    )
    assert "Traceback" not in result.stderr
    assert result.returncode == (2 if kilobytes == 16 else 3), result.stderr
    assert result.stderr.count("\n") < 130
    check_no_key(tmp_path, result.stderr, result.stdout)
    told = "output_not_writable" if kilobytes == 16 else "disk_full: a record cannot be written"
    assert told in result.stderr
    assert not (copy / "records.jsonl").exists() or lines(copy)
    paid = len(model.requests)
    assert paid == 0 if kilobytes == 16 else 2 < paid < len(ids)
    run = ran(model, articles, "-o", copy, "-j", "2")
    # At most the two answers in flight could not be kept.
    assert len(model.requests) <= len(ids) + 2
    check_whole(copy, run, ids)
    assert states(copy) == dict.fromkeys(ids, "ok")


def test_a_file_that_may_not_grow_stops_the_run(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    out = tmp_path / "out"
    ran(model, articles, "-o", out, "-j", "1", "--limit", "2")
    before = (out / "records.jsonl").read_bytes()
    ids = many(articles, 60)
    size = (out / "journal.sqlite").stat().st_size + 30_000
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
    running = started(model, articles, "-o", out, "-j", "1", preexec_fn=small)
    printed, err = running.communicate(timeout=60)
    assert (running.returncode, printed) == (3, "")
    assert "run the same command again: what was paid for is kept" in err
    assert (out / "records.jsonl").read_bytes() == before
    run = ran(model, articles, "-o", out, "-j", "1")
    assert len(model.requests) <= len(ids) + 1
    check_whole(out, run, ids)


# folders that cannot be written


@needs_mount
@pytest.mark.parametrize("below", ["", "a/b"])
def test_a_read_only_folder_is_refused_before_the_first_call(
    below, model, quick, articles, tmp_path
):
    disk = tmp_path / "disk"
    disk.mkdir()
    result = mounted(
        f"mount -t tmpfs -o ro tmpfs {disk}", command(model, articles, "-o", disk / below)
    )
    assert result.returncode == 2
    assert "output_not_writable" in result.stderr
    assert result.stderr.count("\n") == 1
    assert model.requests == []


@pytest.mark.parametrize(
    ("place", "code"), [("file", 2), ("file/below", 2), ("a/b/c", 0), ("records.jsonl", 0)]
)
def test_an_output_that_is_a_file_is_refused_and_missing_parents_are_made(
    place, code, model, quick, articles, tmp_path
):
    quick(**SETTINGS)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    run = ran(model, articles, "-o", tmp_path / place)
    assert (run.exit_code, run.sent) == (code, 0 if code else 3)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


# a damaged journal


def cut(path: Path, share: float):
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])


def garble(path: Path, share: float):
    raw = bytearray(path.read_bytes())
    start = int(len(raw) * share)
    raw[start : start + 600] = b"\xa5" * len(raw[start : start + 600])
    path.write_bytes(raw)


DAMAGE = {
    "cut to nothing": (cut, 0.0),
    "cut in its head": (cut, 0.001),
    "cut in the middle": (cut, 0.5),
    "cut at the end": (cut, 0.97),
    "garbage in its head": (garble, 0.0),
    "garbage in the middle": (garble, 0.4),
    "garbage at the end": (garble, 0.95),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_journal_costs_no_record(name, model, quick, articles, tmp_path):
    """What the journal lost stands in ``records.jsonl``."""
    quick(**SETTINGS)
    out = tmp_path / "out"
    call = (articles, "-o", out, "-j", "1")
    ran(model, *call)
    before = {line["id"]: line["data"] for line in lines(out)}
    damage, share = DAMAGE[name]
    damage(out / "journal.sqlite", share)
    run = ran(model, *call)
    assert run.exit_code == 0
    assert {line["id"]: line["data"] for line in lines(out)} == before
    assert run.sent == 0
    check_invariants(out, model, run, IDS, lambda: ran(model, *call))


@pytest.mark.parametrize(
    "share", [0.0, 0.6, 1.0, *(pytest.param(share, marks=pytest.mark.slow) for share in (0.3, 0.9))]
)
def test_a_cut_log_of_a_killed_run_costs_its_last_answers_only(
    share, model, quick, articles, tmp_path, killed
):
    quick(**SETTINGS)
    out = tmp_path / "out"
    shutil.copytree(killed(model, articles), out)
    assert (out / "journal.sqlite-wal").stat().st_size > 0
    cut(out / "journal.sqlite-wal", share)
    seen, call = len(model.requests), (articles, "-o", out, "-j", "1")
    model.heal()
    run = ran(model, *call)
    assert run.exit_code == 0
    assert 1 <= len(model.requests) - seen <= (1 if share == 1.0 else 3)
    check_invariants(out, model, run, IDS, lambda: ran(model, *call))


@pytest.fixture
def killed(tmp_path):
    """A folder whose run was killed after two answers, with its log."""

    def kill(model, articles):
        model.by_marker["Cass Brill"] = Step(delay=20)
        out = tmp_path / "killed"
        running = started(model, articles, "-o", out, "-j", "1")
        wait_until(lambda: len(model.requests) == 3)
        running.kill()
        running.communicate()
        return out

    return kill


def test_a_journal_of_a_newer_release_is_left_alone(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    out = tmp_path / "out"
    ran(model, articles, "-o", out)
    rows(out, "PRAGMA user_version = 99")
    before = (out / "journal.sqlite").read_bytes()
    run = ran(model, articles, "-o", out)
    assert (run.exit_code, run.sent) == (2, 0)
    assert "upgrade" in run.err
    assert (out / "journal.sqlite").read_bytes() == before
