"""Inputs for an event loop, read ahead by a thread."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")

_AHEAD = 256
_JOIN_SECONDS = 1.0


class Feeder(Generic[T]):
    """Takes inputs from an iterator, some ahead of who takes them; belongs to one event loop.

    An input is there as soon as it was read, however slow the next one is.
    """

    def __init__(self, inputs: Iterator[T]) -> None:
        self._inputs = inputs
        self._ready: deque[T] = deque()
        self._room = threading.Semaphore(_AHEAD)
        self._arrived = asyncio.Event()
        self._waiting = False
        self._ended = False
        self._error: BaseException | None = None
        self._closed = False
        self._loop = asyncio.get_running_loop()
        # A daemon: a source that is being waited for must not hold up the end of the program.
        self._thread = threading.Thread(target=self._read, name="reading", daemon=True)
        self._thread.start()

    async def take(self) -> T | None:
        """The next input, or ``None`` at the end; errors of the iterator as they come."""
        while not self._ready:
            self._arrived.clear()
            self._waiting = True
            # What arrived before the flag was up has woken nobody.
            if not self._ready and not self._ended:
                await self._arrived.wait()
            self._waiting = False
            if self._ended and not self._ready:
                if self._error:
                    raise self._error
                return None
        self._room.release()
        return self._ready.popleft()

    def close(self) -> None:
        """Take no more; waits for an input that is being read, but not for long."""
        self._closed = True
        self._room.release()
        self._thread.join(_JOIN_SECONDS)

    def _read(self) -> None:
        try:
            for item in self._inputs:
                self._room.acquire()
                if self._closed:
                    return
                self._ready.append(item)
                self._wake()
        except BaseException as error:
            self._error = error
        finally:
            self._ended = True
            self._wake()

    def _wake(self) -> None:
        if self._waiting:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._arrived.set)
