"""The record of all requests of one call, kept by us and not by the libraries above."""

from __future__ import annotations

import time
from dataclasses import replace

from llm_extract.llm._usage import UNKNOWN_TOKENS, Attempt, Outcome, Tokens


class Ledger:
    """Collects an `Attempt` per request; numbers are copied when the response arrives.

    Attributes:
        tokens: what the request that went out last cost, as far as it is known by now.
    """

    def __init__(self) -> None:
        self.tokens = UNKNOWN_TOKENS
        self._attempts: list[Attempt] = []
        self._waited = 0.0
        self._started = 0.0
        self._recalled = False

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All requests so far, in order."""
        return tuple(self._attempts)

    def wait(self, seconds: float) -> None:
        """Note a pause before the next request."""
        self._waited += seconds

    def start(self, *, recalled: bool = False) -> None:
        """Note that a request goes out, or that its answer is recalled instead."""
        self._started = time.monotonic()
        self._recalled = recalled
        self.tokens = UNKNOWN_TOKENS

    def end(
        self,
        outcome: Outcome,
        code: str | None = None,
        *,
        tokens: Tokens = UNKNOWN_TOKENS,
        status: int | None = None,
        model: str | None = None,
    ) -> None:
        """Note what came of the request that went out last."""
        attempt = Attempt(
            number=len(self._attempts) + 1,
            outcome=outcome,
            code=code,
            prompt_tokens=tokens.prompt,
            completion_tokens=tokens.completion,
            cached_tokens=tokens.cached,
            seconds=0.0 if self._recalled else time.monotonic() - self._started,
            waited=self._waited,
            status=status,
            model=model,
            recalled=self._recalled,
        )
        self._attempts.append(attempt)
        self._waited = 0.0
        self.tokens = tokens

    def reject_last(self, code: str) -> None:
        """Correct the record: the last answer looked well, but did not fit the schema."""
        if self._attempts and self._attempts[-1].outcome == "ok":
            self._attempts[-1] = replace(self._attempts[-1], outcome="invalid", code=code)
