"""Requests that pass a tape: played from it, or heard by it."""

from __future__ import annotations

import asyncio

import pytest
from asking import GOOD, KEY, MESSAGES, Landing
from fake_endpoint import FakeEndpoint, Step, answers, refuses
from pydantic import SecretStr

from llm_extract.errors import EndpointError, RecordingError
from llm_extract.llm import Answer, CallSettings, Endpoint, LlmClient

NOWHERE = "http://127.0.0.1:9/v1"


class Reel:
    """A tape in memory; with `only` set it lets no request out."""

    def __init__(self, *, only: bool = False) -> None:
        self.only = only
        self.heard_of: list[tuple[bytes, bytes]] = []
        self.to_play: dict[bytes, bytes] = {}

    def played(self, request: bytes) -> bytes | None:
        if self.only and request not in self.to_play:
            raise RecordingError("recording_stale", "not recorded")
        return self.to_play.get(request)

    def heard(self, request: bytes, response: bytes) -> None:
        self.heard_of.append((request, response))


def ask(address: str, reel: Reel, pauses: list[float] | None = None) -> Answer[Landing]:
    async def sleep(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    async def run() -> Answer[Landing]:
        endpoint = Endpoint("fake-1", address, SecretStr(KEY))
        async with LlmClient(endpoint, CallSettings(), sleep=sleep) as client:
            return await client.taped(reel).ask(MESSAGES, Landing)

    return asyncio.run(run())


def test_what_was_heard_can_be_played_where_nobody_answers(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    reel = Reel()
    live = ask(fake_endpoint.base_url, reel)
    again = Reel(only=True)
    again.to_play = dict(reel.heard_of)

    played = ask(NOWHERE, again)

    assert (played.value, played.raw, played.model) == (live.value, live.raw, live.model)
    assert [a.prompt_tokens for a in played.attempts] == [a.prompt_tokens for a in live.attempts]
    assert again.heard_of == []


def test_a_request_that_is_not_on_the_tape_is_not_sent(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    with pytest.raises(RecordingError, match="recording_stale"):
        ask(fake_endpoint.base_url, Reel(only=True))
    assert fake_endpoint.requests == []


def test_faults_are_not_heard_and_need_no_pause_when_played(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(refuses(500), refuses(429), GOOD)
    reel, pauses = Reel(), []
    ask(fake_endpoint.base_url, reel, pauses)
    assert (len(reel.heard_of), len(pauses)) == (1, 2)

    again, pauses = Reel(only=True), []
    again.to_play = dict(reel.heard_of)
    ask(NOWHERE, again, pauses)
    assert pauses == []


def test_without_a_tape_nowhere_is_nowhere() -> None:
    with pytest.raises(EndpointError):
        ask(NOWHERE, Reel())


def test_the_key_is_not_heard(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=answers('{"boats": 3, "kind": "fishing"}', note=KEY).body))
    reel = Reel()
    ask(fake_endpoint.base_url, reel)
    ((request, response),) = reel.heard_of
    assert KEY.encode() not in request + response
    assert b"[key]" in response
