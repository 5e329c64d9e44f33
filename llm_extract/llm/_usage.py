"""What a model call cost in requests and tokens, counted once, by us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["ok", "invalid", "failed"]

# No model reads or writes more in one request; a larger count is a defect of the endpoint.
_MAX_TOKENS = 100_000_000


@dataclass(frozen=True)
class Attempt:
    """One request sent to the endpoint.

    Attributes:
        number: position within the call, from 1.
        outcome: ``ok``, ``invalid`` (answered, but unusable) or ``failed`` (no answer).
        code: error code of `llm_extract.errors`, or ``None`` when ok.
        prompt_tokens: tokens read, the cached ones included; ``None`` when not known.
        completion_tokens: tokens written; ``None`` when not known.
        cached_tokens: prompt tokens taken from a prefix cache; ``None`` when not reported.
        seconds: from sending the request to the end of the answer or the failure.
        waited: seconds of pause before the request.
        status: HTTP status, or ``None`` when no response arrived whole.
        model: the model that answered, by its own account.
        recalled: the answer was kept by an earlier run and paid for then; nothing was sent.
    """

    number: int
    outcome: Outcome
    code: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    cached_tokens: int | None
    seconds: float
    waited: float
    status: int | None
    model: str | None
    recalled: bool = False


@dataclass(frozen=True)
class Tokens:
    """Token counts of one answer; ``None`` is not known, never zero."""

    prompt: int | None = None
    completion: int | None = None
    cached: int | None = None


UNKNOWN_TOKENS = Tokens()
NOT_BILLED = Tokens(0, 0, None)


@dataclass(frozen=True)
class Usage:
    """Requests and tokens of one call or of many.

    Attributes:
        prompt_tokens: sum of the known counts, or ``None`` when none is known.
        completion_tokens: likewise.
        cached_tokens: likewise; part of ``prompt_tokens``.
        requests: requests sent, the failed ones included.
        complete: whether prompt and completion tokens of every request are known. When not,
            the sums are lower bounds.
    """

    prompt_tokens: int | None
    completion_tokens: int | None
    cached_tokens: int | None
    requests: int
    complete: bool

    @classmethod
    def of(cls, attempts: Iterable[Attempt]) -> Usage:
        """Sum up attempts; without any, nothing is known and nothing is missing."""
        known = tuple(attempts)
        return cls(
            prompt_tokens=_sum(a.prompt_tokens for a in known),
            completion_tokens=_sum(a.completion_tokens for a in known),
            cached_tokens=_sum(a.cached_tokens for a in known),
            requests=len(known),
            complete=all(
                a.prompt_tokens is not None and a.completion_tokens is not None for a in known
            ),
        )

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            prompt_tokens=_sum((self.prompt_tokens, other.prompt_tokens)),
            completion_tokens=_sum((self.completion_tokens, other.completion_tokens)),
            cached_tokens=_sum((self.cached_tokens, other.cached_tokens)),
            requests=self.requests + other.requests,
            complete=self.complete and other.complete,
        )


def tokens_of(body: Mapping[str, object]) -> Tokens:
    """Read the counts of a chat completion: ``usage``, else llama.cpp's ``timings.cache_n``.

    Negative, absurd or missing counts become ``None``.
    """
    usage = _table(body.get("usage"))
    prompt = _count(usage.get("prompt_tokens"))
    cached = _count(_table(usage.get("prompt_tokens_details")).get("cached_tokens"))
    if cached is None:
        cached = _count(_table(body.get("timings")).get("cache_n"))
    if cached is not None and (prompt is None or cached > prompt):
        cached = None
    return Tokens(prompt, _count(usage.get("completion_tokens")), cached)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _MAX_TOKENS else None


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
