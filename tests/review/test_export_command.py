"""``export --to gold|examples|chat``: what people said of records, as the command writes it."""

from __future__ import annotations

import json

import pytest
from cli.program import call
from reviewed_runs import decided, make_run

WRONG = "casualties.1"


@pytest.fixture
def out(tmp_path):
    folder = make_run(tmp_path / "out", tmp_path / "articles")
    decided(folder, ("reject", WRONG), ("correct", "casualties.0.group", "injured visitors"))
    decided(folder, ("done",))
    return folder


def test_gold_is_what_eval_reads(out):
    written = call("export", out, "--to", "gold")
    assert (written.exit_code, written.stdout) == (0, "")
    assert "1 records reviewed by ada" in written.stderr
    (line,) = map(json.loads, (out / "gold.jsonl").read_text("utf-8").splitlines())
    assert [one["group"] for one in line["data"]["casualties"]] == ["injured visitors"]
    scored = call("eval", out, out / "gold.jsonl", "--json")
    assert scored.exit_code == 0, scored.stderr


@pytest.mark.parametrize("form", ["examples", "chat"])
def test_what_models_learn_from_goes_to_stdout(out, form):
    told = call("export", out, "--to", form, "--all")
    assert told.exit_code == 0, told.stderr
    assert "injured visitors" in told.stdout
    assert "30 visitors" not in told.stdout


def test_several_reviewers_have_to_be_told_apart(out):
    decided(out, ("accept", WRONG), ("done",), reviewer="bo")
    refused = call("export", out, "--to", "gold")
    assert (refused.exit_code, "--reviewer" in refused.stderr) == (2, True)
    assert call("export", out, "--to", "gold", "--reviewer", "bo").exit_code == 0
    (line,) = map(json.loads, (out / "gold.jsonl").read_text("utf-8").splitlines())
    assert len(line["data"]["casualties"]) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "gold", "--all"), "--all: usage: goes with --to examples|chat, --as only"),
        (("--to", "gold", "--raw"), "--raw: usage: goes with --to FORMAT only"),
        (("--to", "csv", "--partial"), "--partial: usage: goes with --to gold"),
        (("--reviewer", "ada"), "--reviewer: usage: goes with --to gold"),
        (("--to", "gold", "--reviewer", "nobody"), "nobody"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(out, options, said):
    refused = call("export", out, *options)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert not (out / "gold.jsonl").exists()
