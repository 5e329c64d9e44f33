"""What the model wrote survives an unusable answer, for code to read and for nothing to show."""

from __future__ import annotations

import json
import pickle

import pytest
from asking import ask, everything_in, nothing_leaks
from fake_endpoint import answers, completion, refuses, tool_calls

from llm_extract.errors import AnswerError
from llm_extract.llm._answers import answer_text, read_body

__all__ = ("nothing_leaks",)

CUT = '{"boats": "Karvel harb'
MISFIT = '{"boats": "Karvel"}'
NO_JSON = "Three boats reached Karvel."


@pytest.mark.parametrize(
    ("text", "reason", "code"),
    [
        (CUT, "length", "truncated"),
        (MISFIT, "stop", "schema_mismatch"),
        (NO_JSON, "stop", "invalid_response"),
    ],
)
def test_the_text_of_an_unusable_answer_is_kept_sealed(fake_endpoint, text, reason, code):
    fake_endpoint.play(answers(text, finish_reason=reason))
    error = ask(fake_endpoint.base_url).error
    assert (error.code, error.raw) == (code, text)
    assert "Karvel" not in everything_in(error)
    assert "Karvel" not in f"{error.args} {error.__reduce__()}"


def test_the_last_answer_is_the_one_that_is_kept(fake_endpoint):
    fake_endpoint.play(answers(MISFIT), answers(CUT, finish_reason="length"))
    error = ask(fake_endpoint.base_url).error
    assert (error.code, error.raw) == ("truncated", CUT)
    assert [attempt.code for attempt in error.attempts] == ["schema_mismatch", "truncated"]


def test_the_arguments_of_a_tool_call_are_kept(fake_endpoint):
    fake_endpoint.play(answers(message=tool_calls(("Landing", CUT)), finish_reason="length"))
    error = ask(fake_endpoint.base_url, mode="tools").error
    assert (error.code, error.raw) == ("truncated", CUT)


@pytest.mark.parametrize(
    "step",
    [
        answers(None, finish_reason="length"),
        answers(message={"content": None, "refusal": NO_JSON}),
        answers(NO_JSON, finish_reason="content_filter"),
        answers(""),
        answers("{}", choices=[]),
    ],
)
def test_where_nothing_was_written_nothing_is_kept(fake_endpoint, step):
    fake_endpoint.play(step)
    assert ask(fake_endpoint.base_url).error.raw is None


def test_a_cut_call_of_another_tool_keeps_nothing():
    body = completion(message=tool_calls(("Departure", CUT)), finish_reason="length")
    with pytest.raises(AnswerError) as caught:
        answer_text(read_body(body, []), "tools", "Landing")
    assert (caught.value.code, caught.value.raw) == ("truncated", None)


def test_an_endpoint_error_has_no_text(fake_endpoint):
    fake_endpoint.play(refuses(400))
    assert not hasattr(ask(fake_endpoint.base_url).error, "raw")


def test_the_text_survives_pickling_and_stays_sealed():
    error = pickle.loads(pickle.dumps(AnswerError("truncated", "cut", raw=CUT)))
    assert error.raw == CUT
    assert "Karvel" not in f"{error!r} {vars(error)} {json.dumps(error.args)}"
