"""Each request takes one turn and gives it back once, whatever comes of it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time

import pytest
from asking import GOOD, MESSAGES, Landing, nothing_leaks
from fake_endpoint import FakeEndpoint, Step, answers, refuses
from hooks import SlowPace

from llm_extract.errors import EndpointError, StoppedError
from llm_extract.llm import Answer, CallSettings, Endpoint, LlmClient
from llm_extract.llm._usage import NOT_BILLED, UNKNOWN_TOKENS, Tokens

__all__ = ("nothing_leaks",)

PAID = Tokens(100, 10, 64)


async def no_pause(_: float) -> None:
    """Between two requests."""


async def asked(base_url: str, pace: SlowPace, **settings: object) -> Answer[Landing]:
    endpoint = Endpoint("fake-1", base_url)
    async with LlmClient(
        endpoint, CallSettings(**settings), pace=pace, sleep=no_pause, max_response_bytes=10_000
    ) as client:
        return await client.ask(MESSAGES, Landing)


def test_a_turn_knows_the_size_of_the_request_and_what_came_of_it(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.play(Step(body=GOOD.body, headers={"X-RateLimit-Remaining-Requests": "7"}))
    pace = SlowPace()
    asyncio.run(asked(fake_endpoint.base_url, pace))
    (request,) = fake_endpoint.requests
    assert pace.asked == [len(request.body.decode())]
    assert len(request.body) > len(request.body.decode())
    (ended,) = pace.ends
    assert (ended.status, ended.tokens) == (200, PAID)
    assert ended.headers["x-ratelimit-remaining-requests"] == "7"


@pytest.mark.parametrize(
    ("steps", "ends"),
    [
        ([refuses(429), GOOD], [(429, NOT_BILLED), (200, PAID)]),
        ([refuses(503), GOOD], [(503, UNKNOWN_TOKENS), (200, PAID)]),
        ([answers("{}"), GOOD], [(200, PAID), (200, PAID)]),
        ([Step(body=b"<html>"), GOOD], [(200, UNKNOWN_TOKENS), (200, PAID)]),
        ([Step(body=b"x" * 99, cut_after=9), GOOD], [(None, UNKNOWN_TOKENS), (200, PAID)]),
        ([Step(body=b"x" * 10_001), GOOD], [(None, UNKNOWN_TOKENS)]),
    ],
)
def test_each_request_takes_one_turn(
    fake_endpoint: FakeEndpoint, steps: list[Step], ends: list[tuple[int | None, Tokens]]
) -> None:
    fake_endpoint.play(*steps)
    pace = SlowPace()
    # One of them is too large.
    with contextlib.suppress(EndpointError):
        asyncio.run(asked(fake_endpoint.base_url, pace))
    assert [(ended.status, ended.tokens) for ended in pace.ends] == ends
    assert len(pace.asked) == len(fake_endpoint.requests) == len(ends)


def test_a_turn_ends_where_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    pace = SlowPace()
    with pytest.raises(EndpointError, match="connection"):
        asyncio.run(asked(address, pace, transport_retries=1))
    assert [(ended.status, ended.tokens) for ended in pace.ends] == [(None, NOT_BILLED)] * 2


def test_a_turn_ends_at_the_deadline(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=GOOD.body, drip=0.05))
    pace = SlowPace()
    with pytest.raises(EndpointError, match="timeout"):
        asyncio.run(asked(fake_endpoint.base_url, pace, deadline=0.3))
    assert [(ended.status, ended.tokens) for ended in pace.ends] == [(None, UNKNOWN_TOKENS)]


def test_waiting_for_a_turn_is_not_part_of_the_deadline(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(refuses(503), GOOD)
    answer = asyncio.run(asked(fake_endpoint.base_url, SlowPace(seconds=1.1), deadline=1.0))
    assert [attempt.status for attempt in answer.attempts] == [503, 200]
    assert all(attempt.waited >= 1.1 for attempt in answer.attempts)
    assert all(attempt.seconds < 1.0 for attempt in answer.attempts)


def test_the_deadline_goes_on_after_a_turn(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=GOOD.body, drip=0.1))
    started = time.monotonic()
    with pytest.raises(EndpointError, match="timeout"):
        asyncio.run(asked(fake_endpoint.base_url, SlowPace(seconds=0.3), deadline=0.3))
    # The whole answer would take half a minute.
    assert 0.6 <= time.monotonic() - started < 10


@pytest.mark.parametrize(("allowed", "sent"), [(0, 0), (1, 1)])
def test_a_stop_reaches_the_caller_as_it_is(
    fake_endpoint: FakeEndpoint, allowed: int, sent: int
) -> None:
    fake_endpoint.play(answers("{}"))
    pace = SlowPace(allowed=allowed)
    with pytest.raises(StoppedError) as caught:
        asyncio.run(asked(fake_endpoint.base_url, pace))
    assert (caught.value.code, caught.value.message) == ("budget", "the budget is spent")
    assert len(fake_endpoint.requests) == len(pace.ends) == sent


def test_a_call_cancelled_while_it_waits_takes_no_turn(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    pace = SlowPace(seconds=9)

    async def run() -> None:
        task = asyncio.create_task(asked(fake_endpoint.base_url, pace))
        await asyncio.sleep(0.05)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
    assert (fake_endpoint.requests, pace.asked, pace.ends) == ([], [], [])
