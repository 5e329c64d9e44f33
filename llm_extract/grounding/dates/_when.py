"""When: a stretch of days, how precise it is, and the rule that gave it.

The precision codes follow UCDP GED (``date_prec``: 1 day, 2 two to six days, 3 week, 4 month,
5 year, longer or open) and ACLED (``time_precision``: 1 day, 2 week or part of one, 3 month or
worse). Both are None where a code would say too much: a statement that something "had" happened
(R6), a running total "since 2011" (R10), and what has no date (R9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Rule = Literal["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11"]
Precision = Literal[
    "day", "multi_day", "week", "month", "year", "multi_year", "open_start", "unknown"
]

_WITHOUT_CODES: frozenset[Rule] = frozenset(("R6", "R9", "R10"))
_CODES: dict[Precision, tuple[int | None, int | None]] = {
    "day": (1, 1),
    "multi_day": (2, 2),
    "week": (3, 2),
    "month": (4, 3),
    "year": (5, 3),
    "multi_year": (5, 3),
    "open_start": (5, 3),
    "unknown": (None, None),
}
# Longest stretch in days. "The past week" ends on the day of its start: eight days.
_LONGEST: tuple[tuple[int, Precision], ...] = (
    (1, "day"),
    (6, "multi_day"),
    (8, "week"),
    (32, "month"),
    (367, "year"),
)


@dataclass(frozen=True, slots=True)
class When:
    """Days from ``start`` to ``end``, both included; None is an open or unknown side."""

    start: date | None
    end: date | None
    precision: Precision
    rule: Rule
    ged_date_prec: int | None
    acled_time_precision: int | None

    def holds(self, day: date) -> bool:
        """Whether the day lies in the stretch; one that is open on both sides holds no day."""
        if self.start is None and self.end is None:
            return False
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def stretch(start: date, end: date, rule: Rule) -> When | None:
    """The days from start to end, as precise as they are few; None when they run backwards."""
    if start > end:
        return None
    days = (end - start).days + 1
    precision: Precision = next((name for limit, name in _LONGEST if days <= limit), "multi_year")
    return When(start, end, precision, rule, *_codes(precision, rule))


def open_until(end: date, rule: Rule) -> When:
    """Some time up to this day, with no known start."""
    return When(None, end, "open_start", rule, *_codes("open_start", rule))


def _codes(precision: Precision, rule: Rule) -> tuple[int | None, int | None]:
    return (None, None) if rule in _WITHOUT_CODES else _CODES[precision]
