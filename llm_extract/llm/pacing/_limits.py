"""Limits per minute, as the user and the endpoint tell them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from llm_extract.errors import SettingsError
from llm_extract.llm.pacing._bucket import Bucket
from llm_extract.llm.pacing._estimates import Estimate
from llm_extract.llm.pacing._rate_headers import REQUESTS, TOKENS, limit_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What the user allows.

    Attributes:
        rpm: requests per minute; ``None`` is no limit.
        tpm: tokens per minute, read and written; ``None`` is no limit.

    Raises:
        SettingsError: ``usage`` when one is not above 0.
    """

    rpm: float | None = None
    tpm: float | None = None

    def __post_init__(self) -> None:
        for name, value in (("rpm", self.rpm), ("tpm", self.tpm)):
            if value is not None and not (value > 0 and math.isfinite(value)):
                raise SettingsError("usage", "it must be above 0", source=name)


class Rates:
    """The two buckets every request takes from."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._requests = Bucket(limits.rpm, clock)
        self._tokens = Bucket(limits.tpm, clock)

    def wait(self, estimate: Estimate) -> float:
        """Seconds until a request of this size may go, 0 for now."""
        return max(self._requests.wait(1), self._tokens.wait(estimate.tokens))

    def take(self, estimate: Estimate) -> None:
        """Let a request go."""
        self._requests.take(1)
        self._tokens.take(estimate.tokens)

    def correct(self, estimate: Estimate, tokens: int) -> None:
        """Put right what was taken for ``estimate`` by what was used."""
        self._tokens.give_back(estimate.tokens - tokens)

    def hear(self, headers: Mapping[str, str]) -> None:
        """Learn the limits of the endpoint from a response."""
        for bucket, name in ((self._requests, REQUESTS), (self._tokens, TOKENS)):
            limit = limit_of(headers, name)
            if limit is not None:
                bucket.hear(limit)
