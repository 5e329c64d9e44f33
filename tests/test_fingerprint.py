from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.fingerprint import Fingerprint, as_json, text_hash
from llm_extract.fingerprint import fingerprint as fingerprint_of

BASE: dict[str, Any] = {
    "text": "a" * 64,
    "published": date(2031, 5, 20),
    "title": "Ferry lost",
    "prompt": "b" * 64,
    "schema": "c" * 64,
    "model": "http://127.0.0.1:9/v1 fake-1",
    "parameters": {"temperature": 0.0, "seed": None, "extra_body": {"a": 1, "b": 2}},
}
CHANGES = [
    ("text", "d" * 64, "text"),
    ("published", date(2031, 5, 21), "text"),
    ("published", None, "text"),
    ("title", "Ferry found", "text"),
    ("title", None, "text"),
    ("title", "", "text"),
    ("prompt", "d" * 64, "prompt"),
    ("schema", "d" * 64, "schema"),
    ("model", "http://127.0.0.1:9/v1 fake-2", "model"),
    ("parameters", BASE["parameters"] | {"temperature": 0.1}, "parameters"),
    ("parameters", BASE["parameters"] | {"seed": 0}, "parameters"),
    ("parameters", BASE["parameters"] | {"extra_body": {"a": 1}}, "parameters"),
]


def fingerprint(**parts: Any) -> Fingerprint:
    """The fingerprint of an article, date and title with the rest."""
    names = {"text": "sha256", "published": "published", "title": "title"}
    shown = {name: parts.pop(part) for part, name in names.items()}
    return fingerprint_of(text=text_hash(**shown), **parts)


def changed_parts(one: Fingerprint, other: Fingerprint) -> set[str]:
    before, after = as_json(one), as_json(other)
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(("name", "value", "part"), CHANGES)
def test_each_change_shows_in_its_part_and_in_the_key(name: str, value: object, part: str) -> None:
    changed = fingerprint(**BASE | {name: value})
    assert changed_parts(fingerprint(**BASE), changed) == {part, "key"}


def test_all_changes_have_different_keys() -> None:
    keys = {fingerprint(**BASE | {name: value}).key for name, value, _ in CHANGES}
    assert len(keys) == len(CHANGES)


def test_order_of_parameters_is_no_change() -> None:
    turned = {"extra_body": {"b": 2, "a": 1}, "seed": None, "temperature": 0.0}
    assert changed_parts(fingerprint(**BASE), fingerprint(**BASE | {"parameters": turned})) == set()


def test_the_key_is_the_same_on_every_machine() -> None:
    """Stored keys stay comparable only while this one does not change."""
    assert (
        fingerprint(**BASE).key
        == "39d2bb661509b1ed110e531a9426612e7442c3688b944861ea43574a9a37ecd1"
    )


def test_nothing_slips_from_one_part_into_the_next() -> None:
    one = fingerprint(**BASE | {"prompt": "ab", "schema": "c"})
    other = fingerprint(**BASE | {"prompt": "a", "schema": "bc"})
    assert one.key != other.key
    dated = fingerprint(**BASE | {"published": None, "title": "2031-05-20"})
    titled = fingerprint(**BASE | {"published": date(2031, 5, 20), "title": None})
    assert dated.text != titled.text


KNOWN = st.fixed_dictionaries(
    {
        "text": st.text(max_size=3),
        "published": st.none() | st.dates(),
        "title": st.none() | st.text(max_size=3),
        "prompt": st.text(max_size=3),
        "schema": st.text(max_size=3),
        "model": st.text(max_size=3),
        "parameters": st.dictionaries(
            st.text(max_size=3), st.none() | st.integers() | st.text(max_size=3), max_size=3
        ),
    }
)


@given(KNOWN, KNOWN, st.sets(st.sampled_from(sorted(BASE))))
def test_equal_keys_are_equal_inputs(
    one: dict[str, Any], other: dict[str, Any], kept: set[str]
) -> None:
    other = other | {name: one[name] for name in kept}
    assert (fingerprint(**one).key == fingerprint(**other).key) == (one == other)


def test_as_json_is_json() -> None:
    found = fingerprint(**BASE)
    assert Fingerprint(**json.loads(json.dumps(as_json(found)))) == found
