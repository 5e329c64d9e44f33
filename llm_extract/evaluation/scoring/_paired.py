"""Two runs on the same gold: what the difference of their scores is worth, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring._bootstrap import (
    Bounds,
    Draws,
    blocks,
    bounds_of,
    count_table,
    numpy,
    rates_of,
    resampled,
)
from llm_extract.evaluation.scoring._model import ALL, Counts, Scored
from llm_extract.evaluation.scoring._scores import Scores, rates

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring._bootstrap import Array

# Differences of rounding are none.
_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of one row in two runs.

    Attributes:
        before: of the run compared with, ``None`` where undefined.
        after: of the run scored.
        bounds: 95 % interval of the difference, both runs resampled by the same draws.
        p: two-sided, by sign flips: how often a difference as large comes about when each article
            goes to either run by lot.
    """

    before: float | None
    after: float | None
    bounds: Bounds | None
    p: float | None

    @property
    def change(self) -> float | None:
        """After less before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Flip:
    """An article that is scored otherwise: F1, right and false fields of all."""

    id: str
    f1_before: float
    f1_after: float
    right_before: int
    right_after: int
    false_before: int
    false_after: int

    @property
    def gain(self) -> tuple[float, int]:
        """Above (0, 0) for a better article: by F1, of equal ones by fewer false fields.

        All F1 of an article without gold are 0, however much is made up about it.
        """
        return self.f1_after - self.f1_before, self.false_before - self.false_after


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same metric over the same gold for two runs.

    Attributes:
        rows: by name.
        better: articles that gained, the largest change first.
        worse: those that lost.
    """

    metric: str
    rows: dict[str, Difference]
    better: tuple[Flip, ...]
    worse: tuple[Flip, ...]


def compare_scores(before: Scores, after: Scores, draws: Draws | None = None) -> Comparison:
    """Compare two runs that were scored by the same metric on the same gold.

    Raises:
        SettingsError: ``usage``, metric or articles differ; ``extra_missing``.
    """
    _check_same(before, after)
    names = after.rows
    drawing = draws or Draws()
    flips = _flips(before, after)
    return Comparison(
        after.metric,
        _differences(before, after, names, drawing) if names else {},
        better=tuple(flip for flip in flips if flip.gain > (0, 0)),
        worse=tuple(flip for flip in flips if flip.gain < (0, 0)),
    )


def _check_same(before: Scores, after: Scores) -> None:
    same_articles = [a.id for a in before.documents] == [b.id for b in after.documents]
    if before.metric != after.metric or not same_articles:
        raise SettingsError("usage", "only scores of one metric on one gold can be compared")


def _differences(
    before: Scores, after: Scores, names: Sequence[str], draws: Draws
) -> dict[str, Difference]:
    first, second = count_table(before, names), count_table(after, names)
    # The same seed draws the same articles for both.
    drawn = [rates_of(resampled(table, draws))[2] for table in (first, second)]
    chances = _sign_flips(first, second, draws)
    return {
        name: Difference(
            rates(before.total(name)).f1,
            rates(after.total(name)).f1,
            bounds_of(drawn[1][:, place] - drawn[0][:, place]),
            chances[place],
        )
        for place, name in enumerate(names)
    }


def _sign_flips(first: Array, second: Array, draws: Draws) -> list[float | None]:
    """Two-sided p of each row; ``None`` where F1 is undefined."""
    np = numpy()
    before, after = first.sum(axis=0), second.sum(axis=0)
    seen = _f1_change(before, after)
    as_large = np.zeros(len(seen))
    for swapped in _swaps(len(first), draws):
        moved = np.tensordot(swapped, second - first, axes=1)
        flipped = _f1_change(before + moved, after - moved)
        as_large += (np.abs(flipped) >= np.abs(seen) - _TOLERANCE).sum(axis=0)
    # The labelling that was seen is one of the possible ones.
    found = (as_large + 1) / (draws.resamples + 1)
    return [None if np.isnan(s) else float(p) for s, p in zip(seen, found, strict=True)]


def _swaps(articles: int, draws: Draws) -> Iterator[Array]:
    """Which articles go to the other run, 1 or 0, for some of the draws at a time."""
    lot = numpy().random.default_rng(draws.seed)
    for count in blocks(articles, draws):
        yield (lot.random((count, articles)) < 0.5).astype(float)


def _f1_change(first: Array, second: Array) -> Array:
    change: Array = rates_of(second)[2] - rates_of(first)[2]
    return change


def _flips(before: Scores, after: Scores) -> list[Flip]:
    """Articles by how much their F1 of all fields changed, the largest change first."""
    pairs = zip(before.documents, after.documents, strict=True)
    flips = (_flip(first, second) for first, second in pairs)
    return sorted(flips, key=lambda flip: (-abs(flip.gain[0]), -abs(flip.gain[1]), flip.id))


def _flip(before: Scored, after: Scored) -> Flip:
    first, second = before.rows.get(ALL, Counts()), after.rows.get(ALL, Counts())
    return Flip(
        after.id,
        _document_f1(first),
        _document_f1(second),
        first.right_predicted,
        second.right_predicted,
        first.predicted - first.right_predicted,
        second.predicted - second.right_predicted,
    )


def _document_f1(counts: Counts) -> float:
    """F1 of one article; one with nothing to find and nothing said is right."""
    f1 = rates(counts).f1
    return 1.0 if f1 is None else f1
