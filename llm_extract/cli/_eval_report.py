"""Scores as text: one table after the other, aligned, the same on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from llm_extract.cli._console import printable, write_data

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring import Bounds, Evaluation, Flip, Grounding, Result

_WORST = 5
_FLIPS = 10
Row = tuple[str, ...]


def show(evaluation: Evaluation, against: str | None) -> None:
    """Print rates by row, what changed since ``against``, grounding, and the worst articles."""
    for result in evaluation.results:
        _block(_heading(result), _rates(result))
        if result.comparison:
            _block(f"F1 compared with {against}", _changes(result))
            _block("better", _flips(result.comparison.better))
            _block("worse", _flips(result.comparison.worse))
    _block("grounding", _grounding(evaluation.grounding))
    for result in evaluation.results:
        _block(f"worst articles by {result.scores.metric}", _worst(result))


def _block(title: str, rows: Iterable[Row]) -> None:
    table = list(rows)
    # A table of which only the head is left says nothing.
    if len(table) > 1:
        write_data(printable(title))
        for line in _aligned(table):
            write_data(f"  {printable(line)}")
        write_data("")


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
        told.append(f"{labels} {result.macro.f1:.3f} {_bounds(result.macro.interval)}")
    return "; ".join(told)


def _rates(result: Result) -> Iterator[Row]:
    from llm_extract.evaluation.scoring import rates

    yield ("row", "P", "R", "F1", "95 % of F1", "right/predicted", "found/gold")
    for row in result.told:
        counts = result.scores.total(row)
        found = rates(counts)
        yield (
            row,
            *(_rate(value) for value in (found.precision, found.recall, found.f1)),
            _bounds(result.bounds[row].f1),
            f"{counts.right_predicted:,}/{counts.predicted:,}",
            f"{counts.found_gold:,}/{counts.gold:,}",
        )


def _changes(result: Result) -> Iterator[Row]:
    yield ("row", "before", "after", "change", "95 %", "p")
    rows = result.comparison.rows if result.comparison else {}
    for row in (row for row in result.told if row in rows):
        one = rows[row]
        change = "-" if one.change is None else f"{one.change:+.3f}"
        told = (_rate(one.before), _rate(one.after), change, _bounds(one.bounds), _rate(one.p))
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
                _rate(told["proven"]),
                f"{part.verdicts['altered']:,}",
                f"{part.verdicts['unsupported']:,}",
                f"{part.items:,}",
                _rate(told["cited"]),
                _rate(told["verbatim"]),
            )


def _worst(result: Result) -> Iterator[Row]:
    from llm_extract.evaluation.scoring import ALL, Counts

    yield ("article", "F1", "right/predicted", "found/gold")
    for scored, found in result.worst(_WORST):
        counts = scored.rows.get(ALL, Counts())
        yield (
            scored.id,
            _rate(found.f1),
            f"{counts.right_predicted:,}/{counts.predicted:,}",
            f"{counts.found_gold:,}/{counts.gold:,}",
        )


def _aligned(table: Sequence[Row]) -> Iterator[str]:
    """The first column to the left, numbers to the right."""
    from rich.cells import cell_len

    widths = [
        max(cell_len(row[place]) for row in table if place < len(row))
        for place in range(len(table[0]))
    ]
    for row in table:
        blanks = [" " * (width - cell_len(c)) for c, width in zip(row, widths, strict=False)]
        cells = [row[0] + blanks[0], *(b + c for b, c in zip(blanks[1:], row[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _bounds(value: Bounds | None) -> str:
    return "-" if value is None else f"[{value[0]:.3f}, {value[1]:.3f}]"
