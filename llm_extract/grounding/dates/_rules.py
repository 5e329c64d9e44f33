"""The date rules: from the parts of a time expression to days.

Every rule counts from the day of publication. The names of the rules here ("weekday_last",
"rolling", ...) are those the phrases of each language are filed under.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from llm_extract.grounding.dates._durations import (
    ago,
    into,
    open_stretch,
    recent,
    rest_of_unit,
    rolling,
    unit,
)
from llm_extract.grounding.dates._parts import (
    Parts,
    Read,
    month_end,
    month_of,
    numeric_days,
    on_calendar,
)
from llm_extract.grounding.dates._when import When, stretch

# 29 February is at most eight years away (1896 to 1904).
_LEAP_GAP = 8

# Absolute expressions


def _calendar(parts: Parts) -> When | None:
    year, month, day = parts.year or 0, parts.month, parts.day
    if month is None:
        return stretch(date(year, 1, 1), date(parts.year2 or year, 12, 31), "R0")
    if day is None:
        return month_of(year, month, "R0")
    first = date(year, month, day)
    if parts.weekday not in (None, first.weekday()):
        # The text contradicts itself.
        return None
    return stretch(first, date(year, month, parts.day2 or day), "R0")


def _pair_of_year(parts: Parts) -> When | None:
    # "12 and 20 August" are no stretch.
    return _calendar(parts) if _follow(parts) else None


def _follow(parts: Parts) -> bool:
    return (parts.day2 or 0) - (parts.day or 0) == 1


def _numeric(parts: Parts) -> When | None:
    days = numeric_days(parts)
    day = days.pop()
    return None if days else stretch(day, day, "R0")


def _month_range_of_year(parts: Parts) -> When | None:
    last_year = parts.year2 or 0
    month, last_month = parts.month or 0, parts.month2 or 0
    year = parts.year or (last_year if month <= last_month else last_year - 1)
    return stretch(date(year, month, 1), month_end(last_year, last_month), "R0")


# Days and weekdays


def _yearless(parts: Parts, published: date) -> When | None:
    month, day = parts.month or 0, parts.day or 0
    first = _latest(month, parts.day2 or day, published)
    if parts.weekday not in (None, first.weekday()):
        first = date(published.year + (first.year == published.year), month, day)
        if parts.weekday != first.weekday():
            return None
    return stretch(first.replace(day=day), first.replace(day=parts.day2 or day), "R8")


def _pair(parts: Parts, published: date) -> When | None:
    return _yearless(parts, published) if _follow(parts) else None


def _latest(month: int, day: int, published: date) -> date:
    for year in range(published.year, published.year - _LEAP_GAP - 1, -1):
        found = on_calendar(year, month, day)
        if found is not None and found <= published:
            return found
    raise OverflowError


def _weekday(parts: Parts, published: date) -> When | None:
    last = _weekday_until(parts.weekday2, parts.weekday, published)
    first = _weekday_until(parts.weekday, parts.weekday, last)
    return stretch(first, last, "R1")


def _weekday_until(weekday: int | None, otherwise: int | None, last: date) -> date:
    wanted = weekday if weekday is not None else otherwise or 0
    return last - timedelta((last.weekday() - wanted) % 7)


def _weekday_last(parts: Parts, published: date) -> When | None:
    return _weekday(parts, published - timedelta(1))


def _weekday_next(parts: Parts, published: date) -> When | None:
    return _weekday(parts, published + timedelta(7))


def _weekday_this(parts: Parts, published: date) -> When | None:
    # "This Friday" may be the last one or the next; only today is sure.
    return stretch(published, published, "R1") if published.weekday() == parts.weekday else None


def _weekday_of_week(weeks: int) -> Callable[[Parts, date], When | None]:
    def read(parts: Parts, published: date) -> When | None:
        monday = published - timedelta(published.weekday() - 7 * weeks)
        day = monday + timedelta(parts.weekday or 0)
        return stretch(day, day, "R1")

    return read


def _around(first: int, last: int) -> Callable[[Parts, date], When | None]:
    def read(_: Parts, published: date) -> When | None:
        return stretch(published + timedelta(first), published + timedelta(last), "R2")

    return read


def _weekend(_: Parts, published: date) -> When | None:
    saturday = published - timedelta((published.weekday() - 5) % 7)
    return stretch(saturday, min(saturday + timedelta(1), published), "R1")


def _weekend_last(_: Parts, published: date) -> When | None:
    sunday = published - timedelta(published.weekday() + 1)
    return stretch(sunday - timedelta(1), sunday, "R1")


# Months


def _month_latest(parts: Parts, published: date) -> When | None:
    month = parts.month or 0
    return month_of(published.year - (month > published.month), month, "R8")


def _month_last(parts: Parts, published: date) -> When | None:
    month = parts.month or 0
    return month_of(published.year - (month >= published.month), month, "R8")


def _month_next(parts: Parts, published: date) -> When | None:
    month = parts.month or 0
    return month_of(published.year + (month <= published.month), month, "R8")


def _month_of_year(years: int) -> Callable[[Parts, date], When | None]:
    def read(parts: Parts, published: date) -> When | None:
        return month_of(published.year + years, parts.month or 0, "R7")

    return read


def _month_range(parts: Parts, published: date) -> When | None:
    last = _month_latest(Parts(month=parts.month2), published)
    if last is None or last.end is None:
        return None
    first = _month_latest(parts, last.end)
    return stretch(first.start, last.end, "R8") if first and first.start else None


def _unclear(_: Parts, __: date) -> None:
    return None


ABSOLUTE: dict[str, Callable[[Parts], When | None]] = {
    "calendar": _calendar,
    "numeric": _numeric,
    "pair_of_year": _pair_of_year,
    "month_range_of_year": _month_range_of_year,
}
RELATIVE: dict[str, Read] = {
    "yearless": _yearless,
    "pair": _pair,
    "weekday": _weekday,
    "weekday_last": _weekday_last,
    "weekday_next": _weekday_next,
    "weekday_this": _weekday_this,
    "weekday_last_week": _weekday_of_week(-1),
    "weekday_this_week": _weekday_of_week(0),
    "weekday_next_week": _weekday_of_week(1),
    "weekend": _weekend,
    "weekend_last": _weekend_last,
    "today": _around(0, 0),
    "yesterday": _around(-1, -1),
    "day_before_yesterday": _around(-2, -2),
    "overnight": _around(-1, 0),
    "tomorrow": _around(1, 1),
    "day_after_tomorrow": _around(2, 2),
    "month": _month_latest,
    "month_last": _month_last,
    "month_next": _month_next,
    "month_last_year": _month_of_year(-1),
    "month_this_year": _month_of_year(0),
    "month_next_year": _month_of_year(1),
    "month_range": _month_range,
    "last": unit(-1),
    "this": unit(0),
    "next": unit(1),
    "later_this": rest_of_unit,
    "rolling": rolling,
    "recent": recent,
    "ago": ago,
    "open": open_stretch,
    "into": into,
    "unclear": _unclear,
}


def resolve(name: str, parts: Parts, published: date | None) -> When | None:
    """The days of an expression filed under this name; None where they cannot be known."""
    try:
        if name in ABSOLUTE:
            return ABSOLUTE[name](parts)
        if published is None:
            return None
        if name.startswith("since_"):
            return _since(name.removeprefix("since_"), parts, published)
        return RELATIVE[name](parts, published)
    except (OverflowError, ValueError):
        # Before the year 1 or after 9999.
        return None


def _since(name: str, parts: Parts, published: date) -> When | None:
    beginning = resolve(name, parts, published)
    if beginning is None or beginning.start is None:
        return None
    return stretch(beginning.start, published, "R10" if name in ABSOLUTE else "R8")
