"""Who is paired with whom: the best one-to-one assignment."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from llm_extract.errors import SettingsError


def assign(
    scores: Sequence[Sequence[int]], required: Sequence[bool] | None = None
) -> list[tuple[int, int]]:
    """Pairs of row and column, each used once at most, whose scores have the largest sum.

    A score of 0 may not be paired. Of equal sums the one with more pairs is taken, then the one
    with more columns that are ``required`` (by default all are), so that what is counted does not
    depend on the order of rows and columns.

    Raises:
        SettingsError: ``extra_missing``, scipy is needed for more than one row and column.
    """
    columns = len(scores[0]) if scores else 0
    if not any(map(any, scores)):
        return []
    if len(scores) == columns == 1:
        return [(0, 0)]
    wanted = required or [True] * columns
    # Lexicographic in one number: sum of scores, number of pairs, required ones among them.
    base = min(len(scores), columns) + 1
    weights = [
        [score and (score * base + 1) * base + wanted[column] for column, score in enumerate(row)]
        for row in scores
    ]
    rows, found = _optimize().linear_sum_assignment(weights, maximize=True)
    pairs = zip(rows.tolist(), found.tolist(), strict=True)
    return [(row, column) for row, column in pairs if scores[row][column]]


def _optimize() -> Any:
    try:
        return import_module("scipy.optimize")
    except ModuleNotFoundError as error:
        raise SettingsError(
            "extra_missing",
            "scores need scipy",
            hint="pip install 'llm-extract[regression]'",
        ) from error
