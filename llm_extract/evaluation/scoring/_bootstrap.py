"""How far a score would move with other articles: resampling of documents.

Articles are drawn with replacement, as many as there are, and the rates are taken anew from the
summed counts; 95 % of the draws lie in the interval (percentile bootstrap).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring._model import Counts
from llm_extract.evaluation.scoring._scores import Scores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RESAMPLES = 10_000
_OUTSIDE = (2.5, 97.5)
# Cells of a matrix of draws by articles that is held at a time: 32 MB.
_CELLS = 4_000_000
_MEMBERS = ("right_predicted", "predicted", "found_gold", "gold")

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Draws:
    """How resampling is done.

    Attributes:
        resamples: how often the articles are drawn anew.
        seed: the same seed gives the same intervals.
    """

    resamples: int = RESAMPLES
    seed: int = 0


@dataclass(frozen=True, slots=True)
class RateBounds:
    """95 % intervals; ``None`` where the rate is undefined in every draw."""

    precision: Bounds | None
    recall: Bounds | None
    f1: Bounds | None


def intervals(scores: Scores, draws: Draws | None = None) -> dict[str, RateBounds]:
    """Intervals of all rows of a metric, of the same draws.

    Raises:
        SettingsError: ``extra_missing``, numpy is not installed.
    """
    names = scores.rows
    if not scores.documents:
        return {}
    drawn = resampled(count_table(scores, names), draws or Draws())
    return {name: _bounds(drawn[:, place]) for place, name in enumerate(names)}


def count_table(scores: Scores, names: Sequence[str]) -> Array:
    """Counts by article, row and member of `Counts`."""
    np = numpy()
    empty = Counts()
    cells = [
        [[getattr(scored.rows.get(name, empty), member) for member in _MEMBERS] for name in names]
        for scored in scores.documents
    ]
    table: Array = np.array(cells, dtype=float)
    return table


def resampled(table: Array, draws: Draws) -> Array:
    """Summed counts by draw, row and member."""
    np = numpy()
    articles = len(table)
    flat = table.reshape(articles, -1)
    drawn = [weights @ flat for weights in _weights(articles, draws)]
    summed: Array = np.concatenate(drawn).reshape(draws.resamples, *table.shape[1:])
    return summed


def rates_of(sums: Array) -> tuple[Array, Array, Array]:
    """Precision, recall and F1 of counts in the last axis, NaN where undefined."""
    np = numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = sums[..., 0] / sums[..., 1]
        recall = sums[..., 2] / sums[..., 3]
        some_precision, some_recall = np.nan_to_num(precision), np.nan_to_num(recall)
        both = some_precision + some_recall
        f1 = np.where(both > 0, 2 * some_precision * some_recall / both, 0.0)
    undefined = np.isnan(precision) & np.isnan(recall)
    return precision, recall, np.where(undefined, np.nan, f1)


def bounds_of(values: Array) -> Bounds | None:
    """The interval most of the values lie in; undefined ones are left out."""
    np = numpy()
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    low, high = np.percentile(known, _OUTSIDE)
    return float(low), float(high)


def numpy() -> Any:
    """The library, which is part of an extra.

    Raises:
        SettingsError: ``extra_missing``.
    """
    try:
        return import_module("numpy")
    except ModuleNotFoundError as error:
        raise SettingsError(
            "extra_missing",
            "intervals need numpy",
            hint="pip install 'llm-extract[regression]'",
        ) from error


def blocks(articles: int, draws: Draws) -> Iterator[int]:
    """Draws at a time, so that matrices of draws by articles stay small."""
    block = max(_CELLS // articles, 1)
    for start in range(0, draws.resamples, block):
        yield min(block, draws.resamples - start)


def _weights(articles: int, draws: Draws) -> Iterator[Array]:
    """How often each article is drawn, for some of the draws at a time."""
    lot = numpy().random.default_rng(draws.seed)
    for count in blocks(articles, draws):
        yield lot.multinomial(articles, [1 / articles] * articles, size=count).astype(float)


def _bounds(sums: Array) -> RateBounds:
    precision, recall, f1 = rates_of(sums)
    return RateBounds(bounds_of(precision), bounds_of(recall), bounds_of(f1))
