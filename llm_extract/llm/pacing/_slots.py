"""How many articles may be in flight."""

from __future__ import annotations

from dataclasses import dataclass

from llm_extract.errors import SettingsError

# With fewer responses one 429 would look like a large share.
_SMALLEST_WINDOW = 4
_GROWTH = 0.1
# A 429 comes back long before an answer does, so the first responses after an overload can all
# be 429s. They say that it is too many, not that nothing works.
_LARGEST_CUT = 0.5
_REQUEST_TIMEOUT = 408


@dataclass(slots=True)
class _Window:
    """Responses since the limit was last looked at."""

    saturated: bool
    responses: int = 0
    refused: int = 0
    faults: int = 0

    def count(self, status: int | None) -> None:
        self.responses += 1
        self.refused += status == 429
        self.faults += status is None or status == _REQUEST_TIMEOUT or status >= 500


class Slots:
    """How many articles may be in flight, learned from what the endpoint answers.

    The limit is looked at once per window, which is as many responses as the limit, at least 4:

    - it loses the share of 429s among them, at most half;
    - it gains a tenth, at least 1, if all slots were in use while an article was waiting;
    - it stays if a request timed out, lost its connection or got a 5xx: the endpoint is ill,
      and neither more nor fewer requests are known to help.

    So it comes to rest where a tenth of the responses are 429s: just above what an endpoint
    with a fixed capacity takes. 429s at random below that share leave it growing. While more
    articles are in flight than the limit, responses do not count: they belong to the old limit.

    Attributes:
        limit: articles that may be in flight now.
    """

    def __init__(self, start: int, *, least: int, most: int) -> None:
        """Begin at ``start``; see `fixed` and `adaptive`.

        Raises:
            SettingsError: ``usage`` unless 1 <= least <= start <= most.
        """
        if not 1 <= least <= start <= most:
            raise SettingsError("usage", "there must be at least 1, and no more than the most")
        self.limit = start
        self._least = least
        self._most = most
        self._in_flight = 0
        self._waiting = False
        self._window = _Window(saturated=False)

    @classmethod
    def fixed(cls, count: int) -> Slots:
        """Always ``count``."""
        return cls(count, least=count, most=count)

    @classmethod
    def adaptive(cls, start: int = 4, most: int = 64) -> Slots:
        """Between 1 and ``most``, from ``start`` or ``most`` if that is less."""
        return cls(min(start, most), least=1, most=most)

    def used(self, in_flight: int, waiting: bool) -> None:
        """Tell, whenever an article starts or ends, how many are in flight and if more wait."""
        self._in_flight = in_flight
        self._waiting = waiting
        self._window.saturated |= self._is_saturated()

    def responded(self, status: int | None) -> None:
        """Count the end of a request: its HTTP status, ``None`` without a whole response."""
        if self._in_flight > self.limit:
            return
        self._window.count(status)
        if self._window.responses >= max(self.limit, _SMALLEST_WINDOW):
            self._look()

    def _look(self) -> None:
        window = self._window
        if not window.faults:
            gained = max(1, round(self.limit * _GROWTH)) if window.saturated else 0
            share = min(window.refused / window.responses, _LARGEST_CUT)
            limit = self.limit + gained - round(self.limit * share)
            self.limit = min(max(limit, self._least), self._most)
        self._window = _Window(saturated=self._is_saturated())

    def _is_saturated(self) -> bool:
        return self._waiting and self._in_flight >= self.limit
