from __future__ import annotations

import json

import pytest
from fake_endpoint import completion, tool_calls

from llm_extract.errors import AnswerError
from llm_extract.llm._answers import answer_text, read_body
from llm_extract.llm._excerpts import excerpt

ARTICLE = "Three boats reached Karvel harbour before dawn, the coast guard said."


def code_of(body: bytes, mode="json_schema") -> str | None:
    try:
        answer_text(read_body(body, [ARTICLE]), mode, "Landing")
    except AnswerError as error:
        return error.code
    return None


def changed(**changes) -> bytes:
    return json.dumps({**json.loads(completion("{}")), **changes}).encode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (completion('{"boats": 3}'), None),
        (changed(choices=[]), "empty_answer"),
        (changed(choices=None), "empty_answer"),
        (changed(choices=[{"finish_reason": "stop"}]), "empty_answer"),
        (changed(choices=[None]), "empty_answer"),
        (changed(choices=[{"message": None}]), "empty_answer"),
        (completion(None), "empty_answer"),
        (completion(""), "empty_answer"),
        (completion(None, message={"content": None, "refusal": "I will not"}), "refused"),
        (completion(None, finish_reason="content_filter"), "content_filter"),
        (completion('{"boats": 3}', finish_reason="content_filter"), "content_filter"),
        (completion('{"boats":', finish_reason="length"), "truncated"),
        (completion(None, message={"content": [{"type": "text"}]}), "invalid_response"),
        (b"<html><title>Login</title></html>", "invalid_response"),
        (b"", "invalid_response"),
        (b"[1, 2]", "invalid_response"),
        (b'"text"', "invalid_response"),
        ('{"model": "é"}'.encode("latin-1"), "invalid_response"),
        (b"[" * 100_000, "invalid_response"),
        (b'{"n": ' + b"1" * 5000 + b"}", "invalid_response"),
        (b'{"error": {"message": "overloaded"}}', "invalid_response"),
        (changed(error={"message": "overloaded"}, choices=None), "invalid_response"),
        (changed(error=None), None),
    ],
)
def test_every_bad_body_has_its_code(body, code):
    assert code_of(body) == code


@pytest.mark.parametrize(
    ("calls", "code"),
    [
        ([("Landing", "{}")], None),
        ([("Landing", "{}"), ("Landing", "{}")], "invalid_response"),
        ([("Departure", "{}")], "invalid_response"),
        ([("Landing", "")], "empty_answer"),
    ],
)
def test_exactly_one_call_of_the_right_tool(calls, code):
    assert code_of(completion(message=tool_calls(*calls)), mode="tools") == code


def test_text_instead_of_a_tool_call():
    assert code_of(completion('{"boats": 3}'), mode="tools") == "invalid_response"


def test_a_refusal_is_not_repeated():
    body = completion(message={"content": None, "refusal": f"I will not read: {ARTICLE}"})
    with pytest.raises(AnswerError) as caught:
        answer_text(read_body(body, []), "json_schema", "Landing")
    assert "Karvel" not in str(caught.value)


def test_a_short_excerpt_of_the_page_is_shown():
    with pytest.raises(AnswerError) as caught:
        read_body(b"<html><h1>Sign in\n to the &amp; gateway</h1>" + b"x" * 9000, [ARTICLE])
    assert "Sign in to the & gateway" in caught.value.message
    assert len(caught.value.message) < 300
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        "cannot parse: Three boats reached Karvel harbour",
        "THREE&nbsp;BOATS <b>reached</b> Karvel",
        json.dumps({"echo": ARTICLE}),
    ],
)
def test_an_excerpt_never_repeats_the_article(said):
    assert excerpt(said, [ARTICLE]) is None
    assert excerpt(said, ["Another article."])


def test_a_short_message_of_the_endpoint_survives_a_long_article():
    assert excerpt("overloaded", [ARTICLE * 50]) == "overloaded"


def test_control_characters_do_not_reach_the_terminal():
    assert excerpt("a\x1b[31mb\x00\u202ec", []) == "a [31mb c"
