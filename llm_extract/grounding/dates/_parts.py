"""What a time expression names, and the days that the calendar has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from llm_extract.grounding.dates._when import Rule, When, stretch

Unit = Literal["hour", "day", "week", "weekend", "month", "year", "decade"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a time expression names; weekdays count from 0, Monday."""

    day: int | None = None
    day2: int | None = None
    month: int | None = None
    month2: int | None = None
    year: int | None = None
    year2: int | None = None
    weekday: int | None = None
    weekday2: int | None = None
    n: int | None = None
    unit: Unit = "day"


def exists(parts: Parts) -> bool:
    """Whether the calendar has the days named: no 31 April, no 13th month."""
    if parts.month is None:
        return True
    year = parts.year or parts.year2 or 2000
    days = [day for day in (parts.day, parts.day2) if day is not None] or [1]
    return all(on_calendar(year, parts.month, day) is not None for day in days)


def numeric_days(parts: Parts) -> set[date]:
    """The days that ``a/b/year`` can be: day first, and month first."""
    a, b, year = parts.day or 0, parts.month or 0, parts.year or 0
    return {day for day in (on_calendar(year, b, a), on_calendar(year, a, b)) if day is not None}


def on_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int, rule: Rule) -> When | None:
    return stretch(date(year, month, 1), month_end(year, month), rule)


def month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(1)


Read = Callable[[Parts, date], When | None]
