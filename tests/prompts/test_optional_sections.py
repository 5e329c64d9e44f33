from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from boats import PROMPT, article, prompt_file

from llm_extract.articles import Article
from llm_extract.errors import SettingsError
from llm_extract.prompts import Renderer, load_prompt

SHOWN = article(
    "The Amsa left {{ 7 * 7 }}. It rained {% for %}. It sank.", published=date(2031, 5, 20)
)


def renderer(folder: Path, *sections: str) -> Renderer:
    return Renderer(load_prompt(prompt_file(folder, PROMPT + "\n".join(["", *sections]))))


def test_a_repair_has_a_default(tmp_path: Path) -> None:
    system, user = renderer(tmp_path).repair(SHOWN, [1, 3], '{"a":1}', "a: too small")
    assert (system["role"], system["content"]) == ("system", "You log boats.")
    assert "Published: 2031-05-20 (Tuesday)" in user["content"]
    assert "[1] The Amsa left {{ 7 * 7 }}.\n[3] It sank." in user["content"]
    assert '\n{"a":1}\n' in user["content"]
    assert "a: too small" in user["content"]


def test_a_repair_without_publication_date(tmp_path: Path) -> None:
    _, user = renderer(tmp_path).repair(article("It sank."), [1], "{}", "x")
    assert "Published: unknown" in user["content"]


def test_a_prompt_has_its_own_words_for_repairs_and_continuations(tmp_path: Path) -> None:
    own = renderer(
        tmp_path,
        "# Repair",
        "{{ published }}|{{ sentences[0].number }}|{{ item }}|{{ reason }}",
        "# Continue",
        "Go on behind {{ kept }}.",
    )
    assert own.repair(SHOWN, [2], "{}", "why")[1]["content"] == "2031-05-20|2|{}|why"
    assert own.continuation(7) == "Go on behind 7."


def test_a_continuation_has_a_default(tmp_path: Path) -> None:
    assert "The 7 items above are kept" in renderer(tmp_path).continuation(7)


def test_a_passage_names_its_sentences(tmp_path: Path) -> None:
    text = "{{ first }}-{{ last }}{% for s in sentences %} {{ s.text }}{% endfor %}"
    assert renderer(tmp_path, "# Passage", text).passage(SHOWN, [2, 3]) == (
        "2-3 It rained {% for %}. It sank."
    )


@pytest.mark.parametrize("shown", [SHOWN, article("It sank.")])
def test_a_prompt_without_passage_says_which_section_is_missing(
    tmp_path: Path, shown: Article
) -> None:
    with pytest.raises(SettingsError) as caught:
        renderer(tmp_path).passage(shown, [1])
    assert caught.value.code == "usage"
    assert "'# Passage'" in caught.value.message
    assert caught.value.source == prompt_file(tmp_path)


@pytest.mark.parametrize("section", ["Repair", "Continue", "Passage"])
def test_a_broken_optional_section_is_told_when_the_prompt_is_loaded(
    tmp_path: Path, section: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        renderer(tmp_path, f"# {section}", "{{ item")
    assert caught.value.code == "prompt_invalid"
