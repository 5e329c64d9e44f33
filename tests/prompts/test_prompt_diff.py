from __future__ import annotations

from pathlib import Path

import pytest

from llm_extract.prompts import Prompt, load_prompt, prompt_diff

BUNDLED = Path(__file__).parents[2] / "prompts" / "conflict_events" / "v2.md"
SAME_SCHEMA = "schema: conflict_events@2"


def edited(tmp_path: Path, before: str, after: str) -> Prompt:
    text = BUNDLED.read_text("utf-8")
    assert before in text
    path = tmp_path / "edited.md"
    path.write_text(text.replace(before, after, 1), "utf-8")
    return load_prompt(str(path))


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("System", "system"),
        ("Whole article", "whole article"),
        ("Article facts", "article facts"),
        ("Sentence", "sentence"),
        ("Passage", "passage"),
    ],
)
def test_an_edit_shows_in_the_message_it_is_made_in(
    tmp_path: Path, heading: str, message: str
) -> None:
    new = edited(tmp_path, f"\n# {heading}\n", f"\n# {heading}\nMind the tides.\n")
    found = prompt_diff(load_prompt("conflict_events@2"), new)
    # The question about the whole article is part of the worked example, too.
    expected = {message} | ({"worked example 1, question"} if heading == "Whole article" else set())
    assert found.messages.keys() == expected
    lines = found.messages[message]
    assert lines[:2] == (f"--- conflict_events@2 {message}", f"+++ {new.reference} {message}")
    assert "+Mind the tides." in lines
    assert not [line for line in lines[2:] if line[0] == "-"]
    assert not found.is_empty


def test_sections_with_defaults_are_compared_with_them(tmp_path: Path) -> None:
    new = edited(tmp_path, "\n# Passage\n", "\n# Continue\nGo on from {{ kept }}.\n\n# Passage\n")
    assert prompt_diff(load_prompt("conflict_events@2"), new).messages.keys() == {"continue"}


def test_a_section_that_is_gone_is_a_difference(tmp_path: Path) -> None:
    text = BUNDLED.read_text("utf-8")
    start = text.index("\n# Passage\n")
    end = text.index("\n# ", start + 1)
    path = tmp_path / "without.md"
    path.write_text(text[:start] + text[end:], "utf-8")
    found = prompt_diff(load_prompt("conflict_events@2"), load_prompt(str(path)))
    assert found.messages.keys() == {"passage"}
    assert all(line[0] != "+" for line in found.messages["passage"][2:])


def test_templates_are_compared_as_rendered(tmp_path: Path) -> None:
    """A comment of a template reaches no model."""
    new = edited(tmp_path, "\n# Whole article\n", "\n# Whole article\n{# for reviewers #}\n")
    assert prompt_diff(load_prompt("conflict_events@2"), new).is_empty


def test_a_description_is_no_difference_and_a_schema_is_one(tmp_path: Path) -> None:
    assert prompt_diff(
        load_prompt("conflict_events@2"), edited(tmp_path, "description: ", "description: New ")
    ).is_empty
    found = prompt_diff(
        load_prompt("conflict_events@2"), edited(tmp_path, SAME_SCHEMA, "schema: obituary@1")
    )
    assert (found.messages, found.schemas) == ({}, ("conflict_events@2", "obituary@1"))
    assert not found.is_empty


def test_worked_examples_differ_in_their_own_messages() -> None:
    found = prompt_diff(load_prompt("conflict_events@1"), load_prompt("conflict_events@2"))
    assert found.examples
    assert "worked example 1, answer" in found.messages
    assert found.schemas == ("conflict_events@1", "conflict_events@2")
    # Templates that are equal stay so, whatever article is worked on.
    assert "sentence" not in found.messages


def test_prompts_without_examples_can_be_compared(tmp_path: Path) -> None:
    text = BUNDLED.read_text("utf-8")
    text = text[: text.index("\n# Example article 1\n")]
    path = tmp_path / "bare.md"
    path.write_text(text, "utf-8")
    bare = load_prompt(str(path))
    assert bare.examples == ()
    assert prompt_diff(bare, bare).is_empty
    assert prompt_diff(bare, load_prompt("conflict_events@2")).examples
