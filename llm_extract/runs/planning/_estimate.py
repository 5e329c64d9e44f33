"""Calls and characters -> tokens, US dollars and seconds, each with a range.

Before the first answer these are guesses, and told as such. What they rest on: the static part of
``conflict_events`` has 3.5 characters a token for the embedded model; its answers about the example
articles had 0.9 to 1.6 of the tokens guessed here, and it wrote 12 a second, reading included
(`benchmarks/README.md`). For remote models no speed is measured by us.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from llm_extract.llm import EmbeddedTarget, Endpoint, Price
from llm_extract.reading import Foresight

_CHARACTERS_PER_PROMPT_TOKEN = 3.5
_CHARACTERS_PER_ANSWER_TOKEN = 2.7
# Of a prompt without worked examples, which show how much is to be written.
_ANSWER_TOKENS_PER_SENTENCE = 60
_EMBEDDED_TOKENS_PER_SECOND = 12.0
_REMOTE_TOKENS_PER_SECOND = 50.0
_REMOTE_SECONDS_PER_CALL = 1.0
_REMOTE_CONCURRENCY = 4
# Tokenizers differ by language: English prose has 4.5 characters a token, Arabic may have 2.5.
_PROMPT_RANGE = (0.8, 1.4)
_ANSWER_RANGE = (0.5, 2.0)
_SECONDS_RANGE = (0.5, 2.0)
_MEASURED_RANGE = (0.8, 1.25)


class Range(NamedTuple):
    """The likely value, and what it is expected to lie between."""

    low: float
    likely: float
    high: float

    @classmethod
    def around(cls, likely: float, factors: tuple[float, float]) -> Range:
        """From ``likely`` times the first factor to ``likely`` times the second."""
        return cls(likely * factors[0], likely, likely * factors[1])

    def rounded(self, digits: int = 0) -> dict[str, float]:
        """As a JSON object; whole numbers when ``digits`` is 0."""
        return {name: round(value, digits or None) for name, value in self._asdict().items()}


@dataclass(frozen=True, slots=True)
class Measured:
    """Means of earlier calls with the same prompt, schema, model and reading.

    Attributes:
        prompt_tokens_per_character: tokens read per character of all messages of the request,
            the cached ones included; the schema is not counted as characters.
        completion_tokens_per_call: tokens written, those of thinking included.
        seconds_per_call: wall time of one call, its pauses included.
        concurrency: calls in flight at once.
    """

    prompt_tokens_per_character: float
    completion_tokens_per_call: float
    seconds_per_call: float
    concurrency: float


@dataclass(slots=True)
class Load:
    """Sums of `Foresight` over the articles to extract; sizes in characters."""

    calls: int = 0
    prompt: int = 0
    shared: int = 0
    schema: int = 0
    answers: int = 0
    sentences_unshown: int = 0

    def add(self, part: Foresight) -> None:
        """Add one article."""
        self.calls += part.calls
        self.prompt += part.prompt
        self.shared += part.shared
        self.schema += part.schema
        if part.answers is None:
            self.sentences_unshown += part.sentences
        else:
            self.answers += part.answers


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the calls will take.

    Attributes:
        prompt_tokens: tokens read, all of them.
        shared_tokens: those of them that repeat the static part of the prompt, which an endpoint
            with a prefix cache reads once and may charge less for.
        completion_tokens: tokens written.
        cost: US dollars, ``None`` when no price is known. Likely and high are without any
            discount for cached tokens, low is with it.
        seconds: wall time.
        concurrency: calls in flight at once.
        measured: whether the means of earlier calls were used.
    """

    prompt_tokens: Range
    shared_tokens: Range
    completion_tokens: Range
    cost: Range | None
    seconds: Range
    concurrency: float
    measured: bool


def estimate(
    load: Load,
    target: Endpoint | EmbeddedTarget,
    price: Price | None,
    measured: Measured | None,
) -> Estimate:
    """Work out what ``load`` will take on ``target``."""
    read, shared = _read(load, target, measured)
    written = _written(load, measured)
    return Estimate(
        prompt_tokens=read,
        shared_tokens=shared,
        completion_tokens=written,
        cost=None if price is None else _cost(price, read, shared, written),
        seconds=_seconds(load, target, written, measured),
        concurrency=_concurrency(target, measured),
        measured=measured is not None,
    )


def _read(
    load: Load, target: Endpoint | EmbeddedTarget, measured: Measured | None
) -> tuple[Range, Range]:
    # All calls but one repeat what is shared.
    repeated = load.shared * (1 - 1 / load.calls) if load.calls else 0.0
    if measured:
        sizes, rate = (load.prompt, repeated), measured.prompt_tokens_per_character
        factors = _MEASURED_RANGE
    else:
        # The embedded server turns the schema into a grammar and reads no token of it.
        schema = 0 if isinstance(target, EmbeddedTarget) else load.schema
        sizes, rate = (load.prompt + schema, repeated), 1 / _CHARACTERS_PER_PROMPT_TOKEN
        factors = _PROMPT_RANGE
    read, shared = (Range.around(size * rate, factors) for size in sizes)
    return read, shared


def _written(load: Load, measured: Measured | None) -> Range:
    if measured:
        return Range.around(load.calls * measured.completion_tokens_per_call, _MEASURED_RANGE)
    shown = load.answers / _CHARACTERS_PER_ANSWER_TOKEN
    unshown = load.sentences_unshown * _ANSWER_TOKENS_PER_SENTENCE
    return Range.around(shown + unshown, _ANSWER_RANGE)


def _cost(price: Price, read: Range, shared: Range, written: Range) -> Range:
    return Range(
        price.of(read.low, shared.low, written.low),
        price.of(read.likely, 0, written.likely),
        price.of(read.high, 0, written.high),
    )


def _concurrency(target: Endpoint | EmbeddedTarget, measured: Measured | None) -> float:
    if measured:
        return max(measured.concurrency, 1.0)
    return 1.0 if isinstance(target, EmbeddedTarget) else _REMOTE_CONCURRENCY


def _seconds(
    load: Load, target: Endpoint | EmbeddedTarget, written: Range, measured: Measured | None
) -> Range:
    at_once = min(_concurrency(target, measured), max(load.calls, 1))
    if measured:
        return Range.around(load.calls * measured.seconds_per_call / at_once, _MEASURED_RANGE)
    if isinstance(target, EmbeddedTarget):
        return Range.around(written.likely / _EMBEDDED_TOKENS_PER_SECOND, _SECONDS_RANGE)
    alone = load.calls * _REMOTE_SECONDS_PER_CALL + written.likely / _REMOTE_TOKENS_PER_SECOND
    return Range.around(alone / at_once, _SECONDS_RANGE)
