"""Days of a record, and the days, weeks, months or years a timeline is cut into."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple, TypeAlias

Unit: TypeAlias = Literal["day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")

_LENGTH = len("2028-06-05")
_DAYS, _MONTHS = 7, 12


class Days(NamedTuple):
    """First and last possible day; they are the same where the day is known.

    ``is_open`` is true when only one of them is known: both are that day.
    """

    start: date
    end: date
    is_open: bool = False


def days_of(value: object) -> Days | None:
    """Days of a date as JSON, or of an object with ``start`` and ``end``."""
    if isinstance(value, Mapping):
        start, end = _day(value.get("start")), _day(value.get("end"))
        ends = [day for day in (start, end) if day]
        return Days(min(ends), max(ends), len(ends) == 1) if ends else None
    day = _day(value)
    return Days(day, day) if day else None


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or len(value) != _LENGTH:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def number_of(day: date, unit: Unit) -> int:
    """Position of a day's unit in time: consecutive units have consecutive numbers."""
    if unit == "day":
        return day.toordinal()
    if unit == "week":
        # 0001-01-01 was a Monday.
        return (day.toordinal() - 1) // _DAYS
    return day.year * _MONTHS + day.month - 1 if unit == "month" else day.year


def first_day(number: int, unit: Unit) -> date:
    """First day of the unit at a position; the inverse of `number_of`."""
    if unit == "day":
        return date.fromordinal(number)
    if unit == "week":
        return date.fromordinal(number * _DAYS + 1)
    if unit == "month":
        return date(number // _MONTHS, number % _MONTHS + 1, 1)
    return date(number, 1, 1)


def label(number: int, unit: Unit) -> str:
    """As a reader would call it: ``5 Jun 2028``, ``Jun 2028``."""
    day = first_day(number, unit)
    if unit == "year":
        return f"{day.year}"
    if unit == "month":
        return f"{day:%b} {day.year}"
    return f"{day.day} {day:%b} {day.year}"


def span(number: int, unit: Unit) -> str:
    """The same with the last day of a week: ``5 Jun 2028 to 11 Jun 2028``."""
    if unit != "week":
        return label(number, unit)
    # The last week of the calendar is cut off.
    last = min(first_day(number, unit).toordinal() + _DAYS - 1, date.max.toordinal())
    return f"{label(number, unit)} to {label(last, 'day')}"


def unit_for(first: date, last: date, most: int) -> Unit:
    """The finest unit of which no more than ``most`` lie between two days, else years."""
    for unit in UNITS:
        if number_of(last, unit) - number_of(first, unit) < most:
            return unit
    return "year"


def padded(first: date, last: date, share: float) -> Days:
    """A range made longer at both ends by a share of its length, within the calendar."""
    by = timedelta(days=int((last - first).days * share))
    start = first - by if first - date.min > by else date.min
    return Days(start, last + by if date.max - last > by else date.max)
