from __future__ import annotations

import asyncio
import json
import socket
import time
from email.utils import formatdate

import pytest
from asking import ARTICLE, GOOD, KEY, MESSAGES, RIGHT, Landing, ask, everything_in, nothing_leaks
from fake_endpoint import FakeEndpoint, Step, answers, gzipped, refuses

from llm_extract.errors import EndpointError
from llm_extract.llm import Endpoint, LlmClient, Usage

__all__ = ("nothing_leaks",)

# Faults of the endpoint: what is played, and what comes of it with 4 transport retries and
# 1 re-ask: code of the error or None, requests sent.
NO_QUOTA = {"code": "insufficient_quota", "type": "insufficient_quota", "message": "no credit"}
TOO_LONG = {"code": "context_length_exceeded", "message": "This is too long."}
LLAMA_TOO_LONG = {
    "code": 400,
    "type": "exceed_context_size_error",
    "message": "the request exceeds the available context size",
    "n_prompt_tokens": 20_000,
    "n_ctx": 16_384,
}
VLLM_TOO_LONG = {"code": 400, "message": "This model's maximum context length is 4096 tokens."}
HTML = Step(body=b"<html>Sign in</html>", headers={"Content-Type": "text/html"})

CASES = {
    "429 then good": ([refuses(429), GOOD], None, 2),
    "429 for ever": ([refuses(429)], "rate_limited", 5),
    "429 out of quota": ([refuses(429, NO_QUOTA)], "quota", 1),
    "402": ([refuses(402)], "quota", 1),
    "408 then good": ([refuses(408), GOOD], None, 2),
    "409 then good": ([refuses(409), GOOD], None, 2),
    "500, 502, 503, 529 then good": (
        [refuses(500), refuses(502), refuses(503), refuses(529), GOOD],
        None,
        5,
    ),
    "500 for ever": ([refuses(500)], "server_error", 5),
    "503 but do not retry": ([refuses(503, x_should_retry="false")], "server_error", 1),
    "400": ([refuses(400)], "bad_request", 1),
    "422": ([refuses(422)], "bad_request", 1),
    "400 too long": ([refuses(400, TOO_LONG)], "context_length", 1),
    "400 too long, llama.cpp": ([refuses(400, LLAMA_TOO_LONG)], "context_length", 1),
    "400 too long, vLLM": ([refuses(400, VLLM_TOO_LONG)], "context_length", 1),
    "401": ([refuses(401, {"message": f"Incorrect API key: {KEY}"})], "auth", 1),
    "403": ([refuses(403)], "auth", 1),
    "404": ([refuses(404)], "endpoint_not_found", 1),
    "error page": ([Step(status=502, body=b"<html>Bad gateway")], "server_error", 5),
    "error that is a list": ([Step(status=400, body=b"[1]")], "bad_request", 1),
    "reset in the body": ([Step(body=b"x" * 999, cut_after=9, reset=True), GOOD], None, 2),
    "short body": ([Step(body=b"x" * 999, cut_after=9), GOOD], None, 2),
    "short body for ever": ([Step(body=b"x" * 999, cut_after=9)], "connection", 5),
    "not UTF-8 once": ([Step(body='{"a": "é"}'.encode("latin-1")), GOOD], None, 2),
    "not gzip once": ([Step(body=b"{}", headers={"Content-Encoding": "gzip"}), GOOD], None, 2),
    "HTML": ([HTML], "invalid_response", 2),
    "HTML once": ([HTML, GOOD], None, 2),
    "empty body": ([Step()], "invalid_response", 2),
    "JSON list": ([Step(body=b"[1, 2]")], "invalid_response", 2),
    "error with 200": ([Step(body=b'{"error": {"message": "x"}}')], "invalid_response", 2),
    "JSON with the wrong content type": (
        [Step(body=GOOD.body, headers={"Content-Type": "text/plain"})],
        None,
        1,
    ),
    "gzip": ([gzipped(GOOD.body)], None, 1),
    "gzip bomb": ([gzipped(b" " * 20_000_000)], "response_too_large", 1),
    "no choices": ([answers(RIGHT, choices=[])], "empty_answer", 1),
    "null choices": ([answers(RIGHT, choices=None)], "empty_answer", 1),
    "refusal": ([answers(message={"content": None, "refusal": "no"})], "refused", 1),
    "content filter": ([answers(None, finish_reason="content_filter")], "content_filter", 1),
    "truncated": ([answers('{"boats":', finish_reason="length")], "truncated", 1),
    "not JSON": ([answers("Three boats.")], "invalid_response", 2),
    "fenced, then right": ([answers(f"```json\n{RIGHT}\n```"), GOOD], None, 2),
    "wrong, then right": ([answers('{"boats": 3}'), GOOD], None, 2),
    "extra field": ([answers(RIGHT[:-1] + ', "more": 1}')], "schema_mismatch", 2),
    "number in a string": ([answers(RIGHT.replace("3", '"14"'))], "schema_mismatch", 2),
    "NaN": ([answers(RIGHT[:-1] + ', "share": NaN}')], "schema_mismatch", 2),
    "other enum": ([answers(RIGHT.replace("fishing", "Karvel"))], "schema_mismatch", 2),
    "deep": ([answers('{"boats": ' + "[" * 10_000)], "invalid_response", 2),
    "fault inside the re-ask": ([answers("{}"), refuses(503), refuses(401)], "auth", 3),
}


@pytest.mark.parametrize(("steps", "code", "requests"), CASES.values(), ids=CASES.keys())
def test_faults_of_the_endpoint(fake_endpoint, steps, code, requests):
    fake_endpoint.play(*steps)
    outcome = ask(fake_endpoint.base_url)
    assert (outcome.error.code if outcome.error else None) == code
    assert len(fake_endpoint.requests) == len(outcome.attempts) == requests
    assert [attempt.number for attempt in outcome.attempts] == list(range(1, requests + 1))
    assert outcome.codes[-1] == code
    assert all(attempt.code for attempt in outcome.attempts[:-1])
    if outcome.error:
        said = everything_in(outcome.error)
        assert "CANARY" not in said
        assert "Karvel" not in said
        assert "\n" not in str(outcome.error)
        assert len(str(outcome.error)) < 500


def in_an_hour():
    """Of the moment it is asked for: the suite takes minutes."""
    return formatdate(time.time() + 3600, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "1"}, 1.0),
        ({"retry_after": "60"}, 60.0),
        ({"retry_after_ms": "1500"}, 1.5),
    ],
)
def test_a_pause_is_as_long_as_asked_and_noted(fake_endpoint, headers, pause):
    fake_endpoint.play(refuses(429, **headers), GOOD)
    outcome = ask(fake_endpoint.base_url)
    assert outcome.pauses == [pause]
    assert [attempt.waited for attempt in outcome.attempts] == [0.0, pause]
    assert [attempt.status for attempt in outcome.attempts] == [429, 200]


def test_a_pause_until_a_date(fake_endpoint):
    fake_endpoint.play(refuses(429, retry_after=in_an_hour()), GOOD)
    outcome = ask(fake_endpoint.base_url, retry_after_cap=4000)
    assert len(outcome.pauses) == 1
    assert 3500 < outcome.pauses[0] <= 3600


@pytest.mark.parametrize("asked", ["61", "3600", None])
def test_a_pause_over_the_cap_fails_at_once(fake_endpoint, asked):
    fake_endpoint.play(refuses(429, retry_after=asked or in_an_hour()), GOOD)
    outcome = ask(fake_endpoint.base_url)
    assert (outcome.error.code, outcome.pauses) == ("rate_limited", [])
    assert outcome.error.retry_after > 60
    assert "try again in" in outcome.error.hint


@pytest.mark.parametrize("asked", ["0", "-5", "nan", "soon"])
def test_a_pause_that_makes_no_sense_is_ours_to_choose(fake_endpoint, asked):
    fake_endpoint.play(refuses(429, retry_after=asked), GOOD)
    (pause,) = ask(fake_endpoint.base_url).pauses
    assert 1 <= pause <= 2


def test_refused_connections_are_retried_and_cost_nothing():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    outcome = ask(f"http://127.0.0.1:{port}/v1", transport_retries=2)
    assert isinstance(outcome.error, EndpointError)
    assert (outcome.error.code, len(outcome.attempts)) == ("connection", 3)
    assert f"127.0.0.1:{port}" in outcome.error.message
    assert Usage.of(outcome.attempts) == Usage(0, 0, None, 3, complete=True)


def test_a_slow_drip_is_cut_by_the_deadline(fake_endpoint):
    fake_endpoint.play(Step(body=GOOD.body, drip=0.1))
    started = time.monotonic()
    outcome = ask(fake_endpoint.base_url, deadline=0.5)
    # The whole answer would take half a minute.
    assert time.monotonic() - started < 10
    assert (outcome.error.code, outcome.codes) == ("timeout", ["timeout"])
    assert outcome.attempts[0].seconds >= 0.3
    assert not Usage.of(outcome.attempts).complete


def test_the_deadline_covers_all_attempts(fake_endpoint):
    fake_endpoint.play(Step(status=503, body=b"{}", delay=0.4))
    outcome = ask(fake_endpoint.base_url, deadline=1.0, transport_retries=99)
    *before, last = outcome.codes
    assert before in (["server_error"], ["server_error"] * 2)
    assert last == "timeout"


def test_a_cancelled_call_stays_cancelled(fake_endpoint):
    fake_endpoint.play(Step(body=GOOD.body, delay=0.3))

    async def run():
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url)) as client:
            task = asyncio.create_task(client.ask(MESSAGES, Landing))
            await asyncio.sleep(0.1)
            task.cancel()
            await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (refuses(404, {"message": "The model `fake-1` does not exist."}), "no model called"),
        (refuses(404, {"code": "model_not_found", "message": "x"}), "no model called"),
        (refuses(404, {"message": "Not Found"}), "no chat API at"),
        (refuses(400, LLAMA_TOO_LONG), "20,000 tokens, it holds 16,384"),
        (refuses(400, {"message": "Unknown parameter: seed"}), "Unknown parameter: seed"),
        (Step(status=422, body=b'{"detail": "seed: bad"}'), "seed: bad"),
        (Step(status=307, headers={"Location": "http://127.0.0.1:1/"}), "redirects"),
        (HTML, "Sign in"),
    ],
)
def test_messages_say_what_to_act_on(fake_endpoint, step, words):
    fake_endpoint.play(step)
    assert words in str(ask(fake_endpoint.base_url).error)


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_endpoint_that_repeats_the_article_is_not_quoted(fake_endpoint, status):
    body = json.dumps({"error": {"message": f"cannot read: {ARTICLE}"}}).encode()
    fake_endpoint.play(Step(status=status, body=body))
    error = ask(fake_endpoint.base_url).error
    assert "boats" not in everything_in(error)


def test_a_redirect_sends_the_article_nowhere(fake_endpoint):
    other = FakeEndpoint()
    other.play(GOOD)
    try:
        fake_endpoint.play(Step(status=307, headers={"Location": f"{other.base_url}/stolen"}))
        assert ask(fake_endpoint.base_url).error.code == "endpoint_not_found"
        assert (len(fake_endpoint.requests), other.requests) == (1, [])
    finally:
        other.close()
