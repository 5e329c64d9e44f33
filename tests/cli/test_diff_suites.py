"""``llm-extract diff`` over recorded suites: accepted records, and what is made of them today."""

from __future__ import annotations

import json

import pytest
from fake_model import obituary

from cli.program import call

TEXTS = {
    "asta": "PORT SELWICK — Asta Brill kept the light at Aldo for 31 years.\n\nThe lamp is out.\n",
    "bo": "PORT SELWICK — Bo Brill mended 12 nets a week.\n\nHis sister Ina survives him.\n",
}
SUITE = "cases/obituary@1/fake"


@pytest.fixture
def project(tmp_path, monkeypatch, model):
    """A project with a suite of two cases, recorded and accepted; it is the working directory."""
    monkeypatch.delenv("CI", raising=False)
    folder = tmp_path / "project"
    assert call("init", folder).exit_code == 0
    monkeypatch.chdir(folder)
    for name, text in TEXTS.items():
        (folder / "cases" / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    teach(model)
    record(model)
    accepted = call("accept", SUITE, "--reason", "read", "--author", "Ada Holm")
    assert accepted.exit_code == 0
    return folder


def teach(model, *relations):
    survivors = [
        {"cites": [2], "name": f"Ina {n}", "relation": relation}
        for n, relation in enumerate(relations)
    ]
    model.by_marker = {
        "Asta Brill kept": obituary("Asta Brill"),
        "Bo Brill mended": obituary("Bo Brill", survivors=survivors),
    }


def record(model, *options):
    address = ("-m", "fake", "--base-url", model.base_url)
    result = call("record", "-p", "obituary@1", *address, *options)
    assert result.exit_code == 0, result.output


def test_one_suite_is_compared_with_its_accepted_records(project, model):
    for named in (SUITE, "obituary@1"):
        same = call("diff", named)
        assert same.exit_code == 0
        assert same.stdout.startswith("nothing differs: 2 articles compared\n")
    teach(model, "sister")
    record(model, "--again")
    for named in (SUITE, "obituary@1"):
        other = call("diff", named)
        assert other.exit_code == 1
        assert "\nbo.txt\n  major  survivors.0 (added)  " in other.stdout
    # The accepted records do not tell what they took.
    assert "tokens per article ? -> 1" in other.stdout


def test_accepted_records_are_a_side_of_their_own(project, model):
    teach(model, "sister")
    record(model, "--again")
    for named in (SUITE, "obituary@1"):
        assert call("diff", f"{named}:accepted", f"{SUITE}:accepted").exit_code == 0
        back = json.loads(call("diff", named, f"{named}:accepted", "--json").stdout)
        assert [part["kind"] for part in back["differences"]] == ["lost"]


def test_a_suite_is_compared_with_a_run(project, model, tmp_path):
    run = ("run", "-p", "obituary@1", "-m", "fake", "--base-url", model.base_url)
    call(*run, "cases/articles", "-o", tmp_path / "out")
    assert call("diff", SUITE, tmp_path / "out").exit_code == 0
    teach(model, "sister")
    call(*run, "cases/articles", "-o", tmp_path / "out", "--fresh")
    assert call("diff", SUITE, tmp_path / "out").exit_code == 1


def test_eval_scores_a_suite_as_it_scores_a_run(project, model):
    assert call("replay", SUITE, "-o", "gold.jsonl").exit_code == 0
    teach(model, "sister")
    record(model, "--again")
    for named, false in ((f"{SUITE}:accepted", 0), (SUITE, 2)):
        result = call("eval", named, "gold.jsonl", "--resamples", "50", "--json")
        counts = json.loads(result.stdout)["metrics"][0]["rows"]["all-fields"]["counts"]
        assert counts["predicted"] - counts["right_predicted"] == false


def test_a_stale_recording_is_one_line_and_exit_code_3(project):
    path = project / "cases" / "articles" / "bo.txt"
    path.write_text(TEXTS["bo"].replace("12", "13"), encoding="utf-8")
    result = call("diff", SUITE)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "obituary@1/fake/bo.txt: recording_stale: " in result.stderr
    assert f"(llm-extract record {SUITE})" in result.stderr.replace("\n", " ")


def test_a_missing_recording_is_one_line_and_exit_code_3(project):
    (project / SUITE / "recordings" / "asta.txt.yaml").unlink()
    result = call("diff", f"{SUITE}:accepted", SUITE)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "obituary@1/fake/asta.txt: recording_missing: " in result.stderr


def test_without_accepted_records_there_is_nothing_to_compare(project):
    for path in (project / SUITE / "accepted").iterdir():
        path.unlink()
    result = call("diff", SUITE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "usage: nothing was accepted yet (llm-extract accept " in result.stderr


def test_a_prompt_with_several_suites_names_them(project, model):
    record(model, "--suite", "second")
    result = call("diff", "obituary@1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "obituary@1: usage: there are 2 suites (give one of " in result.stderr
    for name in ("fake", "second"):
        assert f"cases/obituary@1/{name}" in result.stderr
    assert call("diff", "cases/obituary@1/second", SUITE).exit_code == 0
