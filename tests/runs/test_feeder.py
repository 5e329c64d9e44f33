from __future__ import annotations

import asyncio
import threading
import time

import pytest

from llm_extract.runs._feeder import Feeder


def all_of(inputs):
    async def take():
        feeder, found = Feeder(iter(inputs)), []
        while (item := await feeder.take()) is not None:
            found.append(item)
        assert await feeder.take() is None
        feeder.close()
        return found

    return asyncio.run(take())


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 1000])
def test_everything_comes_in_order(count):
    assert all_of(range(1, count + 1)) == list(range(1, count + 1))


def test_inputs_are_read_ahead_by_another_thread_and_not_far():
    read = []

    def inputs():
        for number in range(1, 1000):
            read.append(threading.get_ident())
            yield number

    async def take_one():
        feeder = Feeder(inputs())
        await feeder.take()
        await asyncio.sleep(0.2)
        feeder.close()

    asyncio.run(take_one())
    assert set(read) != {threading.get_ident()}
    assert len(read) <= 300


def test_what_is_in_hand_does_not_wait_for_what_is_slow():
    def inputs():
        yield "first"
        yield "second"
        time.sleep(5)
        yield "third"

    async def take_two():
        feeder = Feeder(inputs())
        before = time.monotonic()
        assert [await feeder.take(), await feeder.take()] == ["first", "second"]
        feeder.close()
        return time.monotonic() - before

    assert asyncio.run(take_two()) < 4


def test_an_error_while_reading_reaches_who_takes():
    def inputs():
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        all_of(inputs())
