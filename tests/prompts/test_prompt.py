from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from llm_extract.errors import SettingsError
from llm_extract.prompts import Prompt, Renderer, load_prompt

PROMPT = """---
schema: floods@1
description: Floods
---

# System

Read. # Article is no heading here.

# Article

{% for sentence in sentences %}
{{ sentence.number }} {{ sentence.text }}
{% endfor %}

# Whole article

All?

# Article facts

Facts?

# Sentence

Sentence {{ sentence.number }}?

# Example article 1

The river rose.

# Example record 1

{"floods": []}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "floods.md"


def load(file: Path, text: str) -> Prompt:
    file.write_text(text, encoding="utf-8")
    return load_prompt(str(file))


def test_file_of_the_users_own(file: Path) -> None:
    prompt = load(file, PROMPT)
    assert (prompt.reference, prompt.schema, prompt.description) == (
        str(file),
        "floods@1",
        "Floods",
    )
    assert prompt.templates["System"] == "Read. # Article is no heading here."
    assert prompt.templates["Sentence"] == "Sentence {{ sentence.number }}?"
    assert [(found.article, found.record) for found in prompt.examples] == [
        ("The river rose.", {"floods": []})
    ]
    assert prompt.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_any_edit_is_another_prompt(file: Path) -> None:
    assert load(file, PROMPT).sha256 != load(file, PROMPT + "\n").sha256


def test_windows_line_ends(file: Path) -> None:
    plain = load(file, PROMPT)
    file.write_bytes(PROMPT.replace("\n", "\r\n").encode())
    assert load_prompt(str(file)).templates == plain.templates


def test_no_example_is_needed(file: Path) -> None:
    assert load(file, PROMPT[: PROMPT.index("# Example")]).examples == ()


def test_examples_are_paired_by_number(file: Path) -> None:
    more = '# Example record 2\n\n{"n": 2}\n\n# Example article 2\n\nRain fell.\n'
    found = load(file, PROMPT + more).examples
    assert [(one.article, one.record) for one in found] == [
        ("The river rose.", {"floods": []}),
        ("Rain fell.", {"n": 2}),
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("---\nschema", "schema", "front matter"),
        ("schema: floods@1\n", "", "front matter"),
        ("schema: floods@1", "schema:", "front matter"),
        ("schema: floods@1", "- floods@1", "front matter"),
        ("schema: floods@1", "schema: [floods", "YAML"),
        ("description: Floods", "description: 2019-13-45", "YAML"),
        ("# System\n", "# system\n", "'# System'"),
        ("# Article facts\n", "", "'# Article facts'"),
        ("# Sentence\n", "# Sentence\n\nOnce\n\n# Sentence\n", "two sections '# Sentence'"),
        ("# Example record 1", "# Example record 2", "both an article and a record"),
        ("The river rose.", "", "both an article and a record"),
        ('{"floods": []}', '{"floods": [}', "example record 1 is not JSON"),
        ('{"floods": []}', "[]", "example record 1 is not a JSON object"),
    ],
)
def test_broken_file_is_one_line_that_names_it(file: Path, old: str, new: str, reason: str) -> None:
    assert PROMPT.count(old) == 1
    with pytest.raises(SettingsError) as caught:
        load(file, PROMPT.replace(old, new))
    assert (caught.value.code, caught.value.source) == ("prompt_invalid", str(file))
    assert reason in caught.value.message
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("bad", ["{% for %}", "{{ sentence.number", "{% endfor %}", "{{ a b }}"])
def test_broken_template_fails_before_any_article(file: Path, bad: str) -> None:
    prompt = load(file, PROMPT.replace("Sentence {{ sentence.number }}?", bad))
    with pytest.raises(SettingsError) as caught:
        Renderer(prompt)
    assert (caught.value.code, caught.value.source) == ("prompt_invalid", str(file))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("raw", [None, b"\xff\xfe\x00schema"])
def test_file_that_cannot_be_read(file: Path, raw: bytes | None) -> None:
    if raw is not None:
        file.write_bytes(raw)
    with pytest.raises(SettingsError) as caught:
        load_prompt(str(file))
    assert (caught.value.code, caught.value.source) == ("unknown_prompt", str(file))


def test_newest_version_by_name() -> None:
    newest = load_prompt("obituary")
    assert newest == load_prompt(newest.reference)
    assert newest.reference.startswith("obituary@")


def test_unknown_prompt_names_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"unknown_prompt.*'obituaries'.*obituary"):
        load_prompt("obituaries")
