"""Endpoints that answer, but not what was asked."""

from __future__ import annotations

import json

import pytest
from cli.conftest import KEY
from fake_endpoint import USAGE, Step, answers, completion, refuses, tool_calls
from fake_model import obituary

from faults.cases import case, check
from faults.command import lines, rows
from faults.endpoint import WELL

RECORD = json.loads(json.loads(obituary("Asta Brill").body)["choices"][0]["message"]["content"])
TRIBUTE = {"cites": [1], "speaker": None, "words": "kept the light"}
GOOD = json.dumps(RECORD)
AGE = GOOD.replace('"age": null', '"age": 81')
TOOL = "Obituary"
TEXT = {"Content-Type": "text/html"}


def says(**changes):
    """An answer whose record differs from a good one."""
    return answers(json.dumps({**RECORD, **changes}))


def person(**changes):
    return says(person={**RECORD["person"], **changes})


def tribute(**changes):
    return says(tributes=[{**TRIBUTE, **changes}])


def raw(text):
    return answers(text)


# what is no answer; it is asked once more, or not at all

NONE = {
    "HTML": case(Step(body=b"<html>Sign in</html>", headers=TEXT), WELL, requests=2),
    "HTML for ever": case(
        Step(body=b"<html>Sign in</html>", headers=TEXT),
        code="invalid_response",
        requests=2,
        said="Sign in",
    ),
    "an empty body": case(Step(body=b" "), code="invalid_response", requests=2),
    "a list": case(Step(body=b"[]"), code="invalid_response", requests=2),
    "a number": case(Step(body=b"7"), code="invalid_response", requests=2),
    "null": case(Step(body=b"null"), code="invalid_response", requests=2),
    "bytes": case(Step(body=bytes(range(256))), code="invalid_response", requests=2),
    "latin-1": case(
        Step(body=completion("x").replace(b"fake-1", "fäke".encode("latin-1"))),
        code="invalid_response",
        requests=2,
    ),
    "an error with status 200": case(
        Step(body=b'{"error": {"message": "overloaded, sorry"}}'),
        code="invalid_response",
        requests=2,
    ),
    "the key in HTML": case(
        Step(body=f"<html>Authorization: Bearer {KEY}</html>".encode(), headers=TEXT),
        code="invalid_response",
        requests=2,
    ),
    "deep nesting": case(
        Step(body=b"[" * 100_000 + b"]" * 50_000), code="invalid_response", requests=2
    ),
    "a number of 5,000 digits": case(
        Step(body=b'{"choices": ' + b"9" * 5000 + b"}"), code="invalid_response", requests=2
    ),
    "choices []": case(answers("x", choices=[]), code="empty_answer"),
    "choices null": case(answers("x", choices=None), code="empty_answer"),
    "choices of nothing": case(answers("x", choices=[None]), code="empty_answer"),
    "no choices": case(Step(body=b'{"id": "1"}'), code="empty_answer"),
    "no message": case(answers("x", choices=[{"index": 0}]), code="empty_answer"),
    "no content": case(answers(None), code="empty_answer"),
    "empty content": case(answers(""), code="empty_answer"),
    "content of another kind": case(
        answers("x", message={"content": [1]}), code="invalid_response", requests=2
    ),
    "a refusal": case(
        answers(None, message={"role": "assistant", "content": None, "refusal": "I can not."}),
        code="refused",
    ),
    "a content filter": case(answers(None, finish_reason="content_filter"), code="content_filter"),
    "half of it filtered": case(
        answers('{"person"', finish_reason="content_filter"), code="content_filter"
    ),
    "then nothing but 503": case(
        Step(body=b"[]"), refuses(503), code="server_error", requests=4, transport_retries=3
    ),
}

# what does not fit; it is asked again, and then the article fails

UNFIT = {
    "prose": case(raw("I am happy to help."), code="invalid_response", requests=2),
    "cut JSON": case(raw('{"person": {"name": "Asta'), code="invalid_response", requests=2),
    "a list": case(raw("[]"), code="schema_mismatch", requests=2),
    "nothing in it": case(raw("{}"), code="schema_mismatch", requests=2),
    "deep nesting": case(raw("[" * 50_000), code="invalid_response", requests=2),
    "5,000 digits": case(raw("9" * 5000), code="invalid_response", requests=2),
    "NaN": case(raw("NaN"), code="schema_mismatch", requests=2),
    "prose, then an answer": case(raw("Hello."), WELL, requests=2),
    "cut at its limit": case(answers("", finish_reason="length"), code="truncated"),
}

# what is good in an answer is kept; bad parts are asked for, alone, and given up

ODD = {
    "a field too many": (person(nationality="unknown"), "ok", 1, ["extra_forbidden"]),
    "a member too many": (says(notes="none"), "ok", 1, []),
    "an age as a text": (person(age="81"), "schema_mismatch", 2, None),
    "an age as a float": (person(age=81.0), "schema_mismatch", 2, None),
    "an age without end": (raw(AGE.replace("81", "Infinity")), "schema_mismatch", 2, None),
    "an age of 5,000 digits": (raw(AGE.replace("81", "9" * 5000)), "invalid_response", 2, None),
    "a name that is a number": (person(name=7), "schema_mismatch", 2, None),
    "half a surrogate": (person(name="Asta \ud83d Brill"), "invalid_response", 2, None),
    "NUL in a name": (person(name="Asta\x00Brill"), "ok", 1, []),
    "a list that is null": (says(tributes=None), "ok", 2, []),
    "an item that is a text": (says(tributes=["kept"]), "ok", 2, ["model_type"]),
    "an item without words": (tribute(words=None), "ok", 2, ["string_type"]),
    "an item that cites nothing": (tribute(cites=[]), "ok", 2, ["too_short"]),
    "an item that cites what is not there": (tribute(cites=[99]), "ok", 1, []),
    "an item with a made-up quote": (tribute(words="sank the ship"), "ok", 1, []),
    "more items than fit": (says(tributes=[TRIBUTE] * 41), "ok", 1, ["too_long"]),
    "the same member twice": (raw(GOOD[:-1] + ', "tributes": []}'), "ok", 1, []),
    "a fence around it": (raw(f"```json\n{GOOD}\n```"), "invalid_response", 2, None),
    "words after it": (raw(f"{GOOD}\nIs there more?"), "ok", 2, []),
}

USAGES = {
    "missing": (None, None),
    "empty": ({}, None),
    "negative": ({**USAGE, "prompt_tokens": -1}, None),
    "huge": ({**USAGE, "prompt_tokens": 10**12}, None),
    "a text": ({**USAGE, "prompt_tokens": "100"}, None),
    "true": ({**USAGE, "prompt_tokens": True}, None),
    "a list": ([100], None),
    "beyond 64 bits": ({**USAGE, "prompt_tokens": 10**30}, None),
    "zero": ({**USAGE, "prompt_tokens": 0}, 0),
    "good": (USAGE, 100),
}

TOOLS = {
    "one call": (tool_calls((TOOL, GOOD)), "ok", 1),
    "a call and words": ({**tool_calls((TOOL, GOOD)), "content": "Here it is."}, "ok", 1),
    "two calls": (tool_calls((TOOL, GOOD), (TOOL, GOOD)), "invalid_response", 2),
    "another tool": (tool_calls(("delete_files", GOOD)), "invalid_response", 2),
    "a good call and another": (tool_calls((TOOL, GOOD), ("ls", "{}")), "invalid_response", 2),
    "no call": ({"role": "assistant", "content": GOOD}, "invalid_response", 2),
    "calls that are no list": ({"content": None, "tool_calls": {"a": 1}}, "invalid_response", 2),
    "a call of nothing": ({"content": None, "tool_calls": [None]}, "invalid_response", 2),
    "malformed arguments": (tool_calls((TOOL, '{"person": ')), "invalid_response", 2),
    "no arguments": (tool_calls((TOOL, "")), "empty_answer", 1),
    "arguments of another kind": (
        {"content": None, "tool_calls": [{"function": {"name": TOOL, "arguments": {}}}]},
        "invalid_response",
        2,
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_answer_fails_with_its_own_code(name, model, quick, articles, tmp_path):
    check(NONE[name], model, quick, articles, tmp_path / "out")


@pytest.mark.parametrize("name", UNFIT)
def test_an_answer_that_does_not_fit_is_asked_for_again(name, model, quick, articles, tmp_path):
    check(UNFIT[name], model, quick, articles, tmp_path / "out")


@pytest.mark.parametrize("name", ODD)
def test_what_is_good_in_an_answer_is_kept(name, model, quick, articles, tmp_path):
    step, code, requests, rejected = ODD[name]
    check(case(step, code=code, requests=requests), model, quick, articles, tmp_path / "out")
    found = lines(tmp_path / "out")[0].get("rejected")
    assert (found and [part["code"] for part in found]) == rejected


@pytest.mark.parametrize("name", ["made-up", "cited"])
def test_what_does_not_stand_in_the_text_is_flagged(name, model, quick, articles, tmp_path):
    step = {"made-up": tribute(words="sank the ship"), "cited": tribute()}[name]
    check(case(step), model, quick, articles, tmp_path / "out")
    verdicts = lines(tmp_path / "out")[0]["evidence"]["verdicts"]
    assert verdicts["unsupported"] == (name == "made-up")


@pytest.mark.parametrize("name", USAGES)
def test_usage_that_is_not_known_is_null_and_never_zero(name, model, quick, articles, tmp_path):
    usage, known = USAGES[name]
    step = answers(GOOD, usage=usage)
    check(case(step), model, quick, articles, tmp_path / "out")
    line = lines(tmp_path / "out")[0]
    assert line["attempts"][0]["prompt_tokens"] == known
    assert line["usage"]["complete"] == (known is not None)
    assert rows(tmp_path / "out", "SELECT prompt_tokens FROM attempt LIMIT 1") == [(known,)]


@pytest.mark.parametrize("name", TOOLS)
def test_exactly_one_call_of_the_tool_is_an_answer(name, model, quick, articles, tmp_path):
    message, code, requests = TOOLS[name]
    for other in ("Bo Brill", "Cass Brill"):
        model.script(other, answers(message=tool_calls((TOOL, GOOD))))
    step = answers(message=message)
    mine = case(step, code=code, requests=requests, mode="tools")
    check(mine, model, quick, articles, tmp_path / "out")


def test_the_model_that_answers_is_told_even_if_another_was_asked(model, quick, articles, tmp_path):
    check(case(answers(GOOD, model="fake-2")), model, quick, articles, tmp_path / "out")
    assert [line["model"] for line in lines(tmp_path / "out")] == ["fake-2", "fake-1", "fake-1"]
    sql = "SELECT DISTINCT model FROM attempt ORDER BY model"
    assert rows(tmp_path / "out", sql) == [("fake-1",), ("fake-2",)]


def test_an_answer_that_repeats_itself_is_cut_and_not_asked_for_whole(
    model, quick, articles, tmp_path
):
    tributes = ", ".join([json.dumps(TRIBUTE)] * 40)
    endless = GOOD.replace('"tributes": []', f'"tributes": [{tributes}, {{"cites"')[:-1]
    step = answers(endless, finish_reason="length")
    check(case(step, WELL, requests=2), model, quick, articles, tmp_path / "out")
    first, second = model.requests[:2]
    assert len(second.body) < len(first.body) + 6000


REASKS = {
    "good": (WELL, 2),
    "503": (refuses(503), 4),
    "400": (refuses(400), 2),
    "prose": (raw("I stand by it."), 2),
}


@pytest.mark.parametrize("name", REASKS)
def test_what_is_sent_to_prove_an_item_is_counted_too(name, model, quick, articles, tmp_path):
    step, requests = REASKS[name]
    again = case(tribute(words="sank the ship"), step, requests=requests)
    check(again, model, quick, articles, tmp_path / "out", "--policy", "reask")
