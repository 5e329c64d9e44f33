from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time

import pytest

from llm_extract.errors import SettingsError
from llm_extract.runs import _lock
from llm_extract.runs._lock import LOCK, FolderLock

HOLD = """
import sys, time
from pathlib import Path
from llm_extract.runs._lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def holder(folder):
    started = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert started.stdout.readline() == "held\n"
    return started


def end(started):
    started.kill()
    started.communicate()


def stale(folder, **changed):
    text = {"pid": 2**22 + 1, "host": socket.gethostname(), "since": "2030-01-01"} | changed
    (folder / LOCK).write_text(json.dumps(text), encoding="utf-8")


def without_locks(monkeypatch):
    def fail(_):
        raise OSError(95, "not supported")

    monkeypatch.setattr(_lock, "_lock", fail)


def test_a_lock_names_its_holder_and_leaves_nothing_behind(tmp_path):
    lock = FolderLock(tmp_path)
    held = json.loads((tmp_path / LOCK).read_text(encoding="utf-8"))
    assert (held["pid"], held["host"]) == (os.getpid(), socket.gethostname())
    lock.release()
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_refused_and_told_who_holds_it(tmp_path):
    started = holder(tmp_path)
    with pytest.raises(SettingsError) as caught:
        FolderLock(tmp_path)
    end(started)
    assert f"(process {started.pid} on {socket.gethostname()})" in caught.value.message
    assert f"if it is gone, remove {LOCK}" in caught.value.hint


def test_the_lock_of_a_killed_process_is_taken_over_at_once(tmp_path):
    end(holder(tmp_path))
    assert (tmp_path / LOCK).exists()
    before = time.monotonic()
    FolderLock(tmp_path).release()
    assert time.monotonic() - before < 5


def test_the_heirs_of_a_killed_process_are_waited_for(tmp_path):
    lock = FolderLock(tmp_path)
    heir = subprocess.Popen(["sleep", "0.5"], pass_fds=(lock.descriptor,))
    stale(tmp_path)
    os.close(lock.descriptor)
    before = time.monotonic()
    FolderLock(tmp_path).release()
    assert time.monotonic() - before > 0.2
    heir.wait()


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, False),
        ({"pid": os.getpid()}, True),
        ({"host": "elsewhere"}, True),
        ({"pid": "not a number"}, True),
    ],
)
def test_without_locks_of_the_file_system_the_process_decides(
    tmp_path, monkeypatch, changed, refused
):
    without_locks(monkeypatch)
    stale(tmp_path, **changed)
    if refused:
        with pytest.raises(SettingsError, match="another run is writing there"):
            FolderLock(tmp_path)
    else:
        FolderLock(tmp_path).release()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 7}', "\x00\xff"])
def test_a_lock_file_that_says_nothing_is_taken_over(tmp_path, text):
    (tmp_path / LOCK).write_text(text, encoding="latin-1")
    FolderLock(tmp_path).release()


def test_a_file_that_was_removed_while_it_was_waited_for_is_not_held(tmp_path, monkeypatch):
    """Its holder removes it on the way out; who locks the removed file locks nothing."""
    real, removed = _lock._lock, []

    def late(descriptor):
        real(descriptor)
        if not removed:
            removed.append((tmp_path / LOCK).unlink())

    monkeypatch.setattr(_lock, "_lock", late)
    lock = FolderLock(tmp_path)
    assert os.path.samestat(os.fstat(lock.descriptor), (tmp_path / LOCK).stat())
    lock.release()
