from __future__ import annotations

import asyncio
import json

import pytest
import vcr
from asking import GOOD, KEY, MESSAGES, RIGHT, Landing, ask, everything_in, nothing_leaks
from fake_endpoint import Step, answers, completion, tool_calls
from pydantic import SecretStr, field_validator
from vcr.errors import CannotOverwriteExistingCassetteException

from llm_extract.errors import AnswerError
from llm_extract.llm import CallSettings, Endpoint, LlmClient, Usage
from llm_extract.llm._call import parameters
from llm_extract.llm._endpoint import OPENAI_URL

__all__ = ("nothing_leaks",)


def test_a_good_answer(fake_endpoint):
    fake_endpoint.play(answers(RIGHT))
    outcome = ask(fake_endpoint.base_url)
    answer = outcome.answer
    assert type(answer.value) is Landing
    assert answer.value == Landing(boats=3, kind="fishing")
    assert (answer.raw, answer.model) == (RIGHT, "fake-1")
    (attempt,) = answer.attempts
    assert (attempt.number, attempt.outcome, attempt.code) == (1, "ok", None)
    assert (attempt.status, attempt.model, attempt.waited) == (200, "fake-1", 0.0)
    assert Usage.of(answer.attempts) == Usage(100, 10, 64, 1, complete=True)
    assert outcome.pauses == []


def test_the_request_is_what_was_asked_for(fake_endpoint):
    fake_endpoint.play(answers(RIGHT))
    ask(fake_endpoint.base_url, seed=7, max_tokens=99, extra_body={"cache_prompt": True})
    request = fake_endpoint.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert "CANARY" not in str({**request.headers, "authorization": ""})
    assert request.json == {
        "model": "fake-1",
        "messages": MESSAGES,
        "temperature": 0.0,
        "max_tokens": 99,
        "seed": 7,
        "cache_prompt": True,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "Landing", "schema": Landing.model_json_schema()},
        },
    }


@pytest.mark.parametrize(
    ("model", "base_url", "sent"),
    [
        ("gpt-5-mini", OPENAI_URL, {"max_completion_tokens": 4096}),
        ("o4-mini", OPENAI_URL, {"max_completion_tokens": 4096}),
        ("gpt-4.1", OPENAI_URL, {"max_completion_tokens": 4096, "temperature": 0.0}),
        ("gpt-5-mini", "https://gateway.example/v1", {"max_tokens": 4096, "temperature": 0.0}),
    ],
)
def test_openai_has_parameters_of_its_own(model, base_url, sent):
    assert parameters(Endpoint(model, base_url), CallSettings()) == {"model": model, **sent}


def test_what_looks_like_a_template_arrives_unchanged_and_once(fake_endpoint):
    fake_endpoint.play(answers('{"boats": "many"}'), answers(RIGHT))
    ask(fake_endpoint.base_url)
    assert len(fake_endpoint.requests) == 2
    for request in fake_endpoint.requests:
        assert request.json["messages"][:2] == MESSAGES
        assert request.body.decode().count("{{ 7*7 }}") == 1
        assert request.body.decode().count("{% of %}") == 1


def test_the_schema_on_the_wire_can_be_another_one(fake_endpoint):
    schema = {"type": "object", "properties": {"boats": {"type": "integer", "maximum": 9}}}
    given = json.dumps(schema)
    for mode in ("json_schema", "tools"):
        fake_endpoint.play(answers(message=tool_calls(("Landing", RIGHT)) | {"content": RIGHT}))
        assert ask(fake_endpoint.base_url, json_schema=schema, mode=mode).answer.value.boats == 3
    by_format, by_tool = (request.json for request in fake_endpoint.requests)
    assert by_format["response_format"]["json_schema"]["schema"] == schema
    function = by_tool["tools"][0]["function"]
    assert function["name"] == by_tool["tool_choice"]["function"]["name"] == "Landing"
    assert function["parameters"] == schema | {"required": []}
    assert json.dumps(schema) == given


def test_usage_is_counted_once_per_request(fake_endpoint):
    fake_endpoint.play(answers("{}"), answers("{}"), GOOD)
    outcome = ask(fake_endpoint.base_url, validation_retries=2)
    assert [attempt.prompt_tokens for attempt in outcome.attempts] == [100, 100, 100]
    assert [attempt.outcome for attempt in outcome.attempts] == ["invalid", "invalid", "ok"]
    assert Usage.of(outcome.attempts) == Usage(300, 30, 192, 3, complete=True)


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": -1, "completion_tokens": -1}, "1"])
def test_missing_or_absurd_usage_is_unknown(fake_endpoint, usage):
    fake_endpoint.play(answers(RIGHT, usage=usage))
    outcome = ask(fake_endpoint.base_url)
    assert outcome.answer.value.boats == 3
    assert Usage.of(outcome.attempts) == Usage(None, None, None, 1, complete=False)


def test_a_failed_answer_is_paid_for_all_the_same(fake_endpoint):
    fake_endpoint.play(answers('{"boats":', finish_reason="length"))
    error = ask(fake_endpoint.base_url).error
    assert Usage.of(error.attempts) == Usage(100, 10, 64, 1, complete=True)
    assert error.attempts[0].outcome == "invalid"


def test_misfits_are_told_by_path_only(fake_endpoint):
    fake_endpoint.play(answers('{"boats": "Karvel", "Karvel harbour was": 1}'))
    error = ask(fake_endpoint.base_url).error
    assert isinstance(error, AnswerError)
    assert error.fields == ("boats", "kind", "?")
    assert "boats, kind, ?" in error.message


def test_the_model_is_told_what_did_not_fit(fake_endpoint):
    fake_endpoint.play(answers('{"boats": "many"}'), GOOD)
    ask(fake_endpoint.base_url)
    again = fake_endpoint.requests[1].json["messages"]
    assert [message["role"] for message in again] == ["system", "user", "assistant", "user"]
    assert again[2]["content"] == '{"boats": "many"}'
    assert "boats" in again[3]["content"]


def test_no_re_ask_without_validation_retries(fake_endpoint):
    fake_endpoint.play(answers("{}"), GOOD)
    outcome = ask(fake_endpoint.base_url, validation_retries=0)
    assert (outcome.error.code, len(fake_endpoint.requests)) == ("schema_mismatch", 1)


@pytest.mark.parametrize(
    ("calls", "code", "requests"),
    [
        ([("Landing", RIGHT)], None, 1),
        ([("Landing", RIGHT), ("Landing", RIGHT)], "invalid_response", 2),
        ([("Departure", RIGHT)], "invalid_response", 2),
        ([("Landing", '{"boats": 1.5}')], "schema_mismatch", 2),
        ([("Landing", "{")], "invalid_response", 2),
        ([], "invalid_response", 2),
    ],
)
def test_tool_calls(fake_endpoint, calls, code, requests):
    fake_endpoint.play(answers(message=tool_calls(*calls)))
    outcome = ask(fake_endpoint.base_url, mode="tools")
    assert (outcome.error.code if outcome.error else None) == code
    assert len(fake_endpoint.requests) == len(outcome.attempts) == requests


def test_a_cassette_miss_shows_as_itself_at_once(tmp_path):
    with (
        vcr.use_cassette(str(tmp_path / "empty.yaml"), record_mode="none"),
        pytest.raises(CannotOverwriteExistingCassetteException),
    ):
        ask("http://127.0.0.1:1/v1", messages=[{"role": "user", "content": "x"}])


def test_a_recording_holds_each_request_once_and_replays_without_a_server(fake_endpoint, tmp_path):
    fake_endpoint.play(answers("{}"), GOOD)
    matched = {"match_on": ["method", "uri", "body"]}
    for mode in ("once", "none"):
        with vcr.use_cassette(str(tmp_path / "two.yaml"), record_mode=mode, **matched) as cassette:
            # The recorder logs what it records.
            outcome = ask(fake_endpoint.base_url, messages=[{"role": "user", "content": "x"}])
        assert outcome.answer.value == Landing(boats=3, kind="fishing")
        assert (len(cassette), len(outcome.attempts)) == (2, 2)
    assert len(fake_endpoint.requests) == 2


def test_a_defect_in_a_validator_is_not_hidden(fake_endpoint):
    class Defective(Landing):
        @field_validator("boats")
        @classmethod
        def check(cls, _):
            raise KeyError("defect")

    fake_endpoint.play(GOOD)

    async def run():
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url)) as client:
            await client.ask(MESSAGES, Defective)

    with pytest.raises(KeyError, match="defect"):
        asyncio.run(run())
    assert len(fake_endpoint.requests) == 1


def test_half_a_surrogate_pair_is_refused_before_sending(fake_endpoint):
    fake_endpoint.play(GOOD)
    messages = [{"role": "user", "content": "Karvel \udce9"}]
    error = ask(fake_endpoint.base_url, messages=messages).error
    assert (error.code, error.attempts, fake_endpoint.requests) == ("bad_request", (), [])
    assert "Karvel" not in everything_in(error)


def test_calls_at_the_same_time_do_not_mix(fake_endpoint):
    fake_endpoint.play(*[answers(RIGHT.replace("3", str(n))) for n in range(8)])

    async def run():
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url)) as client:
            return await asyncio.gather(*[client.ask(MESSAGES, Landing) for _ in range(8)])

    got = asyncio.run(run())
    assert {answer.value.boats for answer in got} == set(range(8))
    assert all(str(answer.value.boats) in answer.raw for answer in got)
    assert all(len(answer.attempts) == 1 for answer in got)


def test_a_model_that_answers_under_another_name_is_noted(fake_endpoint):
    fake_endpoint.play(Step(body=completion(RIGHT, model="fake-2")))
    answer = ask(fake_endpoint.base_url).answer
    assert answer.model == answer.attempts[0].model == "fake-2"


def test_the_client_shows_no_key(fake_endpoint):
    client = LlmClient(Endpoint("fake-1", fake_endpoint.base_url, SecretStr(KEY)))
    assert "CANARY" not in f"{client!r} {vars(client)}"
