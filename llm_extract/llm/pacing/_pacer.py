"""The pace of a run: slots, limits, holds and budget together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from llm_extract.errors import StoppedError
from llm_extract.llm._hooks import Pace, Turn
from llm_extract.llm._retry import Sleep
from llm_extract.llm._usage import Tokens
from llm_extract.llm.pacing._budget import Budget, Reserved, Spent, filled
from llm_extract.llm.pacing._estimates import Estimate, Estimates
from llm_extract.llm.pacing._hold import Hold
from llm_extract.llm.pacing._limits import Limits, Rates
from llm_extract.llm.pacing._slots import Slots

# Requests that end may free what the next one waits for before its time.
_LONGEST_NAP = 1.0


@dataclass(slots=True)
class _Turn:
    characters: int
    reserved: Reserved
    note: Callable[[_Turn, int | None, Mapping[str, str], Tokens], None]

    def ended(self, status: int | None, headers: Mapping[str, str], tokens: Tokens) -> None:
        self.note(self, status, headers, tokens)


class Pacer(Pace):
    """Decides when the requests of a run go out, first come, first served.

    It does not count articles: whoever starts them keeps to ``slots.limit`` and tells
    ``slots.used``. Belongs to one event loop.

    Attributes:
        slots: how many articles may be in flight; hears every response.
        in_flight: requests that went out and have not ended.
    """

    def __init__(
        self,
        slots: Slots,
        limits: Limits,
        budget: Budget,
        *,
        completion_tokens: int = 1000,
        retry_after_cap: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Send nothing yet.

        Args:
            slots: see `Slots`.
            limits: per minute; those the endpoint tells in its headers are kept as well.
            budget: see `Budget`.
            completion_tokens: guess at the tokens of an answer, until some have come.
            retry_after_cap: longest hold of all requests in seconds.
            clock: seconds, never going back.
            sleep: awaited with the seconds of a pause.
        """
        self.slots = slots
        self.in_flight = 0
        self._rates = Rates(limits, clock)
        self._budget = budget
        self._estimates = Estimates(completion_tokens)
        self._hold = Hold(retry_after_cap, clock)
        self._sleep = sleep
        # Its waiters get it in the order they came.
        self._line = asyncio.Lock()
        self._nap: asyncio.Future[None] | None = None
        self._pauses: set[asyncio.Future[None]] = set()
        self._stopped: StoppedError | None = None

    @property
    def spent(self) -> Spent:
        """Totals of the requests that have ended."""
        return self._budget.spent

    def stop(self, error: StoppedError) -> None:
        """Let no request out any more: waiting and later turns raise ``error``, the first given.

        Requests in flight end as they would have.
        """
        self._stopped = self._stopped or error
        for waiting in (self._nap, *self._pauses):
            if waiting is not None:
                waiting.cancel()

    async def turn(self, characters: int) -> Turn:
        """Wait until a request of so many characters may go out.

        Raises:
            StoppedError: the run was stopped, or the budget does not allow the request, which
                stops the run.
        """
        async with self._line:
            estimate = self._estimates.of(characters)
            while (seconds := self._wait(estimate)) > 0:
                await self._rest(min(seconds, _LONGEST_NAP))
            reserved = self._reserve(estimate)
            self._rates.take(estimate)
            self.in_flight += 1
            return _Turn(characters, reserved, self._ended)

    async def pause(self, seconds: float) -> None:
        """Sleep between two requests of one call.

        Raises:
            StoppedError: the run was stopped, before or meanwhile.
        """
        sleeping = asyncio.ensure_future(self._sleep(seconds))
        self._pauses.add(sleeping)
        try:
            if self._stopped is None:
                await asyncio.wait({sleeping})
        finally:
            sleeping.cancel()
            self._pauses.discard(sleeping)
        if self._stopped is not None:
            raise self._stopped.with_traceback(None)

    def _wait(self, estimate: Estimate) -> float:
        if self._stopped is not None:
            raise self._stopped.with_traceback(None)
        return max(self._hold.left(), self._rates.wait(estimate))

    async def _rest(self, seconds: float) -> None:
        """Sleep, unless stopped before; a task of its own can be woken."""
        self._nap = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait({self._nap})
        finally:
            self._nap.cancel()
            self._nap = None

    def _reserve(self, estimate: Estimate) -> Reserved:
        try:
            return self._budget.reserve(estimate)
        except StoppedError as error:
            self.stop(error)
            raise

    def _ended(
        self, turn: _Turn, status: int | None, headers: Mapping[str, str], tokens: Tokens
    ) -> None:
        estimate = turn.reserved.estimate
        self.slots.responded(status)
        self._hold.hear(status, headers, self.in_flight)
        self.in_flight -= 1
        self._rates.hear(headers)
        self._rates.correct(estimate, filled(tokens, estimate).tokens)
        self._budget.settle(turn.reserved, tokens)
        self._estimates.learn(turn.characters, tokens)
