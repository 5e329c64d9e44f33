"""Geometry of one count: a bar from low to high, open where the source leaves it open."""

from __future__ import annotations

from dataclasses import dataclass

from llm_extract.report.overview._scales import Scale

# Per cent of the width the axis takes; the rest is for bars without an upper end.
AXIS = 88.0
_OPEN = 10.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Places in per cent from the left.

    Attributes:
        start, end: what the source commits itself to.
        best: its best guess.
        open_from, open_to: where the bar goes on without an end, or with none at all below.
    """

    start: float
    end: float
    best: float | None
    open_from: float | None = None
    open_to: float | None = None


def bar_of(low: int | None, best: int | None, high: int | None, scale: Scale) -> Bar | None:
    """The bar of a count: "at least 12" is open above, "up to 40" below.

    ``None`` when no number is known.
    """
    known = [number for number in (low, best, high) if number is not None]
    if not known:
        return None
    start, end = scale.at(min(known)), scale.at(max(known))
    middle = None if best is None else scale.at(best)
    if low is not None and high is None:
        return Bar(start, end, middle, end, end + _OPEN)
    if low is None and high is not None:
        return Bar(start, end, middle, 0.0, start)
    return Bar(start, end, middle)


def in_words(low: int | None, best: int | None, high: int | None) -> str:
    """The numbers of a count: ``12``, ``at least 12``, ``up to 40``, ``10 to 15, best 12``."""
    if low is None and high is None:
        return "no number" if best is None else f"{best:,}"
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"up to {high:,}"
    if low == high:
        return f"{low:,}"
    return f"{low:,} to {high:,}" + (f", best {best:,}" if best is not None else "")
