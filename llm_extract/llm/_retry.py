"""The one policy for repeating a request that failed on the way."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from llm_extract.errors import CallError
from llm_extract.llm._usage import UNKNOWN_TOKENS, Tokens

Sleep = Callable[[float], Awaitable[None]]
T = TypeVar("T")

# 1, 2, 4, 8 ... 30 seconds, each plus up to one second so that workers do not return together.
_BACKOFF = wait_exponential_jitter(initial=1, max=30, jitter=1)


@dataclass(eq=False)
class Fault(Exception):  # noqa: N818 - carries an error, and is never seen outside
    """One request failed.

    Attributes:
        error: what the caller is told when it ends here.
        retry: whether the same request may go out again.
        wait: seconds the endpoint asked to wait, or ``None``.
        tokens: what the request cost, as far as it is known.
    """

    error: CallError
    retry: Literal["never", "once", "always"] = "never"
    wait: float | None = None
    tokens: Tokens = UNKNOWN_TOKENS


async def with_retries(send: Callable[[], Awaitable[T]], *, retries: int, sleep: Sleep) -> T:
    """Await ``send()``, again after a passing fault, at most ``retries`` times more.

    The pause is what the endpoint asked for, else exponential with jitter. Anything but a
    `Fault` passes through at once.

    Raises:
        CallError: the error of the last fault.
    """
    policy = AsyncRetrying(
        retry=retry_if_exception(_is_passing),
        stop=_Stop(retries),
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )
    try:
        return await policy(send)
    except Fault as fault:
        raise fault.error from None


def asked_wait(
    headers: Mapping[str, str], *, clock: Callable[[], float] = time.time
) -> float | None:
    """Seconds to wait by ``retry-after-ms``, else ``Retry-After`` in seconds or as a date.

    Zero, negative, past and unreadable values are ``None``: the normal pause applies.
    Source: RFC 9110, section 10.2.3; ``retry-after-ms`` is an extension of OpenAI and Azure.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    return _number(value) or _seconds_until(value, clock)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def _seconds_until(text: str | None, clock: Callable[[], float]) -> float | None:
    try:
        seconds = parsedate_to_datetime(text or "").timestamp() - clock()
    except (ValueError, OverflowError):
        return None
    return seconds if seconds > 0 else None


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, Fault) and error.retry != "never"


def _fault(state: RetryCallState) -> Fault:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, Fault):
        raise TypeError("only faults are repeated")
    return error


def _pause(state: RetryCallState) -> float:
    asked = _fault(state).wait
    return _BACKOFF(state) if asked is None else asked


class _Stop:
    """After the last retry, or at the second fault of the kind that is repeated once."""

    def __init__(self, retries: int) -> None:
        self._retries = retries
        self._seen_once = 0

    def __call__(self, state: RetryCallState) -> bool:
        self._seen_once += _fault(state).retry == "once"
        return state.attempt_number > self._retries or self._seen_once > 1
