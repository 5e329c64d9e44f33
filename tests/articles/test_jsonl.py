from __future__ import annotations

import io
import json
from datetime import date

import pytest

from llm_extract.articles import Article, ReadOptions
from llm_extract.articles._jsonl import limited_lines, read_jsonl
from llm_extract.errors import ArticleError

GOOD = b'{"text": "Two died."}'


def read(raw: bytes, max_bytes: int = 1000) -> list[Article | ArticleError]:
    options = ReadOptions(max_bytes=max_bytes)
    lines = limited_lines(io.BytesIO(raw), max_bytes)
    return [found for _, found in read_jsonl(lines, "a.jsonl", options)]


def read_one(values: object) -> Article | ArticleError:
    (found,) = read(json.dumps(values).encode())
    return found


def test_fields() -> None:
    found = read_one(
        {"id": "x/1", "text": "Two died.", "title": "T", "published": "14 Aug. 2019", "other": []}
    )
    assert isinstance(found, Article)
    assert (found.id, found.title, found.published) == ("x/1", "T", date(2019, 8, 14))
    assert found.published_from == "field"


def test_optional_fields_may_be_null_or_empty() -> None:
    for nothing in (None, ""):
        found = read_one(
            {"text": "Two died.", "id": nothing, "title": nothing, "published": nothing}
        )
        assert isinstance(found, Article)
        assert (found.id, found.title, found.published) == ("a.jsonl:1", None, None)


def test_a_number_may_be_an_id() -> None:
    found = read_one({"text": "Two died.", "id": 7})
    assert isinstance(found, Article)
    assert found.id == "7"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([], "invalid_json"),
        ("text", "invalid_json"),
        ({}, "invalid_json"),
        ({"text": 5}, "invalid_json"),
        ({"text": None}, "invalid_json"),
        ({"text": "a", "published": "soon"}, "invalid_json"),
        ({"text": "a", "published": "2019-13-45"}, "invalid_json"),
        ({"text": "a", "published": 20190814}, "invalid_json"),
        ({"text": "a", "title": 5}, "invalid_json"),
        ({"text": "a", "id": True}, "invalid_json"),
        ({"text": "a", "id": ["x"]}, "invalid_json"),
        ({"text": "a", "id": "x\ny"}, "invalid_json"),
        ({"text": "a", "id": "\ud800"}, "invalid_json"),
        ({"text": " "}, "empty"),
        ({"text": "a\0b"}, "not_text"),
        ({"text": "a\ud800"}, "encoding"),
    ],
)
def test_a_bad_line_is_an_error_and_the_others_go_on(values: object, code: str) -> None:
    first, bad, last = read(b"\n".join([GOOD, json.dumps(values).encode(), GOOD]))
    assert isinstance(bad, ArticleError)
    assert (bad.code, bad.source) == (code, "a.jsonl:2")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert last.id == "a.jsonl:3"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"text": "Two', "invalid_json"),
        (b"\xff" + GOOD, "encoding"),
        (b'{"text": "caf\xe9"}', "encoding"),
        (b'{"text":' + b"[" * 900, "invalid_json"),
        (b'{"text": "' + b"x" * 2000 + b'"}', "too_large"),
        (b"x" * 50_000, "too_large"),
    ],
)
def test_a_line_that_is_no_json(line: bytes, code: str) -> None:
    bad, last = read(line + b"\r\n" + GOOD)
    assert isinstance(bad, ArticleError)
    assert (bad.code, bad.source) == (code, "a.jsonl:1")
    assert isinstance(last, Article)
    assert last.id == "a.jsonl:2"


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    (bad,) = read(b'{"text":' + b"[" * 200_000, max_bytes=10**6)
    assert isinstance(bad, ArticleError)
    assert bad.code == "invalid_json"


def test_a_line_of_exactly_the_limit_is_read() -> None:
    for end in (b"", b"\n", b"\r\n"):
        assert isinstance(read(GOOD + end, len(GOOD))[0], Article)
        assert isinstance(read(GOOD + end, len(GOOD) - 1)[0], ArticleError)


def test_blank_lines_and_a_byte_order_mark_are_skipped() -> None:
    (found,) = read(b"\xef\xbb\xbf\n \r\n" + GOOD + b"\n\n")
    assert isinstance(found, Article)
    assert found.id == "a.jsonl:3"


def test_utf16_is_one_error() -> None:
    (bad,) = read((GOOD + b"\n" + GOOD).decode().encode("utf-16"))
    assert isinstance(bad, ArticleError)
    assert (bad.code, bad.source) == ("encoding", "a.jsonl")


def test_line_separators_inside_a_string_do_not_split_it() -> None:
    text = "One.\u2028Two.\x85Three."
    found = read(json.dumps({"text": text}, ensure_ascii=False).encode())[0]
    assert isinstance(found, Article)
    assert found.text == text
