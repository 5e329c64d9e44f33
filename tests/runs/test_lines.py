from __future__ import annotations

import asyncio
import json

from fake_endpoint import refuses
from fake_model import obituary
from hypothesis import given
from hypothesis import strategies as st

from llm_extract import Failure
from llm_extract.errors import ArticleError, EndpointError
from llm_extract.runs import encode
from llm_extract.runs._lines import line_of

TEXTS = st.text(st.characters(exclude_categories=())) | st.text("\x7f\x85\x9b\u2028\ud800\udc00\n")


@given(st.dictionaries(TEXTS, TEXTS))
def test_a_line_comes_back_as_it_was_and_is_one_line_for_everybody(values):
    text = encode(values)
    # A pair of lone surrogates is a character once it is written.
    assert json.loads(text) == json.loads(json.dumps(values))
    assert len(text.splitlines()) == 1
    text.encode("utf-8")


@given(TEXTS)
def test_no_control_character_reaches_a_terminal(text):
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in encode({"a": text}))


def test_other_scripts_stay_readable():
    assert encode({"a": "إدلب — “é”"}) == '{"a":"إدلب — “é”"}'


def test_the_line_of_a_record(model, extractor, article):
    tribute = {"cites": [1], "speaker": None, "words": "kept the light"}
    model.by_marker["Asta Brill"] = obituary("Asta Brill", tributes=[tribute])
    result = asyncio.run(extractor.aextract(article("Asta")))
    line = json.loads(encode(line_of(result, extractor)))
    assert (line["id"], line["status"], line["error"]) == ("Asta", "ok", None)
    assert line["data"]["tributes"] == [tribute]
    assert line["evidence"]["items"][0]["quotes"] == [
        "PORT SELWICK — Asta Brill kept the light at Aldo."[start:end]
        for start, end in line["evidence"]["items"][0]["spans"]
    ]
    assert "kept the light" in line["evidence"]["items"][0]["quotes"][0]
    assert (line["model"], line["prompt"], line["schema"]) == ("fake-1", "obituary@1", "obituary@1")
    assert line["usage"]["prompt_tokens"] == line["attempts"][0]["prompt_tokens"] == 100
    assert line["fingerprint"]["key"] == extractor.fingerprint(article("Asta")).key
    assert "sk-CANARY" not in encode(line)


def test_the_line_of_a_failed_call_has_its_attempts_and_no_record(model, extractor, article):
    model.by_marker["Asta Brill"] = refuses(400, {"message": "no"})
    (line,) = asyncio.run(lines(extractor, [article("Asta")]))
    assert (line["id"], line["status"]) == ("Asta", "failed")
    assert line["error"]["code"] == "bad_request"
    assert [attempt["status"] for attempt in line["attempts"]] == [400]
    assert "data" not in line


def test_the_line_of_an_unreadable_input_has_its_hint(extractor):
    error = ArticleError("not_text", "a PDF", source="a.pdf", hint="convert it")
    line = line_of(Failure("a.pdf", error), extractor)
    assert line["error"] == {"code": "not_text", "message": "a PDF", "hint": "convert it"}
    assert line["attempts"] == []


def test_errors_without_a_hint_have_null(extractor):
    line = line_of(Failure("a", EndpointError("timeout", "too slow")), extractor)
    assert line["error"]["hint"] is None


async def lines(extractor, articles):
    return [line_of(result, extractor) async for result in extractor.stream(articles)]
