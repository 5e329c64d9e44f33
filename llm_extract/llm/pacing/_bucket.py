"""So many requests or tokens per minute, evenly."""

from __future__ import annotations

from collections.abc import Callable

# One second's worth: endpoints with a limit per minute are known to keep it by the second
# (OpenAI's guide on rate limits), and a larger bucket would let 60 seconds plus the bucket
# through in its first minute.
_CAPACITY_SECONDS = 1.0
# Rounding must not leave a caller waiting for a billionth of a token.
_ROUNDING = 1e-6


class Bucket:
    """A token bucket that refills all the time and holds one second's worth.

    In any ``t`` seconds it lets through at most ``capacity + per_minute * t / 60``. An amount
    above the capacity goes when the bucket is full and leaves a debt that later ones wait for:
    the bound then holds with that amount as the capacity. Waiting and order are the caller's:
    ask `wait`, and `take` when it says 0.
    """

    def __init__(self, per_minute: float | None, clock: Callable[[], float]) -> None:
        """Start full.

        Args:
            per_minute: the limit of the user, above 0; ``None`` is no limit.
            clock: seconds, never going back.
        """
        self._asked = per_minute
        self._heard: float | None = None
        self._clock = clock
        self._rate = per_minute and per_minute / 60
        self._level = self.capacity
        self._at = clock()

    @property
    def capacity(self) -> float:
        """What goes through at once after a pause; 0 without a limit."""
        return (self._rate or 0.0) * _CAPACITY_SECONDS

    def wait(self, amount: float) -> float:
        """Seconds until ``amount`` may go, 0 for now."""
        if self._rate is None:
            return 0.0
        self._refill()
        missing = min(amount, self.capacity) - self._level
        return missing / self._rate if missing > _ROUNDING else 0.0

    def take(self, amount: float) -> None:
        """Let ``amount`` go."""
        self.give_back(-amount)

    def give_back(self, amount: float) -> None:
        """Correct what was taken: ``amount`` less was used, or more if it is negative."""
        if self._rate is not None:
            self._refill()
            self._level += amount

    def hear(self, per_minute: float) -> None:
        """Keep to the limit the endpoint tells, if it is below that of the user."""
        if per_minute == self._heard:
            return
        self._refill()
        first = self._rate is None
        self._heard = per_minute
        self._rate = min(per_minute, self._asked or per_minute) / 60
        if first:
            self._level = self.capacity

    def _refill(self) -> None:
        now = self._clock()
        gained = (now - self._at) * (self._rate or 0.0)
        self._level = min(self._level + gained, self.capacity)
        self._at = now
