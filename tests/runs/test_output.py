from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import HEAD
from properties import examples

from llm_extract.errors import OutputError, SettingsError
from llm_extract.runs import OutputFolder, encode


def ok(name, key=None):
    return {
        "id": name,
        "article": {"published": None},
        "status": "ok",
        "data": {"tributes": [{"words": "é — ü"}], "person": {}},
        "evidence": {"verdicts": {"exact": 3}},
        "rejected": [],
        "findings": [],
        "suspicious_text": [],
        "gaps": [],
        "seconds": 1.5,
        "fingerprint": {"key": key or hashlib.sha256(name.encode()).hexdigest()},
    }


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def put(journal, line):
    """File a line as a run does."""
    rest = {name: part for name, part in line.items() if name not in ("id", "article")}
    digest = json.dumps({"state": "ok"})
    key = line["fingerprint"]["key"]
    number = journal.settle(key, None, digest, encode(rest), final=True)
    position = next(
        journal.query("SELECT count(*) FROM article WHERE run = ?", journal.numbers.run)
    )
    known = encode(line["article"])
    journal.file(position[0], line["id"], "ok", key=key, outcome=number, about=known)
    journal.writer.make()


def run(folder, *lines):
    """Leave the folder as a run over these lines does; returns the number of the run."""
    with OutputFolder(folder) as output:
        number = output.journal.begin(HEAD, lambda _: 0.0)
        for line in lines:
            put(output.journal, line)
        output.journal.end("finished")
        output.publish(number)
    return number


# records.jsonl


def test_the_lines_of_a_run_are_published_in_order(tmp_path):
    run(tmp_path / "a" / "b", ok("b"), ok("é"), ok("a"))
    assert names(tmp_path / "a" / "b") == ["journal.sqlite", "records.jsonl"]
    assert read(tmp_path / "a" / "b" / "records.jsonl") == [ok("b"), ok("é"), ok("a")]


def test_records_that_are_not_needed_any_more_stay_in_the_journal(tmp_path):
    run(tmp_path, ok("a"), ok("b"))
    run(tmp_path, ok("a"))
    assert read(tmp_path / "records.jsonl") == [ok("a")]
    with OutputFolder(tmp_path) as output:
        assert output.journal.outcome(ok("b")["fingerprint"]["key"])


def test_a_file_that_holds_the_same_lines_is_left_alone(tmp_path):
    run(tmp_path, ok("a"), ok("b"))
    before = (tmp_path / "records.jsonl").stat()
    with OutputFolder(tmp_path) as output:
        journal = output.journal
        number = journal.begin(HEAD, lambda _: 0.0)
        for position, line in enumerate((ok("a"), ok("b"))):
            key = line["fingerprint"]["key"]
            outcome = journal.outcome(key).number
            known = encode(line["article"])
            journal.file(position, line["id"], "ok", key=key, outcome=outcome, about=known)
        output.publish(number)
    after = (tmp_path / "records.jsonl").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("change", ["touched", "gone", "one line less"])
def test_a_file_that_is_not_what_was_published_is_written_again(tmp_path, change):
    number = run(tmp_path, ok("a"), ok("b"))
    path = tmp_path / "records.jsonl"
    if change == "gone":
        path.unlink()
    elif change == "touched":
        path.write_text("{}\n", encoding="utf-8")
    else:
        number = run(tmp_path, ok("a"))
        run(tmp_path, ok("a"), ok("b"))
    with OutputFolder(tmp_path) as output:
        output.publish(number)
    assert read(path) == ([ok("a")] if change == "one line less" else [ok("a"), ok("b")])


# a folder without its journal


def test_records_whose_journal_is_gone_are_taken_over(tmp_path):
    run(tmp_path, ok("a"), ok("b"))
    (tmp_path / "journal.sqlite").unlink()
    with OutputFolder(tmp_path) as output:
        for name in "ab":
            assert output.journal.outcome(ok(name)["fingerprint"]["key"]).state == "ok"


@given(cut=st.integers(0, 1600))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25))
def test_wherever_a_file_is_cut_all_whole_lines_are_taken_over(tmp_path, cut):
    folder = tmp_path / str(cut)
    folder.mkdir(exist_ok=True)
    (folder / "journal.sqlite").unlink(missing_ok=True)
    lines = [ok("é—"), ok("ü—"), ok("إدلب")]
    whole = [(encode(line) + "\n").encode() for line in lines]
    (folder / "records.jsonl").write_bytes(b"".join(whole)[:cut])
    expected = [len(b"".join(whole[: n + 1])) - 1 <= cut for n in range(3)]
    with OutputFolder(folder) as output:
        keys = [line["fingerprint"]["key"] for line in lines]
        assert [output.journal.outcome(key) is not None for key in keys] == expected


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\n", b"[1]\n", b"7\n", b"\n", b'{"status":"ok"}\n', b"{" * 9 + b"\n"]
)
def test_lines_that_are_not_ours_are_passed_over(tmp_path, garbage):
    good = (encode(ok("a")) + "\n").encode()
    (tmp_path / "records.jsonl").write_bytes(garbage + good + garbage)
    with OutputFolder(tmp_path) as output:
        assert list(output.journal.query("SELECT count(*) FROM outcome")) == [(1,)]


# the folder itself


def test_the_journal_needs_the_with_block(tmp_path):
    with pytest.raises(RuntimeError, match="inside the with block"):
        _ = OutputFolder(tmp_path).journal


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


@pytest.mark.parametrize("step", ["fsync", "write", "replace", "open"])
def test_publishing_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch, step):
    run(tmp_path, ok("a"), ok("b"))
    before = (tmp_path / "records.jsonl").read_bytes()
    with OutputFolder(tmp_path) as output:
        number = output.journal.begin(HEAD, lambda _: 0.0)
        put(output.journal, ok("c"))
        fail_at(monkeypatch, step)
        with pytest.raises(OutputError, match="output_lost"):
            output.publish(number)
        monkeypatch.undo()
    assert (tmp_path / "records.jsonl").read_bytes() == before
    assert not list(tmp_path.glob(".*"))
    with OutputFolder(tmp_path) as output:
        output.publish(number)
    assert read(tmp_path / "records.jsonl") == [ok("c")]


def fail_at(monkeypatch, step):
    def fail(*_, **__):
        raise OSError(errno.EIO, "broken disk")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "write":
        monkeypatch.setattr("llm_extract.runs._output.joined", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        real = Path.open
        monkeypatch.setattr(Path, "open", lambda *a, **k: (fail if "wb" in a else real)(*a, **k))
