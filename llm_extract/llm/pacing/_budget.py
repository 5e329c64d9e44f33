"""What a run may cost, and what it has cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from llm_extract.errors import SettingsError, StoppedError
from llm_extract.llm._usage import Tokens, Usage
from llm_extract.llm.pacing._estimates import Estimate

Price = Callable[[Usage], float | None]

_PROBE = Usage(
    prompt_tokens=1000, completion_tokens=1000, cached_tokens=None, requests=1, complete=True
)
_HINT = "run again with a higher limit to go on"


@dataclass(frozen=True, slots=True)
class Spent:
    """What the requests that have ended took.

    Attributes:
        usage: requests and tokens.
        cost: US dollars for the requests whose tokens are known, a lower bound unless
            ``usage.complete``; ``None`` when no price is known.
    """

    usage: Usage
    cost: float | None


class Reserved(NamedTuple):
    """What is set aside for one request."""

    estimate: Estimate
    cost: float


@dataclass(slots=True)
class _Sum:
    tokens: int = 0
    cost: float = 0.0

    def add(self, tokens: int, cost: float) -> None:
        self.tokens += tokens
        self.cost += cost


class Budget:
    """Keeps a run within its limits.

    A request goes out only if what was spent, what is set aside for the requests in flight, and
    what this one may take stay within both limits. A request that ended with its tokens
    unknown, such as one that timed out, may have been billed: it counts with its estimate.
    After the first refusal it refuses everything.
    """

    def __init__(self, max_cost: float | None, max_tokens: int | None, price: Price) -> None:
        """Spend nothing yet.

        Args:
            max_cost: US dollars; ``None`` is no limit.
            max_tokens: tokens read and written; ``None`` is no limit.
            price: cost of usage in US dollars, ``None`` when no price is known; see `cost_of`.

        Raises:
            SettingsError: ``usage`` when there is a limit to the cost but no price.
        """
        self._has_price = price(_PROBE) is not None
        if max_cost is not None and not self._has_price:
            raise SettingsError(
                "usage",
                "no price of this model is known, so its cost cannot be limited",
                source="--max-cost",
                hint="limit the tokens with --max-tokens",
            )
        self._max_cost = max_cost
        self._max_tokens = max_tokens
        self._price = price
        self._usage = Usage.of(())
        self._cost = 0.0
        self._charged = _Sum()
        self._reserved = _Sum()
        self._refusal: StoppedError | None = None

    @property
    def spent(self) -> Spent:
        """Totals of the requests that have ended."""
        return Spent(self._usage, self._cost if self._has_price else None)

    @property
    def charged(self) -> tuple[int, float]:
        """Tokens and US dollars that count against the limits.

        For requests that ended with their tokens unknown these are estimates.
        """
        return self._charged.tokens, self._charged.cost

    def reserve(self, estimate: Estimate) -> Reserved:
        """Set aside what a request may take.

        Raises:
            StoppedError: ``budget``, it does not fit, or an earlier one did not.
        """
        reserved = Reserved(estimate, self._estimated_cost(estimate))
        self._refusal = self._refusal or self._refuse(reserved)
        if self._refusal is not None:
            raise self._refusal
        self._reserved.add(estimate.tokens, reserved.cost)
        return reserved

    def settle(self, reserved: Reserved, tokens: Tokens) -> None:
        """Replace what was set aside by what the request took."""
        self._reserved.add(-reserved.estimate.tokens, -reserved.cost)
        complete = tokens.prompt is not None and tokens.completion is not None
        self._usage += Usage(tokens.prompt, tokens.completion, tokens.cached, 1, complete)
        billed = filled(tokens, reserved.estimate)
        cost = self._cost_of(billed, tokens.cached)
        self._charged.add(billed.tokens, cost)
        if complete:
            self._cost += cost

    def _refuse(self, reserved: Reserved) -> StoppedError | None:
        # Asked this way round, a limit that is no number refuses.
        spent, tokens = self._charged, self._reserved.tokens + reserved.estimate.tokens
        if self._max_tokens is not None and not spent.tokens + tokens <= self._max_tokens:
            so_far = f"spent {spent.tokens:,} of --max-tokens {self._max_tokens:,}"
            return _refusal(so_far, f"{tokens:,} tokens")
        cost = self._reserved.cost + reserved.cost
        if self._max_cost is not None and not spent.cost + cost <= self._max_cost:
            so_far = f"spent {_dollars(spent.cost)} of --max-cost {_dollars(self._max_cost)}"
            return _refusal(so_far, _dollars(cost))
        return None

    def _estimated_cost(self, estimate: Estimate) -> float:
        return 0.0 if self._max_cost is None else self._cost_of(estimate, None)

    def _cost_of(self, tokens: Estimate, cached: int | None) -> float:
        if not self._has_price:
            return 0.0
        return self._price(Usage(tokens.prompt, tokens.completion, cached, 1, complete=True)) or 0.0


def filled(tokens: Tokens, estimate: Estimate) -> Estimate:
    """Counts of a request, with its estimate for those not known."""
    return Estimate(
        estimate.prompt if tokens.prompt is None else tokens.prompt,
        estimate.completion if tokens.completion is None else tokens.completion,
    )


def _refusal(so_far: str, more: str) -> StoppedError:
    message = f"{so_far}; the requests in flight and the next may take {more} more"
    return StoppedError("budget", message, hint=_HINT)


def _dollars(amount: float) -> str:
    decimals = 2 if amount >= 0.1 or not amount else 4
    return f"${amount:,.{decimals}f}"
