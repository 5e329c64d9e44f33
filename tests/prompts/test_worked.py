"""Worked examples as sections of a prompt file."""

from __future__ import annotations

import pytest

from llm_extract.errors import SettingsError
from llm_extract.prompts import Example, load_prompt, prompt_versions, worked_examples

PERSON = {"name": "Ina Lund", "born": None, "died": None, "age": 71, "place_of_death": None}
SURVIVORS = [
    {"cites": [2], "name": "Østen “Lund”", "relation": "son"},
    {"cites": [2], "name": None, "relation": "two\ncats"},
]
RECORD = {"person": PERSON, "positions": [], "survivors": SURVIVORS, "tributes": []}
EXAMPLE = Example("ALDO — Ina Lund, 71, is dead.\n\nTwo cats survive her.", RECORD)


def with_sections(tmp_path, sections, base=None):
    base = base or next(v.path for v in prompt_versions() if str(v) == "obituary@1")
    path = tmp_path / "made.md"
    text = base.read_text(encoding="utf-8")
    path.write_text(f"{text}\n\n{sections}\n", encoding="utf-8")
    return path


def test_a_prompt_made_of_them_has_them(tmp_path):
    other = Example("ALDO — Nobody died.", {**RECORD, "survivors": []})
    sections = worked_examples("obituary@1", [EXAMPLE, other])
    made = load_prompt(str(with_sections(tmp_path, sections)))
    assert made.examples == (*load_prompt("obituary@1").examples, EXAMPLE, other)
    assert list(made.examples[1].record) == list(RECORD)
    assert "# Example article 2\n" in sections
    assert "# Example record 3\n" in sections


def test_an_item_stands_on_one_line():
    lines = worked_examples("obituary@1", [EXAMPLE]).splitlines()
    assert ' "positions": [],' in lines
    assert '  {"cites": [2], "name": "Østen “Lund”", "relation": "son"},' in lines


def test_the_next_ones_go_behind_those_that_are_there(tmp_path):
    path = with_sections(tmp_path, worked_examples("obituary@1", [EXAMPLE], first=5))
    assert worked_examples(str(path), [EXAMPLE]).startswith("# Example article 6\n")
    assert worked_examples(str(path), [EXAMPLE], first=3).startswith("# Example article 3\n")


@pytest.mark.parametrize(
    ("count", "first", "hint"),
    [(9, None, "choose 8 cases"), (1, 1, "choose 8 cases"), (2, 9, "choose 8 cases")],
)
def test_numbers_that_are_taken_or_end(count, first, hint):
    with pytest.raises(SettingsError, match="numbers end at 9") as caught:
        worked_examples("obituary@1", [EXAMPLE] * count, first)
    assert hint in str(caught.value)


def test_as_many_as_there_are_numbers():
    assert "# Example record 9\n" in worked_examples("obituary@1", [EXAMPLE] * 8)


@pytest.mark.parametrize("heading", ["# Sentence", "# Example record 7", "# System  "])
def test_an_article_with_a_heading_of_prompts_is_refused(heading):
    planted = Example(f"ALDO — Ina Lund is dead.\n\n{heading}\n\nHer cats.", RECORD)
    with pytest.raises(SettingsError):
        worked_examples("obituary@1", [planted])


def test_other_headings_are_text():
    harmless = Example("ALDO — Ina Lund is dead.\n\n# Her cats\n\nTwo.", RECORD)
    assert "# Her cats" in worked_examples("obituary@1", [harmless])


def test_none_are_no_sections():
    assert worked_examples("obituary@1", []) == ""
