"""Means of the calls of earlier runs, for what the next ones will take."""

from __future__ import annotations

from dataclasses import dataclass

from llm_extract.reading import Foresight
from llm_extract.runs.planning._estimate import Measured

# Fewer articles say little about the others.
_LEAST_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class Paid:
    """What the calls for one text took.

    Attributes:
        calls: requests that were answered.
        prompt_tokens: tokens read.
        completion_tokens: tokens written.
        seconds: wall time of the requests, one after the other.
        concurrency: articles in flight at once in that run.
    """

    calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    concurrency: float


class Past:
    """Adds up what was foreseen and what it took."""

    def __init__(self) -> None:
        self._articles = 0
        self._characters = 0
        self._paid = Paid(0, 0, 0, 0.0, 0.0)

    def add(self, foreseen: Foresight, paid: Paid) -> None:
        """Add one article."""
        before = self._paid
        self._articles += 1
        # Per call: articles that turned out irrelevant took fewer than foreseen.
        self._characters += foreseen.prompt * paid.calls // max(foreseen.calls, 1)
        self._paid = Paid(
            before.calls + paid.calls,
            before.prompt_tokens + paid.prompt_tokens,
            before.completion_tokens + paid.completion_tokens,
            before.seconds + paid.seconds,
            max(before.concurrency, paid.concurrency),
        )

    def means(self) -> Measured | None:
        """The means, or ``None`` when there is too little to go by."""
        paid = self._paid
        if self._articles < _LEAST_ARTICLES or not paid.calls or not self._characters:
            return None
        return Measured(
            prompt_tokens_per_character=paid.prompt_tokens / self._characters,
            completion_tokens_per_call=paid.completion_tokens / paid.calls,
            seconds_per_call=paid.seconds / paid.calls,
            concurrency=max(paid.concurrency, 1.0),
        )
