"""Scores as text: one table after the other, aligned, the same on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from llm_extract.cli._tables import Row, bounds_text, print_table, rate_text

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring import Evaluation, Flip, Grounding, Result

_WORST = 5
_FLIPS = 10


def show(evaluation: Evaluation, against: str | None) -> None:
    """Print rates by row, what changed since ``against``, grounding, and the worst articles."""
    for result in evaluation.results:
        print_table(_heading(result), _rates(result))
        if result.comparison:
            print_table(f"F1 compared with {against}", _changes(result))
            print_table("better", _flips(result.comparison.better))
            print_table("worse", _flips(result.comparison.worse))
    print_table("grounding", _grounding(evaluation.grounding))
    for result in evaluation.results:
        print_table(f"worst articles by {result.scores.metric}", _worst(result))


def _heading(result: Result) -> str:
    scores = result.scores
    articles = len(scores.documents)
    told = [f"{scores.metric}: {articles:,} article{'' if articles == 1 else 's'} of gold"]
    if scores.missing:
        told.append(f"{len(scores.missing):,} without a record, scored as empty")
    if scores.extra:
        told.append(f"{len(scores.extra):,} records without gold, not scored")
    false, empty = result.false_items
    if empty:
        told.append(f"{false / empty:.2f} false items on each of {empty:,} without gold")
    if result.macro:
        labels = f"macro-F1 of {result.macro.labels:,} labels"
        told.append(f"{labels} {result.macro.f1:.3f} {bounds_text(result.macro.interval)}")
    return "; ".join(told)


def _rates(result: Result) -> Iterator[Row]:
    from llm_extract.evaluation.scoring import rates

    yield ("row", "P", "R", "F1", "95 % of F1", "right/predicted", "found/gold")
    for row in result.told:
        counts = result.scores.total(row)
        found = rates(counts)
        yield (
            row,
            *(rate_text(value) for value in (found.precision, found.recall, found.f1)),
            bounds_text(result.bounds[row].f1),
            f"{counts.right_predicted:,}/{counts.predicted:,}",
            f"{counts.found_gold:,}/{counts.gold:,}",
        )


def _changes(result: Result) -> Iterator[Row]:
    yield ("row", "before", "after", "change", "95 %", "p")
    rows = result.comparison.rows if result.comparison else {}
    for row in (row for row in result.told if row in rows):
        one = rows[row]
        change = "-" if one.change is None else f"{one.change:+.3f}"
        told = (
            rate_text(one.before),
            rate_text(one.after),
            change,
            bounds_text(one.bounds),
            rate_text(one.p),
        )
        yield (row, *told)


def _flips(flips: Sequence[Flip]) -> Iterator[Row]:
    yield ("article", "F1", "right fields", "false fields")
    for flip in flips[:_FLIPS]:
        yield (
            flip.id,
            f"{flip.f1_before:.3f} -> {flip.f1_after:.3f}",
            f"{flip.right_before:,} -> {flip.right_after:,}",
            f"{flip.false_before:,} -> {flip.false_after:,}",
        )
    if len(flips) > _FLIPS:
        yield (f"and {len(flips) - _FLIPS:,} more",)


def _grounding(grounding: dict[str, Grounding]) -> Iterator[Row]:
    yield ("list", "values", "proven", "altered", "unsupported", "items", "cites exist", "verbatim")
    for name, part in grounding.items():
        if part.values or part.items:
            told = part.as_json()
            yield (
                name or "all",
                f"{part.values:,}",
                rate_text(told["proven"]),
                f"{part.verdicts['altered']:,}",
                f"{part.verdicts['unsupported']:,}",
                f"{part.items:,}",
                rate_text(told["cited"]),
                rate_text(told["verbatim"]),
            )


def _worst(result: Result) -> Iterator[Row]:
    from llm_extract.evaluation.scoring import ALL, Counts

    yield ("article", "F1", "right/predicted", "found/gold")
    for scored, found in result.worst(_WORST):
        counts = scored.rows.get(ALL, Counts())
        yield (
            scored.id,
            rate_text(found.f1),
            f"{counts.right_predicted:,}/{counts.predicted:,}",
            f"{counts.found_gold:,}/{counts.gold:,}",
        )
