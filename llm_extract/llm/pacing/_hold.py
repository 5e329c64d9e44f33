"""When an endpoint has had enough, all requests wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from llm_extract.llm._retry import asked_wait
from llm_extract.llm.pacing._rate_headers import is_used_up, reset_of

# A single 429 concerns the call that got it; some endpoints give them at random. They come back
# long before answers do: of 64 requests sent together with 5 % refused, the first three
# responses are 429s more often than not. So it takes more of them when many are in flight.
_EVIDENT = 3
_EVIDENT_SHARE = 1 / 8


class Hold:
    """Until when no request goes out.

    All wait as long as the endpoint asks when it is evidently saturated: when a response says
    that no request or token is left, or after 429s with no success between them, 3 or an eighth
    of the requests in flight, whichever is more.
    """

    def __init__(self, cap: float, clock: Callable[[], float]) -> None:
        """Hold nothing yet.

        Args:
            cap: longest hold in seconds.
            clock: seconds, never going back.
        """
        self._cap = cap
        self._clock = clock
        self._until = -float("inf")
        self._refused = 0

    def left(self) -> float:
        """Seconds until requests may go, 0 for now."""
        return max(0.0, self._until - self._clock())

    def hear(self, status: int | None, headers: Mapping[str, str], in_flight: int) -> None:
        """Note a response, ``None`` for none, while so many requests were in flight."""
        if status is not None and 200 <= status < 300:
            self._refused = 0
        self._refused += status == 429
        asked = asked_wait(headers) if status == 429 else None
        if is_used_up(headers):
            # What is asked of a refused request is closer than the time to a full allowance.
            self._extend(asked or reset_of(headers))
        elif self._refused >= max(_EVIDENT, in_flight * _EVIDENT_SHARE):
            self._extend(asked)

    def _extend(self, seconds: float | None) -> None:
        if seconds is not None:
            self._until = max(self._until, self._clock() + min(seconds, self._cap))
