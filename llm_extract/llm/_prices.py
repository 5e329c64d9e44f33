"""What a call costs in US dollars; a price that is not known is ``None``, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from llm_extract.llm._endpoint import EmbeddedTarget, Endpoint
from llm_extract.llm._usage import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens.

    Attributes:
        input: tokens read.
        cached_input: tokens read from the endpoint's prefix cache; as ``input`` where no such
            rate is known, so that nothing looks cheaper than it is.
        output: tokens written, those of thinking included.
        as_of: day the figures were read, or ``None`` when their source does not say.
        source: where they come from, in words: never an address or a path.
        thinks: the model may write tokens before its answer, which are billed as written.
    """

    input: float
    cached_input: float
    output: float
    as_of: date | None
    source: str
    thinks: bool = False

    def of(self, read: float, cached: float, written: float) -> float:
        """US dollars for tokens read, those of them from the cache, and written."""
        dear = (read - cached) * self.input + written * self.output
        return (dear + cached * self.cached_input) / _MILLION


FREE = Price(0.0, 0.0, 0.0, None, "this machine")


def price_of(endpoint: Endpoint | EmbeddedTarget, prices: Path | None = None) -> Price | None:
    """Look up the price of a model; all zero on this machine, ``None`` when it is not known.

    Entries of the user's file win over the package's own. A loopback address is no proof that
    nothing is paid: a gateway may stand there.

    Args:
        endpoint: where the model is asked.
        prices: the user's file; by default the one ``LLM_EXTRACT_PRICES`` names, else
            ``prices.toml`` in the configuration folder of this package, if there is one.

    Raises:
        SettingsError: ``prices_invalid``, the file is unreadable or broken; names file and key.
    """
    if isinstance(endpoint, EmbeddedTarget) or endpoint.embedded is not None:
        return FREE
    # Late: most commands ask for no price.
    from llm_extract.llm._price_files import user_file

    return _found(prices or user_file(), endpoint.base_url, endpoint.model)


def cost_of(endpoint: Endpoint | EmbeddedTarget, usage: Usage) -> float | None:
    """Cost of ``usage`` in US dollars, ``None`` when the price or a token count is not known.

    What is known to have cost nothing is 0 at any price: no request, or only refused ones.

    Raises:
        SettingsError: ``prices_invalid``, see `price_of`; a run finds out before it starts.
    """
    if not usage.complete:
        return None
    read, written = usage.prompt_tokens or 0, usage.completion_tokens or 0
    if not read + written:
        return 0.0
    price = price_of(endpoint)
    return None if price is None else price.of(read, usage.cached_tokens or 0, written)


@lru_cache(maxsize=64)
def _found(user: Path | None, base_url: str, model: str) -> Price | None:
    from llm_extract.llm._price_files import BUNDLED, read_prices

    for path in filter(None, (user, BUNDLED)):
        for table in read_prices(path):
            if table.is_at(base_url) and (entry := table.entry(model)):
                return Price(
                    input=entry.input,
                    cached_input=entry.input if entry.cached_input is None else entry.cached_input,
                    output=entry.output,
                    as_of=table.as_of,
                    source=table.source,
                    thinks=entry.thinks,
                )
    return None
