from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cli.program import call, finish, process


def test_prompts_are_listed_with_their_schemas():
    lines = [line.split("\t") for line in call("prompts", "list").stdout.splitlines()]
    assert [line[:2] for line in lines] == [
        ["conflict_events@1", "conflict_events@1"],
        ["conflict_events@2", "conflict_events@2"],
        ["obituary@1", "obituary@1"],
    ]
    assert all(description for _, _, description, _ in lines)


def test_schemas_are_listed_with_their_lists():
    assert "obituary@1\tpositions, survivors, tributes\t" in call("schemas", "list").stdout


def test_a_prompt_is_shown_as_the_model_sees_it():
    shown = call("prompts", "show", "obituary").stdout
    assert shown.startswith("--- system\nYou read one obituary")
    assert "--- user\n=== article" in shown
    assert "{{" not in shown


def test_a_prompt_without_an_example_is_shown_too(tmp_path):
    text = (Path(__file__).parents[2] / "prompts/obituary/v1.md").read_text("utf-8")
    bare = tmp_path / "bare.md"
    bare.write_text(text[: text.index("\n# Example article 1\n")], "utf-8")
    shown = call("prompts", "show", bare)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("--- system\nYou read one obituary")
    assert "--- user" not in shown.stdout


def test_a_schema_is_shown_as_json_schema():
    schema = json.loads(call("schemas", "show", "obituary@1").stdout)
    assert set(schema["properties"]) == {"person", "positions", "survivors", "tributes"}


@pytest.mark.parametrize("kind", ["prompt", "schema"])
def test_an_unknown_name_is_one_line_with_the_nearest_ones(kind):
    result = call(f"{kind}s", "show", "conflict_event@2")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error unknown_{kind}: there is no {kind} 'conflict_event@2'")
    assert "did you mean conflict_events" in result.stderr


def test_a_prompt_that_is_none_is_one_line(tmp_path):
    broken = tmp_path / "broken.md"
    broken.write_text("# System\n", encoding="utf-8")
    for path in (broken, tmp_path / "no.md"):
        result = call("prompts", "show", path)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"error {path}: ")
        assert result.stderr.count("\n") == 1


def test_output_is_utf_8_whatever_the_locale(tmp_path):
    bundled = Path(__file__).parents[2] / "prompts" / "obituary" / "v1.md"
    mine = tmp_path / "mine.md"
    mine.write_text(bundled.read_text("utf-8").replace("# System\n", "# System\n— Åsta"), "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    code, out, _ = finish(process("prompts", "show", mine, env=environment))
    assert code == 0
    assert "— Åsta" in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_one_line():
    with Path("/dev/full").open("w") as full:
        code, _, err = finish(process("schemas", "list", stdout=full))
    assert (code, err) == (3, "error stdout: output_lost: No space left on device\n")
