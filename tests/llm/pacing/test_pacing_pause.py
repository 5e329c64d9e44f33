from __future__ import annotations

import asyncio
import time

import pytest

from llm_extract.errors import StoppedError
from llm_extract.llm import Budget, Limits, Pacer, Slots

STOP = StoppedError("interrupted", "the run was interrupted")


def pacer():
    return Pacer(Slots.fixed(4), Limits(), Budget(None, None, lambda _: None))


def test_a_pause_ends_by_itself():
    before = time.monotonic()
    asyncio.run(pacer().pause(0.1))
    assert time.monotonic() - before >= 0.1


def test_a_stop_ends_all_pauses_at_once():
    async def stopped():
        one = pacer()
        pauses = [asyncio.create_task(one.pause(30)) for _ in range(3)]
        await asyncio.sleep(0.05)
        one.stop(STOP)
        return await asyncio.gather(*pauses, return_exceptions=True)

    before = time.monotonic()
    assert [type(end) for end in asyncio.run(stopped())] == [StoppedError] * 3
    assert time.monotonic() - before < 5


def test_after_a_stop_there_is_no_pause():
    async def stopped():
        one = pacer()
        one.stop(STOP)
        await one.pause(30)

    with pytest.raises(StoppedError):
        asyncio.run(stopped())


def test_a_pause_that_is_cancelled_is_cancelled():
    async def cancelled():
        task = asyncio.create_task(pacer().pause(30))
        await asyncio.sleep(0.05)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
