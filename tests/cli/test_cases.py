"""record, replay, accept and drift, as a user types them."""

from __future__ import annotations

import json

import pytest
from fake_endpoint import completion, refuses
from fake_model import obituary

from cli.program import call

TEXTS = {
    "asta": "PORT SELWICK — Asta Brill kept the light at Aldo for 31 years.\n\nThe lamp is out.\n",
    "bo": "PORT SELWICK — Bo Brill mended 12 nets a week.\n\nHis sister Ina survives him.\n",
}
SUITE = "obituary@1/fake"


@pytest.fixture
def project(tmp_path, monkeypatch, model):
    monkeypatch.delenv("CI", raising=False)
    assert call("init", tmp_path / "project").exit_code == 0
    monkeypatch.chdir(tmp_path / "project")
    for name, text in TEXTS.items():
        path = tmp_path / "project" / "cases" / "articles" / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
    teach(model)
    return tmp_path / "project"


def teach(model, relation="sister"):
    survivor = {"cites": [2], "name": "Ina", "relation": relation}
    model.by_marker = {
        "Asta Brill kept": obituary("Asta Brill"),
        "Bo Brill mended": obituary("Bo Brill", survivors=[survivor]),
    }


def record(model, *options):
    address = ("-m", "fake", "--base-url", model.base_url)
    return call("record", "-p", "obituary@1", *address, *options)


def accept(*options):
    return call("accept", "--reason", "read", "--author", "Ada Holm", *options)


def test_the_whole_way(project, model):
    result = record(model)
    assert result.exit_code == 0
    assert f"{SUITE}: 2 recorded, 0 as they should be, 0 failed; 2 requests" in result.output

    result = call("replay")
    assert result.exit_code == 1
    assert f"new        {SUITE}/asta.txt" in result.stdout
    result = accept()
    assert result.exit_code == 0
    assert f"new        {SUITE}/bo.txt" in result.stdout

    result = call("replay")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"ok         {SUITE}/asta.txt",
        f"ok         {SUITE}/bo.txt",
    ]
    assert "2 cases: 2 ok; 2 recorded answers played, nothing sent" in result.stderr


def test_a_suite_is_recorded_again_by_its_own_settings(project, model):
    record(model)
    path = project / "cases" / "articles" / "bo.txt"
    path.write_text(TEXTS["bo"].replace("12", "13"), encoding="utf-8")
    result = call("replay", "obituary@1", "--json")
    assert result.exit_code == 3
    stale = [json.loads(line) for line in result.stdout.splitlines()][1]
    assert (stale["state"], stale["cause"]) == ("stale", "article")

    result = call("record")
    assert result.exit_code == 0
    assert "1 recorded, 1 as they should be, 0 failed" in result.output
    assert call("replay").exit_code == 1


def test_what_failed_is_told_and_the_rest_waits(project, model):
    model.by_marker["Bo Brill mended"] = refuses(400)
    result = record(model)
    assert result.exit_code == 1
    assert f"failed {SUITE}/bo.txt: bad_request" in result.output
    assert "nothing was moved into place" in result.output
    teach(model)
    assert record(model).exit_code == 0


def test_drift_of_a_case_that_did_not_change(project, model):
    record(model)
    teach(model, relation="Sister")
    result = record(model, "--again", "--case", "bo.txt")
    assert result.exit_code == 0
    assert f"drift {SUITE}/bo.txt: " in result.stdout
    assert "equal requests were answered otherwise" in result.stdout
    result = record(model, "--again", "--case", "bo.txt")
    assert result.stdout == ""


def test_another_model_answers(project, model):
    answer = json.loads(obituary("Bo Brill").body)
    dated = completion(answer["choices"][0]["message"]["content"], model="fake-2031-05-20")
    model.by_marker["Bo Brill mended"] = type(obituary("x"))(body=dated)
    record(model)
    result = call("drift", "cases/obituary@1/fake")
    assert result.exit_code == 1
    assert "asked fake, answered fake-2031-05-20 (the same with a date or revision)" in (
        result.stdout
    )


def test_nothing_is_recorded_or_accepted_in_ci(project, model, monkeypatch):
    record(model)
    monkeypatch.setenv("CI", "true")
    sent = len(model.requests)
    for result in (record(model, "--again"), accept()):
        assert result.exit_code == 3
        assert "recording_refused" in result.output
    assert len(model.requests) == sent
    assert not (project / "cases" / SUITE / "accepted").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("replay", "nowhere"), "there are no recorded cases"),
        (("accept", "--author", "Ada"), "--reason: usage: say why it is right"),
        (("accept", "--reason", "x", "--author", "Ada", "--grade", "bad"), "'bad' is not one of"),
        (("record", "-p", "obituary@9"), "unknown_prompt"),
        (("record", "-p", "obituary@1", "--suite", "a/b"), "'a/b' is no name of a folder"),
    ],
)
def test_usage_errors_are_one_line(project, command, said):
    result = call(*command)
    assert result.exit_code == 2
    assert said in result.output
    assert result.output.count("\n") == 1


def test_a_case_that_is_not_there(project, model):
    record(model)
    result = call("replay", "--case", "cass*")
    assert result.exit_code == 2
    assert "no case is called cass*" in result.output


def test_replayed_records_are_written_for_other_commands(project, model):
    record(model)
    assert call("replay", "-o", "replayed.jsonl", "-q").exit_code == 1
    lines = [json.loads(line) for line in (project / "replayed.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["asta.txt", "bo.txt"]


def test_accepting_releases_the_versions(project, model):
    assert call("prompts", "new", "obituary", "--from", "1").exit_code == 0
    address = ("-m", "fake", "--base-url", model.base_url)
    assert call("record", "-p", "obituary@2", *address).exit_code == 0
    result = accept("obituary@2")
    assert "released: prompt obituary@2" in result.output
    assert call("prompts", "check", "--no-drafts").exit_code == 0
    path = project / "prompts" / "obituary" / "v2.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    result = call("prompts", "check")
    assert result.exit_code == 1
    assert "prompts new obituary" in result.output
