"""The mean F1 of labels, where each counts the same however many articles have it."""

from __future__ import annotations

from dataclasses import dataclass

from llm_extract.evaluation.scoring._bootstrap import (
    Bounds,
    Draws,
    bounds_of,
    count_table,
    numpy,
    rates_of,
    resampled,
)
from llm_extract.evaluation.scoring._model import LABEL
from llm_extract.evaluation.scoring._scores import Scores, rates


@dataclass(frozen=True, slots=True)
class Macro:
    """Mean F1 over labels, 0 to 1, with its 95 % interval.

    Attributes:
        labels: how many, all that gold or records have.
    """

    f1: float
    labels: int
    interval: Bounds | None


def macro_f1(scores: Scores, draws: Draws | None = None) -> Macro | None:
    """Mean over the rows of labels; ``None`` where there are none.

    In a draw that leaves out all articles of a label, the mean is over the others.

    Raises:
        SettingsError: ``extra_missing``, numpy is not installed.
    """
    names = [row for row in scores.rows if row.startswith(LABEL)]
    known = [f1 for name in names if (f1 := rates(scores.total(name)).f1) is not None]
    if not known:
        return None
    np = numpy()
    drawn = rates_of(resampled(count_table(scores, names), draws or Draws()))[2]
    some = ~np.isnan(drawn)
    with np.errstate(invalid="ignore"):
        means = np.nansum(drawn, axis=1) / some.sum(axis=1)
    return Macro(sum(known) / len(known), len(known), bounds_of(means))
