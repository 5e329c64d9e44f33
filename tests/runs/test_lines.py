from __future__ import annotations

import asyncio
import json

import pytest
from fake_endpoint import refuses
from fake_model import obituary
from hypothesis import given
from hypothesis import strategies as st
from stored_lines import line_of

from llm_extract import Failure, article_from_text
from llm_extract.articles import ReadOptions, Suspicion
from llm_extract.errors import ArticleError, EndpointError
from llm_extract.grounding import Evidence, Finding, ItemEvidence, ValueEvidence
from llm_extract.runs import Origin, encode
from llm_extract.runs._lines import proof_of

TEXTS = st.text(st.characters(exclude_categories=())) | st.text(
    "\x7f\x85\x9b\u2028\u202e\u2067\ud800\udc00\n"
)


@given(st.dictionaries(TEXTS, TEXTS))
def test_a_line_comes_back_as_it_was_and_is_one_line_for_everybody(values):
    text = encode(values)
    # A pair of lone surrogates is a character once it is written.
    assert json.loads(text) == json.loads(json.dumps(values))
    assert len(text.splitlines()) == 1
    text.encode("utf-8")


@given(TEXTS)
def test_no_control_character_reaches_a_terminal(text):
    shown = encode({"a": text})
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    # Overrides of the writing direction show a text as another one.
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown)


def test_other_scripts_stay_readable():
    assert encode({"a": "إدلب — “é”"}) == '{"a":"إدلب — “é”"}'


def test_the_line_of_a_record(model, extractor, article):
    tribute = {"cites": [1], "speaker": None, "words": "kept the light"}
    model.by_marker["Asta Brill"] = obituary("Asta Brill", tributes=[tribute])
    result = asyncio.run(extractor.aextract(article("Asta")))
    line = line_of(result, extractor)
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
    assert (line["policy"], line["rejected"], line["findings"]) == ("flag", [], [])
    assert list(line["evidence"]) == ["items", "values", "verdicts", "language"]
    assert line["evidence"]["language"] == "en"


def test_values_say_what_differs_and_by_which_rule_only_when_there_is_something(extractor):
    values = (
        ValueEvidence("a.0.b", "exact", ((0, 2), (4, 5))),
        ValueEvidence("a.0.c", "altered", ((0, 2),), ("14", "boats")),
        ValueEvidence("a.0.d", "derived", (), rule="R1"),
    )
    items = (ItemEvidence("a.0", "0123456789ab", (1,), ((0, 4),), (9,)),)
    finding = Finding("unknown_sentence", "a.0", "the article has no sentence 9", "notice")
    proof = proof_of(
        article_from_text("Asta left."),
        extractor.schema.model.model_construct(),
        Evidence(items, values, "en"),
        [finding],
        [],
    )
    line = json.loads(encode(proof))
    assert line["evidence"]["values"] == [
        {"path": "a.0.b", "verdict": "exact", "spans": [[0, 2], [4, 5]]},
        {"path": "a.0.c", "verdict": "altered", "spans": [[0, 2]], "differs": ["14", "boats"]},
        {"path": "a.0.d", "verdict": "derived", "spans": [], "rule": "R1"},
    ]
    assert line["evidence"]["items"] == [
        {
            "path": "a.0",
            "id": "0123456789ab",
            "cites": [1],
            "spans": [[0, 4]],
            "unknown_cites": [9],
            "quotes": ["Asta"],
        }
    ]
    assert line["evidence"]["verdicts"]["altered"] == 1
    assert line["findings"] == [
        {
            "code": "unknown_sentence",
            "path": "a.0",
            "message": "the article has no sentence 9",
            "severity": "notice",
        }
    ]


@pytest.mark.parametrize("length", [1, 120, 121, 5000])
def test_suspicious_text_is_quoted_up_to_120_code_points(extractor, length):
    article = article_from_text(f"Asta left. {'é' * length}")
    part = Suspicion("template", 11, 11 + length)
    record = extractor.schema.model.model_construct()
    (shown,) = proof_of(article, record, Evidence((), ()), (), [part])["suspicious_text"]
    assert shown == {
        "kind": "template",
        "start": 11,
        "end": 11 + length,
        "quote": "é" * min(length, 120),
    }


def test_an_item_that_was_rejected_is_kept_beside_the_record(model, extractor, article):
    misfit = {"cites": [1], "speaker": None, "words": 14}
    model.by_marker["Asta Brill"] = obituary("Asta Brill", tributes=[misfit])
    (line,) = asyncio.run(lines(extractor, [article("Asta")]))
    (rejected,) = line["rejected"]
    assert list(rejected) == ["list", "raw", "code", "reason", "cites"]
    assert (rejected["list"], rejected["raw"]["words"]) == ("tributes", 14)
    assert line["data"]["tributes"] == []


def test_the_line_tells_where_the_article_was_read(extractor, model, article, tmp_path):
    origin = Origin.of("-", ReadOptions(encoding="latin-1"), tmp_path)
    result = asyncio.run(extractor.aextract(article("Asta")))
    told = line_of(result, extractor, origin)["article"]
    assert told["input"] == "-"
    assert (told["input_encoding"], told["input_published"]) == ("latin-1", None)
    assert told["encoding"] == "utf-8"
    line = line_of(result, extractor)
    assert "input" not in line["article"]


@given(st.dates() | st.none(), st.sampled_from([None, "latin-1"]))
def test_an_origin_comes_back_as_it_was(published, encoding):
    origin = Origin("../articles", encoding, published)
    line = json.loads(encode({"article": origin.as_json()}))
    assert Origin.from_json(line["article"]) == origin
    assert (origin.options.published, origin.options.encoding) == (published, encoding)


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
