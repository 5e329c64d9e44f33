from __future__ import annotations

import asyncio
import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paced import ANSWERED, answer, no_price, pacer, refuse
from properties import examples
from virtual_time import now, run

from llm_extract.errors import SettingsError, StoppedError
from llm_extract.llm import Limits, Slots, Turn
from llm_extract.llm._usage import UNKNOWN_TOKENS
from llm_extract.llm.pacing import Budget

INTERRUPTED = StoppedError("interrupted", "stopped by the user")


async def turn_at(pace, characters=7000) -> tuple[float, Turn]:
    turn = await pace.turn(characters)
    return now(), turn


async def departures(pace, count, characters=7000) -> list[float]:
    """When each of so many requests that want to go at once goes."""
    turns = [asyncio.create_task(turn_at(pace, characters)) for _ in range(count)]
    return [(await turn)[0] for turn in turns]


def test_without_limits_all_go_at_once():
    async def main():
        return await departures(pacer(), 1000)

    assert run(main()) == [0.0] * 1000


def test_requests_per_minute():
    async def main():
        return await departures(pacer(limits=Limits(rpm=60)), 4)

    assert run(main()) == pytest.approx([0, 1, 2, 3])


def test_tokens_per_minute_by_estimate():
    async def main():
        return await departures(pacer(limits=Limits(tpm=60_000), completion_tokens=1000), 3)

    # 2,000 tokens read and 1,000 written are three seconds' worth.
    assert run(main()) == pytest.approx([0, 3, 6])


def test_a_request_that_took_less_lets_the_next_go_sooner():
    async def main():
        pace = pacer(limits=Limits(tpm=60_000), completion_tokens=98_000)
        _, first = await turn_at(pace)
        waiting = asyncio.create_task(turn_at(pace))
        await asyncio.sleep(2)
        answer(first)
        return (await waiting)[0]

    assert run(main()) < 5


def test_a_request_of_unknown_cost_keeps_its_estimate():
    async def main():
        pace = pacer(limits=Limits(tpm=60_000), completion_tokens=1000)
        _, first = await turn_at(pace)
        first.ended(None, {}, UNKNOWN_TOKENS)
        return (await turn_at(pace))[0]

    assert run(main()) == pytest.approx(3)


def test_estimates_follow_what_requests_take():
    async def main():
        pace = pacer(limits=Limits(tpm=60_000), completion_tokens=50_000)
        for _ in range(60):
            answer(await pace.turn(7000))
        await asyncio.sleep(1000)
        return [sent - now() for sent in await departures(pace, 3)]

    last = run(main())
    assert last[2] - last[1] < 4


def test_limits_of_the_endpoint_are_kept():
    async def main():
        pace = pacer()
        (await pace.turn(7000)).ended(200, {"x-ratelimit-limit-requests": "60"}, ANSWERED)
        return await departures(pace, 3)

    assert run(main()) == pytest.approx([0, 1, 2])


@settings(max_examples=examples(25))
@given(st.lists(st.integers(0, 50_000), min_size=1, max_size=30))
def test_first_come_first_served(sizes):
    async def main():
        pace, order = pacer(limits=Limits(rpm=300, tpm=60_000)), []

        async def ask(number, characters):
            await pace.turn(characters)
            order.append(number)

        async with asyncio.TaskGroup() as group:
            for number, characters in enumerate(sizes):
                group.create_task(ask(number, characters))
        return order

    assert run(main()) == list(range(len(sizes)))


def test_one_429_stops_no_other_request():
    async def main():
        pace = pacer()
        refuse(await pace.turn(7000), retry_after="30")
        return await departures(pace, 5)

    assert run(main()) == [0.0] * 5


def test_three_429s_in_a_row_hold_all():
    async def main():
        pace = pacer()
        for turn in [await pace.turn(7000) for _ in range(3)]:
            refuse(turn, retry_after="30")
        return await departures(pace, 3)

    assert run(main()) == pytest.approx([30.0] * 3)


def test_slots_hear_every_response():
    async def main():
        pace = pacer(slots=Slots.adaptive(4))
        pace.slots.used(4, waiting=True)
        for _ in range(4):
            answer(await pace.turn(7000))
        return pace.slots.limit

    assert run(main()) == 5


def test_requests_in_flight_are_counted():
    async def main():
        pace = pacer()
        turns = [await pace.turn(7000) for _ in range(3)]
        before = pace.in_flight
        answer(turns[0])
        turns[1].ended(None, {}, UNKNOWN_TOKENS)
        return before, pace.in_flight, pace.spent.usage.requests

    assert run(main()) == (3, 1, 2)


def holding(seconds="1000"):
    return {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": seconds}


async def outcomes(pace, tasks) -> list[object]:
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_stop_wakes_all_that_wait_at_once():
    async def main():
        pace = pacer(retry_after_cap=5000)
        (await pace.turn(7000)).ended(200, holding(), ANSWERED)
        waiting = [asyncio.create_task(pace.turn(7000)) for _ in range(200)]
        await asyncio.sleep(10.5)
        pace.stop(INTERRUPTED)
        return await outcomes(pace, waiting), now(), pace.in_flight

    errors, seconds, in_flight = run(main())
    assert all(error is INTERRUPTED for error in errors)
    assert (seconds, in_flight) == (10.5, 0)


def test_after_a_stop_none_goes_and_those_in_flight_end():
    async def main():
        pace = pacer()
        flying = await pace.turn(7000)
        pace.stop(INTERRUPTED)
        pace.stop(StoppedError("circuit_open", "a later reason"))
        answer(flying)
        return await outcomes(pace, [pace.turn(7000), pace.turn(7000)]), pace

    errors, pace = run(main())
    assert errors == [INTERRUPTED] * 2
    assert (pace.in_flight, pace.spent.usage.requests) == (0, 1)


def test_an_error_raised_many_times_keeps_no_frames():
    async def main():
        pace = pacer()
        pace.stop(StoppedError("interrupted", "stopped by the user"))
        depths = []
        for _ in range(20):
            with pytest.raises(StoppedError) as caught:
                await pace.turn(7000)
            depths.append(len(inspect.getinnerframes(caught.value.__traceback__)))
        return depths

    assert len(set(run(main()))) == 1


def test_a_waiting_request_that_is_given_up_takes_nothing():
    async def main():
        pace = pacer(limits=Limits(rpm=60))
        await pace.turn(7000)
        given_up = [asyncio.create_task(pace.turn(7000)) for _ in range(5)]
        last = asyncio.create_task(turn_at(pace))
        await asyncio.sleep(0.5)
        for task in given_up:
            task.cancel()
        return (await last)[0], pace.in_flight, len(asyncio.all_tasks())

    assert run(main()) == (pytest.approx(1.0), 2, 1)


def test_a_waiting_request_that_is_given_up_leaves_no_task():
    async def main():
        pace = pacer(limits=Limits(rpm=60))
        await pace.turn(7000)
        waiting = asyncio.create_task(pace.turn(7000))
        await asyncio.sleep(0.5)
        waiting.cancel()
        await asyncio.sleep(0.01)
        return len(asyncio.all_tasks())

    assert run(main()) == 1


def test_a_refusal_of_the_budget_stops_those_that_wait_too():
    async def main():
        pace = pacer(budget=Budget(None, 5000, no_price), limits=Limits(rpm=60))
        tasks = [asyncio.create_task(pace.turn(7000)) for _ in range(4)]
        return await outcomes(pace, tasks), now()

    (first, *others), seconds = run(main())
    assert not isinstance(first, Exception)
    assert [error.code for error in others] == ["budget"] * 3
    assert seconds == pytest.approx(1.0)


def test_after_a_refusal_of_the_budget_none_waits_to_be_refused():
    async def main():
        pace = pacer(budget=Budget(None, 5000, no_price))
        flying = await pace.turn(7000)
        first = await outcomes(pace, [pace.turn(7000)])
        flying.ended(200, holding(), ANSWERED)
        return first, await outcomes(pace, [pace.turn(7000)]), now()

    first, second, seconds = run(main())
    assert first == second
    assert (second[0].code, seconds) == ("budget", 0.0)


@pytest.mark.parametrize("limits", [{"rpm": 0}, {"tpm": -1}, {"rpm": float("nan")}])
def test_limits_nothing_could_pass_are_no_setting(limits):
    with pytest.raises(SettingsError) as caught:
        Limits(**limits)
    assert (caught.value.code, caught.value.source) == ("usage", next(iter(limits)))


def no_task(loop, work, **settings):
    raise AssertionError("a task was started")


def test_a_turn_that_need_not_wait_starts_no_task():
    async def main():
        pace, loop = pacer(), asyncio.get_running_loop()
        loop.set_task_factory(no_task)
        for _ in range(10):
            answer(await pace.turn(7000))
        loop.set_task_factory(None)

    run(main())
