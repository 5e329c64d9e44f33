from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.program import call, finish, process, records
from llm_extract.cli._versions import write_diff

WRITTEN = ["README.md", ".gitignore", ".gitattributes", "tests/test_cases.py", "llm-extract.toml"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "harbour"
    assert call("init", root).exit_code == 0
    monkeypatch.chdir(root)
    return root


def test_init_makes_a_project_and_tells_what_is_next(tmp_path):
    made = call("init", tmp_path / "new" / "harbour")
    root = tmp_path / "new" / "harbour"
    assert made.exit_code == 0
    assert made.stdout.splitlines() == [str(root / name) for name in WRITTEN]
    assert all(word in made.stderr for word in ("cases/articles", "record", "accept", "pytest"))
    assert sorted(path.name for path in root.iterdir() if path.is_dir()) == [
        "cases",
        "gold",
        "prompts",
        "schemas",
        "tests",
    ]
    assert (root / "cases/articles").is_dir()
    test = ast.parse((root / "tests/test_cases.py").read_text())
    assert ast.get_docstring(test)
    assert [part.name for part in test.body if isinstance(part, ast.FunctionDef)] == ["test_case"]


def test_init_works_beside_other_files_and_in_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "gold").mkdir()
    monkeypatch.chdir(tmp_path)
    assert call("init").exit_code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert call("prompts", "new", "obituary").exit_code == 0


@pytest.mark.parametrize("name", WRITTEN)
def test_init_overwrites_nothing(tmp_path, name):
    there = tmp_path / name
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine")
    refused = call("init", tmp_path)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"error {there}: usage: it exists already")
    assert there.read_text() == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]


def test_a_project_drives_the_commands(project):
    assert call("prompts", "new", "obituary").stdout == f"{project}/prompts/obituary/v2.md\n"
    copied = call("schemas", "new", "obituary", "--from", "1")
    assert copied.stdout == f"{project}/schemas/obituary/v2.py\n"
    assert "schema: obituary@2" in copied.stderr
    listed = [line.split("\t") for line in call("prompts", "list").stdout.splitlines()]
    assert [(line[0], line[-1]) for line in listed if line[0].startswith("obituary")] == [
        ("obituary@1", "bundled"),
        ("obituary@2", "project"),
    ]
    for kind in ("prompts", "schemas"):
        drafts = call(kind, "check")
        assert (drafts.exit_code, drafts.stdout) == (0, "")
        assert f"llm-extract {kind} lock obituary@2" in drafts.stderr
        assert call(kind, "check", "--no-drafts").exit_code == 1
        assert call(kind, "lock", "obituary@2").exit_code == 0
        assert call(kind, "check", "--no-drafts").exit_code == 0


def test_an_edited_release_fails_with_the_command_that_makes_a_new_version(project):
    path = Path(call("prompts", "new", "obituary").stdout.strip())
    call("prompts", "lock", "obituary@2")
    path.write_text(path.read_text("utf-8").replace("obituary", "notice", 1), "utf-8")
    found = call("prompts", "check")
    assert found.exit_code == 1
    assert found.stdout.count("\n") == 1
    assert found.stdout.startswith("obituary@2: changed: ")
    assert "`llm-extract prompts new obituary --from 2`" in found.stdout
    refused = call("prompts", "lock", "obituary@2")
    assert refused.exit_code == 2
    assert "version_locked" in refused.stderr
    # What was told to do makes it good.
    assert call("prompts", "new", "obituary", "--from", "2").exit_code == 0
    call("prompts", "lock", "obituary@3")
    assert "obituary@3" not in call("prompts", "check").stdout


def test_an_edited_schema_fails_too(project):
    path = Path(call("schemas", "new", "obituary").stdout.split()[0])
    call("schemas", "lock", "obituary")
    path.write_text(path.read_text("utf-8").replace("max_length=", "max_length=1", 1), "utf-8")
    # A process of its own: this one has imported the file.
    code, out, _ = finish(process("schemas", "check"))
    assert code == 1
    assert "`llm-extract schemas new obituary --from 2`" in out


def test_the_bundled_versions_are_as_they_were_released(tmp_path, monkeypatch):
    for folder in (tmp_path, Path(__file__).parents[2]):
        monkeypatch.chdir(folder)
        for kind in ("prompts", "schemas"):
            assert call(kind, "check", "--no-drafts").exit_code == 0


def test_outside_a_project_init_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for kind in ("prompts", "schemas"):
        refused = call(kind, "new", "obituary")
        assert refused.exit_code == 2
        assert "llm-extract init" in refused.stderr


def test_runs_and_their_workers_use_the_prompts_of_the_project(project, model, articles):
    path = Path(call("prompts", "new", "obituary").stdout.strip())
    path.write_text(path.read_text("utf-8").replace("# System\n", "# System\nMind the tides. "))
    arguments = ("--model", "fake", "--base-url", model.base_url, "-q", "-o", "out")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = process(
        "run", articles, "-p", "obituary", "--workers", "2", *arguments, env=environment
    )
    code, _, err = finish(started)
    assert code == 0, err
    assert {line["prompt"] for line in records("out")} == {"obituary@2"}
    asked = [request.json["messages"][0]["content"] for request in model.requests]
    assert asked
    assert all(text.startswith("Mind the tides. ") for text in asked)


def test_git_sees_what_is_to_be_kept(project):
    git = ("git", "-C", str(project))
    subprocess.run([*git, "init", "-q"], check=True)
    (project / "out").mkdir()
    (project / "out" / "records.jsonl").write_text("{}\n")
    call("prompts", "new", "obituary")
    shown = subprocess.run(
        [*git, "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True
    )
    seen = {line[3:] for line in shown.stdout.splitlines()}
    assert seen == {*WRITTEN, "prompts/obituary/v2.md"}


def test_differences_of_prompts_and_schemas(project):
    assert call("prompts", "diff", "obituary", "obituary@1").exit_code == 0
    path = Path(call("prompts", "new", "obituary").stdout.strip())
    path.write_text(path.read_text("utf-8").replace("# System\n", "# System\nMind the tides.\n"))
    shown = call("prompts", "diff", "obituary@1", "obituary@2")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("--- obituary@1 system\n+++ obituary@2 system\n@@ ")
    assert "\n+Mind the tides.\n" in shown.stdout
    # No terminal, no colours.
    assert "\x1b" not in shown.stdout
    wider = call("schemas", "diff", "conflict_events@1", "conflict_events@2")
    assert wider.exit_code == 0
    assert "widening    front_lines: added, with a default\n" in wider.stdout
    narrower = call("schemas", "diff", "conflict_events@2", "conflict_events@1", "--json")
    assert narrower.exit_code == 1
    told = json.loads(narrower.stdout)
    assert (told["old"], told["compatibility"]) == ("conflict_events@2", "breaking")
    assert {change["compatibility"] for change in told["changes"]} >= {"breaking"}
    assert call("schemas", "diff", "conflict_events@1", "nothing").exit_code == 2


def test_a_diff_has_colours_on_a_terminal(monkeypatch):
    def written(*lines):
        seen = []
        monkeypatch.setattr("llm_extract.cli._versions.write_data", seen.append)
        write_diff(lines)
        return seen

    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert written("+new", " same\x1b[2J") == ["\x1b[32m+new\x1b[0m", " same\\x1b[2J"]
    monkeypatch.setenv("NO_COLOR", "1")
    assert written("+new") == ["+new"]
