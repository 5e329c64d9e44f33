from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_extract.errors import OutputError, SettingsError
from llm_extract.runs import OutputFolder, encode


def ok(name, key=None):
    return {"id": name, "status": "ok", "fingerprint": {"key": key or f"key of {name}"}}


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_line_is_on_disk_when_add_returns(tmp_path):
    with OutputFolder(tmp_path / "a" / "b") as output:
        output.add(ok("é"))
        assert read(output.folder / "records.partial.jsonl") == [ok("é")]
        assert not output.records.exists()


def test_publishing_leaves_the_records_alone(tmp_path):
    with OutputFolder(tmp_path) as output:
        output.add(ok("a"))
        assert output.publish([ok("a")]) == tmp_path / "records.jsonl"
    assert names(tmp_path) == ["records.jsonl"]
    assert read(output.records) == [ok("a")]


def test_a_run_that_breaks_off_leaves_its_lines_to_the_next_one(tmp_path):
    with OutputFolder(tmp_path) as output:
        output.add(ok("a"))
        output.add({"id": "b", "status": "failed"})
    assert OutputFolder(tmp_path).finished() == {"key of a": ok("a")}


def test_the_newest_line_of_a_fingerprint_counts(tmp_path):
    with OutputFolder(tmp_path) as output:
        output.publish([ok("old", "k")])
    with OutputFolder(tmp_path) as output:
        output.add(ok("new", "k"))
    assert OutputFolder(tmp_path).finished()["k"]["id"] == "new"


def test_records_that_are_not_needed_any_more_are_put_aside_and_come_back(tmp_path):
    with OutputFolder(tmp_path) as output:
        output.publish([ok("a"), ok("b")])
    with OutputFolder(tmp_path) as output:
        output.publish([ok("a")])
    assert read(tmp_path / "records.earlier.jsonl") == [ok("b")]
    assert set(output.finished()) == {"key of a", "key of b"}
    with OutputFolder(tmp_path) as output:
        output.publish([ok("b"), ok("a")])
    assert names(tmp_path) == ["records.jsonl"]


@given(cut=st.integers(0, 200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_wherever_a_file_is_cut_all_whole_lines_are_used_and_the_next_one_is_safe(tmp_path, cut):
    folder = tmp_path / str(cut)
    folder.mkdir(exist_ok=True)
    lines = [ok("é—"), ok("ü—"), ok("إدلب")]
    whole = [(encode(line) + "\n").encode() for line in lines]
    (folder / "records.partial.jsonl").write_bytes(b"".join(whole)[:cut])
    expected = [n for n in range(3) if len(b"".join(whole[: n + 1])) - 1 <= cut]
    with OutputFolder(folder) as output:
        assert list(output.finished().values()) == [lines[n] for n in expected]
        output.add(ok("next"))
    assert list(output.finished().values()) == [*(lines[n] for n in expected), ok("next")]
    (folder / "records.partial.jsonl").unlink()


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\n", b"[1]\n", b"7\n", b"\n", b'{"status":"ok"}\n', b"{" * 9 + b"\n"]
)
def test_lines_that_are_not_ours_are_passed_over(tmp_path, garbage):
    good = (encode(ok("a")) + "\n").encode()
    (tmp_path / "records.jsonl").write_bytes(garbage + good + garbage)
    assert list(OutputFolder(tmp_path).finished()) == ["key of a"]


def test_add_needs_the_with_block(tmp_path):
    with pytest.raises(RuntimeError, match="outside of the with block"):
        OutputFolder(tmp_path).add(ok("a"))


def test_one_run_at_a_time(tmp_path):
    with OutputFolder(tmp_path), pytest.raises(SettingsError, match="another run is writing"):
        OutputFolder(tmp_path).__enter__()
    with OutputFolder(tmp_path):
        """Free again."""


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_the_way(tmp_path, below):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError) as caught:
        OutputFolder(tmp_path / "file" / below)
    assert caught.value.code == "output_not_writable"
    assert caught.value.hint == "choose another folder with -o"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_folder_nobody_can_write_to():
    with pytest.raises(SettingsError, match="cannot be written there"):
        OutputFolder(Path("/proc/self"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_has_its_own_code(tmp_path):
    (tmp_path / "records.partial.jsonl").symlink_to("/dev/full")
    with OutputFolder(tmp_path) as output, pytest.raises(OutputError) as caught:
        output.add(ok("a"))
    assert caught.value.code == "disk_full"
    assert "make room, then run the same command again" in str(caught.value)


@pytest.mark.parametrize("step", ["fsync", "write", "replace", "open"])
def test_publishing_that_fails_leaves_everything_as_it_was(tmp_path, monkeypatch, step):
    with OutputFolder(tmp_path) as output:
        output.publish([ok("a"), ok("b")])
    before = output.records.read_bytes()
    with OutputFolder(tmp_path) as output:
        output.add(ok("c"))
        fail_at(monkeypatch, step)
        with pytest.raises(OutputError, match="output_lost"):
            output.publish([ok("a"), ok("c")])
        monkeypatch.undo()
    assert output.records.read_bytes() == before
    assert set(output.finished()) == {"key of a", "key of b", "key of c"}
    assert not list(tmp_path.glob(".*"))


def fail_at(monkeypatch, step):
    def fail(*_, **__):
        raise OSError(errno.EIO, "broken disk")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "write":
        monkeypatch.setattr("llm_extract.runs._output._bytes", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        real = Path.open
        monkeypatch.setattr(Path, "open", lambda *a, **k: (fail if "wb" in a else real)(*a, **k))
