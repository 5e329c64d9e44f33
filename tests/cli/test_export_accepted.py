"""export --as, as a user types it."""

from __future__ import annotations

import json

import pytest
from fake_model import obituary

from cli.program import call
from llm_extract.prompts import load_prompt

TEXTS = {
    "asta": "PORT SELWICK — Asta Brill kept the light at Aldo for 31 years.\n\nThe lamp is out.\n",
    "bo": "PORT SELWICK — Bo Brill mended 12 nets a week.\n\nHis sister Ina survives him.\n",
}


@pytest.fixture
def project(tmp_path, monkeypatch, model):
    """Two recorded cases, of which that of Bo is accepted."""
    monkeypatch.delenv("CI", raising=False)
    call("init", tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    for name, text in TEXTS.items():
        path = tmp_path / "project" / "cases" / "articles" / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
    survivors = [
        {"cites": [2], "name": name, "relation": "sister"} for name in ("Ina", "Runa Vell")
    ]
    model.by_marker = {
        "Asta Brill kept": obituary("Asta Brill"),
        "Bo Brill mended": obituary("Bo Brill", survivors=survivors),
    }
    address = ("-m", "fake", "--base-url", model.base_url)
    assert call("record", "-p", "obituary@1", *address).exit_code == 0
    who = ("--reason", "read", "--author", "Ada Holm")
    assert call("accept", "--case", "bo.txt", *who).exit_code == 0
    return tmp_path / "project"


def test_examples_go_to_stdout(project):
    result = call("export", "cases", "--as", "examples")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("# Example article 2\n\nPORT SELWICK")
    assert "Runa" not in result.stdout
    assert result.stderr.splitlines() == [
        "cases left out, not accepted: 1",
        "items and facts left out, because they are not proven: 1",
        "accepted records: 1",
    ]


def test_a_version_made_of_them_is_a_prompt(project):
    call("prompts", "new", "obituary", "--from", "1")
    call("export", "obituary@1", "--as", "examples", "--all", "-o", "more.md", "-p", "obituary@2")
    path = project / "prompts" / "obituary" / "v2.md"
    more = (project / "more.md").read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")
    shown = load_prompt("obituary@2").examples
    assert [survivor["name"] for survivor in shown[-1].record["survivors"]] == ["Ina", "Runa Vell"]


def test_chat_is_json_lines(project):
    result = call("export", "cases", "--as", "chat", "-o", "chat.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("accepted records: 1, in chat.jsonl\n")
    (line,) = (project / "chat.jsonl").read_text(encoding="utf-8").splitlines()
    roles = [message["role"] for message in json.loads(line)["messages"]]
    assert roles == ["system", "user", "assistant", "user", "assistant"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("cases", "--as", "novel"), "--as: usage: 'novel' is not one of examples, chat"),
        (("cases", "--as", "chat", "--case", "asta.txt"), "usage: there is no record to teach"),
        (("cases", "--as", "chat", "--first", "3"), "--first: usage: goes with --as examples only"),
        (("cases", "--as", "chat", "--run", "1"), "--run: usage: goes with an output folder alone"),
        (("cases", "--all"), "--all: usage: goes with --to examples|chat, --as only"),
        (("nowhere", "--as", "chat"), "usage: there are no recorded cases"),
        (
            ("cases", "--as", "examples", "-p", "conflict_events@2"),
            "its records are of obituary@1, the prompt asks for conflict_events@2",
        ),
        (("cases", "--as", "examples", "--first", "1"), "usage: numbers end at 9"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(project, options, said):
    result = call("export", *options, "-o", "out.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not (project / "out.txt").exists()


def test_examples_are_of_one_suite(project, model):
    address = ("-m", "fake2", "--base-url", model.base_url)
    assert call("record", "-p", "obituary@1", *address).exit_code == 0
    result = call("export", "cases", "--as", "examples")
    assert result.exit_code == 2
    assert "it holds 2 suites, and examples are of one" in result.stderr
    assert call("export", "cases/obituary@1/fake", "--as", "examples").exit_code == 0
    assert call("export", "cases", "--as", "chat").exit_code == 0


def test_a_folder_that_cannot_be_written_to(project):
    result = call("export", "cases", "--as", "chat", "-o", "nowhere/chat.jsonl")
    assert result.exit_code == 3
    assert "Traceback" not in result.stderr
