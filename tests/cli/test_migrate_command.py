from __future__ import annotations

import json
import shlex

import pytest

from cli.program import call, finish, process, records


@pytest.fixture
def out(model, articles, tmp_path):
    """The folder of a run of version 1 over three articles, with empty records."""
    options = ("--prompt", "conflict_events@1", "--model", "fake", "--base-url", model.base_url)
    assert call("run", *options, articles, "-o", tmp_path / "out", "-q").exit_code == 0
    model.close()
    return tmp_path / "out"


def test_a_folder_is_migrated_and_the_old_records_stay(out, tmp_path):
    code, written, err = finish(process("migrate", out, "--to", "2"))
    assert (code, written) == (0, "")
    assert "Run 2: 3 records of conflict_events@1 are records of conflict_events@2 now" in err
    assert {line["schema"] for line in records(out)} == {"conflict_events@2"}
    old = ("export", out, "--run", "1", "-o", tmp_path / "old.jsonl")
    assert call(*old).exit_code == 0
    assert '"schema":"conflict_events@1"' in (tmp_path / "old.jsonl").read_text("utf-8")
    runs = json.loads(call("status", out, "--json").stdout)["runs"]
    assert runs[1]["command"] == shlex.join(["llm-extract", "migrate", str(out), "--to", "2"])
    again = call("migrate", out, "--to", "conflict_events@2")
    assert again.exit_code == 0
    assert again.stderr == "Nothing to do: run 2 has records of conflict_events@2.\n"


def test_a_record_that_cannot_be_migrated_is_a_line_and_exit_code_1(out, articles):
    (articles / "bo.txt").unlink()
    before = records(out)
    refused = call("migrate", out, "--to", "2")
    assert refused.exit_code == 1
    assert refused.stdout == "bo.txt: article missing: no article has its id\n"
    assert "Nothing was written: 1 of 3 records" in refused.stderr
    assert records(out) == before
    partial = call("migrate", out, "--to", "2", "--partial", "--json")
    assert partial.exit_code == 1
    told = json.loads(partial.stdout)
    assert (told["run"], told["migrated"], len(told["refused"])) == (2, 2, 1)
    assert [line["status"] for line in records(out)] == ["ok", "failed", "ok"]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("3", "unknown_schema"),
        ("obituary@1", "cannot become records of obituary@1"),
    ],
)
def test_a_version_that_is_none_is_one_line(out, to, said):
    refused = call("migrate", out, "--to", to)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_folder_without_a_run_is_one_line(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        refused = call("migrate", folder, "--to", "2")
        assert refused.exit_code == 2
        assert refused.stderr.count("\n") == 1
