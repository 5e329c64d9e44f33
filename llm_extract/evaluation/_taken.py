"""What a run took: calls, tokens, time and money for one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from llm_extract.evaluation._lines import Line
from llm_extract.llm import Attempt, Usage

# US dollars of usage, ``None`` when the price or a count is not known.
CostOf: TypeAlias = Callable[[Usage], float | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """Means over the texts a model was asked about, those without a record included.

    All but ``texts`` and ``complete`` are ``None`` where there is nothing to divide by.

    Attributes:
        texts: with a request; what articles of one text share counts once.
        calls: questions about a text, those for repairs included.
        reasks: requests per call that were sent because an answer was unusable.
        retries: requests per call that were sent because no answer came.
        tokens: read and written; a lower bound unless ``complete``.
        complete: whether the tokens of every request are known.
        seconds: pauses included; of texts all of whose answers came in one run, since those of
            an earlier one are there at once.
        dollars: US dollars of 1,000 texts, ``None`` when a price or a count is not known.
    """

    texts: int
    calls: float | None
    reasks: float | None
    retries: float | None
    tokens: float | None
    complete: bool
    seconds: float | None
    dollars: float | None

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


def taken(lines: Iterable[Line], cost_of: CostOf) -> Taken:
    """What the requests behind ``lines`` took; answers of earlier runs count as they did then."""
    texts = [[Attempt(**sent) for sent in line["attempts"]] for line in lines if _is_asked(line)]
    attempts = [attempt for text in texts for attempt in text]
    usage = Usage.of(attempts)
    calls = sum(attempt.number == 1 for attempt in attempts)
    causes = list(_causes(attempts))
    timed = [text for text in texts if not any(attempt.recalled for attempt in text)]
    return Taken(
        texts=len(texts),
        calls=_mean(calls, len(texts)),
        reasks=_mean(causes.count("invalid"), calls),
        retries=_mean(causes.count("failed"), calls),
        tokens=_tokens(usage, len(texts)),
        complete=usage.complete,
        seconds=_mean(sum(map(_seconds, timed)), len(timed)),
        dollars=_dollars([cost_of(Usage.of(text)) for text in texts]),
    )


def _is_asked(line: Line) -> bool:
    return bool(line.get("attempts")) and line.get("same_as") is None


def _causes(attempts: Sequence[Attempt]) -> Iterator[str]:
    """Outcomes of the requests that another one of the same call had to follow."""
    for before, after in pairwise(attempts):
        if after.number > 1:
            yield before.outcome


def _tokens(usage: Usage, texts: int) -> float | None:
    if usage.prompt_tokens is None and usage.completion_tokens is None:
        return None
    return _mean((usage.prompt_tokens or 0) + (usage.completion_tokens or 0), texts)


def _seconds(attempts: Sequence[Attempt]) -> float:
    return sum(attempt.seconds + attempt.waited for attempt in attempts)


def _dollars(costs: Sequence[float | None]) -> float | None:
    known = [cost for cost in costs if cost is not None]
    return _mean(1000 * sum(known), len(costs)) if len(known) == len(costs) else None


def _mean(total: float, count: int) -> float | None:
    return total / count if count else None
