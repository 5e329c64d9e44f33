from __future__ import annotations

import json
from typing import Any

import pytest
from growth import is_linear
from hypothesis import example, given
from hypothesis import strategies as st

from llm_extract.salvage import Parts, complete_parts, decoded

texts = st.text(max_size=6) | st.sampled_from(['a"b', "\\", "{", "]}", "🚢", "\n", ","])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars.filter(lambda value: value not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(texts, values | st.lists(values, max_size=4), max_size=4)
styles = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", " :\t")])


def written(record: dict[str, Any], style: tuple[str, str], ascii_: bool) -> tuple[str, list[Any]]:
    """A record as JSON, and each part with the place where it is complete."""
    comma, colon = style
    text, ends = "{", []
    for number, (name, value) in enumerate(record.items()):
        text += (comma if number else "") + json.dumps(name, ensure_ascii=ascii_) + colon
        if isinstance(value, list):
            text += "["
            for place, item in enumerate(value):
                text += (comma if place else "") + json.dumps(item, ensure_ascii=ascii_)
                ends.append((len(text) + is_number(item), name, item, True))
            text += "]"
        else:
            text += json.dumps(value, ensure_ascii=ascii_)
        ends.append((len(text) + is_number(value), name, value, False))
    return text + "}", ends


def is_number(value: Any) -> bool:
    """A number is complete when something stands behind it."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_values(parts: Parts) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    fields = {name: decoded(text) for name, text in parts.fields.items()}
    items = {name: [decoded(text) for text in found] for name, found in parts.items.items()}
    return fields, {name: found for name, found in items.items() if found}


@given(records, styles, st.booleans(), st.data())
@example({"a": [{"b": "🚢"}], "c": 12}, (",", ":"), True, None)
def test_exactly_what_is_complete_before_the_cut_comes_back(
    record: dict[str, Any], style: tuple[str, str], ascii_: bool, data: Any
) -> None:
    text, ends = written(record, style, ascii_)
    cuts = [data.draw(st.integers(0, len(text)))] if data else range(len(text) + 1)
    for cut in cuts:
        fields: dict[str, Any] = {}
        items: dict[str, list[Any]] = {}
        for end, name, value, is_item in ends:
            if end > cut:
                break
            if is_item:
                items.setdefault(name, []).append(value)
            else:
                fields[name] = value
        parts = complete_parts(text[:cut])
        assert as_values(parts) == (fields, items)
        assert parts.whole == (cut == len(text))


@given(st.text() | st.text('{}[]":,\\ 1aeu', max_size=40) | st.binary().map(repr))
def test_no_text_raises(text: str) -> None:
    parts = complete_parts(text)
    if parts.whole:
        assert isinstance(json.loads(text, strict=False), dict)
    as_values(parts)


@pytest.mark.parametrize(
    ("text", "fields", "items", "whole"),
    [
        ("", {}, {}, False),
        ("{}", {}, {}, True),
        (" \n{ } \t", {}, {}, True),
        ("{} and more", {}, {}, False),
        ("[1, 2]", {}, {}, False),
        ("```json\n{}\n```", {}, {}, False),
        ('{"a": 1}', {"a": "1"}, {}, True),
        ('{"a": 1', {}, {}, False),
        ('{"a": 1 ', {"a": "1"}, {}, False),
        ('{"a": -', {}, {}, False),
        ('{"a": 1.', {}, {}, False),
        ('{"a": 1e', {}, {}, False),
        ('{"a": true', {"a": "true"}, {}, False),
        ('{"a": tru', {}, {}, False),
        ('{"a": "x"', {"a": '"x"'}, {}, False),
        ('{"a": "x\\"', {}, {}, False),
        ('{"a": "\\u00', {}, {}, False),
        ('{"a": "\\ud83d', {}, {}, False),
        ('{"a": [{"b": 1}, {"b"', {}, {"a": ('{"b": 1}',)}, False),
        ('{"a": [{"b": "}]"}', {}, {"a": ('{"b": "}]"}',)}, False),
        ('{"a": [1, 23', {}, {"a": ("1",)}, False),
        ('{"a": [', {}, {"a": ()}, False),
        ('{"a": []', {"a": "[]"}, {"a": ()}, False),
        ('{"a": [1] "b": 2}', {"a": "[1]"}, {"a": ("1",)}, False),
        ('{"a": [{"x":1} {"x":2}]}', {}, {"a": ('{"x":1}',)}, False),
        ('{"a": [1,], "b": 2}', {}, {"a": ("1",)}, False),
        ('{"a": "the "Orl" sank"}', {}, {}, False),
        ('{"a": 1x}', {}, {}, False),
        ("{'a': 1}", {}, {}, False),
        ('{"a" 1}', {}, {}, False),
        ('{"a": 1, "a": 2}', {"a": "2"}, {}, True),
        ('{"a": [1], "a": [2]}', {"a": "[2]"}, {"a": ("2",)}, True),
        ('{"a": [1], "a": [2, 3', {"a": "[1]"}, {"a": ("1",)}, False),
        ('{"a": "line\nbreak", "b": 1}', {"a": '"line\nbreak"', "b": "1"}, {}, True),
        ('{"a": NaN, "b": -Infinity}', {"a": "NaN", "b": "-Infinity"}, {}, True),
        ('{"a": \ud800}', {}, {}, False),
        ('{"a": "\ud800"}', {"a": '"\ufffd"'}, {}, True),
    ],
)
def test_what_is_complete(
    text: str, fields: dict[str, str], items: dict[str, tuple[str, ...]], whole: bool
) -> None:
    assert complete_parts(text) == Parts(fields, items, whole)


def test_values_that_no_file_could_hold_are_replaced() -> None:
    assert decoded('["\\ud800", "\\ud83d\\udea2", NaN]') == ["\ufffd", "\U0001f6a2", "NaN"]
    assert decoded("1" * 5000) == "1" * 5000
    json.dumps(decoded('{"\\ud800": 1}'), ensure_ascii=False).encode()


@pytest.mark.parametrize("bomb", ["[", '{"a":', '[{"a":['])
def test_nesting_bombs_end_the_answer(bomb: str) -> None:
    for text in (bomb * 200_000, bomb * 200):
        parts = complete_parts(f'{{"kept": [1], "b": {text}')
        assert parts.fields == {"kept": "[1]"}
    closed = f'{{"kept": [1], "b": {"[" * 102 + "]" * 102}, "c": 1}}'
    assert complete_parts(closed).fields == {"kept": "[1]"}


def test_deep_brackets_in_strings_are_no_nesting() -> None:
    text = json.dumps({"a": "[" * 500, "b": {"c": '"' + "{" * 500}})
    assert complete_parts(text).whole


@pytest.mark.parametrize(
    ("opening", "piece"),
    [
        ('{"a": [', '{"b": [1, "x"]}, '),
        ('{"a": "', "\\"),
        ('{"a": 1', " "),
        ("{", '"a": 1, '),
        ('{"a": [', "[], "),
        ('{"a": "', '"'),
    ],
)
def test_time_is_linear(opening: str, piece: str) -> None:
    assert is_linear(lambda text: complete_parts(opening + text), piece)
