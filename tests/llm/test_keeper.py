"""What was paid for is kept before it is read, and not paid for twice."""

from __future__ import annotations

import asyncio

import pytest
from asking import GOOD, MESSAGES, RIGHT, Landing, nothing_leaks
from fake_endpoint import FakeEndpoint, Step, answers, gzipped, refuses
from hooks import Shelf, SlowPace, hash_of

from llm_extract.errors import AnswerError, EndpointError, OutputError, StoppedError
from llm_extract.llm import Answer, CallSettings, Endpoint, LlmClient

__all__ = ("nothing_leaks",)

UNUSABLE = Step(body=b"<html>Sign in</html>")


def ask(
    fake_endpoint: FakeEndpoint, shelf: Shelf, pace: SlowPace | None = None, **settings: object
) -> Answer[Landing]:
    async def sleep(_: float) -> None:
        """Between two requests."""

    async def run() -> Answer[Landing]:
        endpoint = Endpoint("fake-1", fake_endpoint.base_url)
        async with LlmClient(endpoint, CallSettings(**settings), pace=pace, sleep=sleep) as client:
            return await client.keeping(shelf).ask(MESSAGES, Landing)

    return asyncio.run(run())


@pytest.mark.parametrize("step", [GOOD, gzipped(GOOD.body)])
def test_an_answer_is_kept_whole_under_the_hash_of_its_request(
    fake_endpoint: FakeEndpoint, step: Step
) -> None:
    fake_endpoint.play(step)
    shelf = Shelf()
    answer = ask(fake_endpoint, shelf)
    assert shelf.kept == [(hash_of(fake_endpoint.requests[0].body), GOOD.body)]
    assert shelf.notes == [*answer.attempts]
    assert not answer.attempts[0].recalled


def test_what_is_recalled_is_not_sent(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    shelf, pace = Shelf(), SlowPace()
    first = ask(fake_endpoint, shelf)
    again = shelf.again()
    second = ask(fake_endpoint, again, pace)
    assert (second.value, second.raw, second.model) == (first.value, RIGHT, "fake-1")
    assert (len(fake_endpoint.requests), pace.asked, pace.ends) == (1, [], [])
    (attempt,) = second.attempts
    assert (attempt.recalled, attempt.seconds, attempt.status) == (True, 0.0, 200)
    assert attempt.prompt_tokens == 100
    assert again.notes == [attempt]


def test_another_question_is_not_recalled(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    shelf = Shelf()
    ask(fake_endpoint, shelf)
    ask(fake_endpoint, shelf.again(), max_tokens=7)
    assert len(fake_endpoint.requests) == 2


def test_an_answer_that_does_not_fit_is_recalled_and_then_asked_about(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.play(answers('{"boats": "many"}'), GOOD)
    shelf = Shelf()
    ask(fake_endpoint, shelf)
    assert len(shelf.kept) == 2
    short = Shelf(earlier=shelf.kept[:1])
    answer = ask(fake_endpoint, short)
    assert [attempt.recalled for attempt in answer.attempts] == [True, False]
    assert [attempt.code for attempt in answer.attempts] == ["schema_mismatch", None]
    assert len(fake_endpoint.requests) == 3
    assert fake_endpoint.requests[1].body == fake_endpoint.requests[2].body
    assert short.notes == [*answer.attempts]


def test_an_unusable_response_is_kept_and_the_next_one_is_its_successor(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.play(UNUSABLE, GOOD)
    shelf = Shelf()
    ask(fake_endpoint, shelf)
    assert [body for _, body in shelf.kept] == [UNUSABLE.body, GOOD.body]
    answer = ask(fake_endpoint, shelf.again())
    assert len(fake_endpoint.requests) == 2
    assert [attempt.recalled for attempt in answer.attempts] == [True, True]
    assert answer.attempts[1].waited == 0.0


@pytest.mark.parametrize("step", [refuses(503), Step(body=GOOD.body, cut_after=9)])
def test_only_good_responses_are_kept(fake_endpoint: FakeEndpoint, step: Step) -> None:
    fake_endpoint.play(step, GOOD)
    shelf = Shelf()
    answer = ask(fake_endpoint, shelf)
    assert [body for _, body in shelf.kept] == [GOOD.body]
    assert shelf.notes == [*answer.attempts]
    assert [attempt.outcome for attempt in shelf.notes] == ["failed", "ok"]


@pytest.mark.parametrize("step", [GOOD, UNUSABLE])
def test_what_cannot_be_kept_is_not_read(fake_endpoint: FakeEndpoint, step: Step) -> None:
    fake_endpoint.play(step)
    shelf, pace = Shelf(is_full=True), SlowPace()
    with pytest.raises(OutputError) as caught:
        ask(fake_endpoint, shelf, pace)
    assert (caught.value.code, caught.value.message) == ("disk_full", "no space left")
    assert len(fake_endpoint.requests) == 1
    assert [(note.outcome, note.code, note.status) for note in shelf.notes] == [
        ("failed", "disk_full", 200)
    ]
    assert [ended.status for ended in pace.ends] == [200]


def test_a_failed_call_is_noted_as_it_ended(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(refuses(503), answers("{}"), answers("{}"))
    shelf = Shelf()
    with pytest.raises(AnswerError) as caught:
        ask(fake_endpoint, shelf)
    assert shelf.notes == [*caught.value.attempts]
    codes = [note.code for note in shelf.notes]
    assert codes == ["server_error", "schema_mismatch", "schema_mismatch"]


def test_a_stop_before_the_second_request_notes_the_first(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(answers("{}"))
    shelf = Shelf()
    with pytest.raises(StoppedError):
        ask(fake_endpoint, shelf, SlowPace(allowed=1))
    assert [note.code for note in shelf.notes] == ["schema_mismatch"]


def test_a_deadline_is_noted(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=GOOD.body, drip=0.05))
    shelf = Shelf()
    with pytest.raises(EndpointError):
        ask(fake_endpoint, shelf, deadline=0.5)
    assert [(note.outcome, note.code) for note in shelf.notes] == [("failed", "timeout")]


def cancelled(fake_endpoint: FakeEndpoint, shelf: Shelf, pace: SlowPace, after: float) -> None:
    """Cancel a call a while after it began."""

    async def run() -> None:
        endpoint = Endpoint("fake-1", fake_endpoint.base_url)
        async with LlmClient(endpoint, pace=pace) as client:
            task = asyncio.create_task(client.keeping(shelf).ask(MESSAGES, Landing))
            await asyncio.sleep(after)
            task.cancel()
            await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())


def test_a_cancelled_call_still_keeps_what_has_arrived(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    shelf, pace = Shelf(seconds=0.6), SlowPace()
    cancelled(fake_endpoint, shelf, pace, after=0.3)
    assert [body for _, body in shelf.kept] == [GOOD.body]
    assert [ended.status for ended in pace.ends] == [200]
    assert [(note.code, note.status) for note in shelf.notes] == [("interrupted", 200)]


def test_a_call_cancelled_before_the_answer_keeps_nothing(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=GOOD.body, drip=0.1))
    shelf, pace = Shelf(), SlowPace()
    cancelled(fake_endpoint, shelf, pace, after=0.1)
    assert shelf.kept == []
    assert [ended.status for ended in pace.ends] == [None]
    assert [(note.code, note.status) for note in shelf.notes] == [("interrupted", None)]


def test_clients_that_keep_share_one_connection(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(GOOD)
    shelves = [Shelf(), Shelf()]

    async def run() -> None:
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url)) as client:
            for shelf in shelves:
                await client.keeping(shelf).ask(MESSAGES, Landing)
            await client.ask(MESSAGES, Landing)

    asyncio.run(run())
    assert [len(shelf.kept) for shelf in shelves] == [1, 1]
    assert len(fake_endpoint.ports) == 1
