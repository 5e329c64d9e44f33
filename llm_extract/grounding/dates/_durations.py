"""Rules for weeks, months and years: "last year", "for two weeks", "months of" (R3-R5, R7, R11)."""

from __future__ import annotations

from datetime import date, timedelta

from llm_extract.grounding.dates._parts import Parts, Read, Unit, month_end
from llm_extract.grounding.dates._when import Rule, When, open_until, stretch

# "The past few days" are at most six days with the day of publication (GED date_prec 2).
_FEW_DAYS = 6
_MONTHS_IN: dict[Unit, int] = {"month": 1, "year": 12, "decade": 120}


def _unit_start(unit: Unit, step: int, published: date) -> date:
    if unit == "week":
        return published - timedelta(published.weekday() - 7 * step)
    if unit == "month":
        return _months_before(published, -step).replace(day=1)
    return date(published.year + step, 1, 1)


def unit(step: int) -> Read:
    def read(parts: Parts, published: date) -> When | None:
        start = _unit_start(parts.unit, step, published)
        end = _unit_end(parts.unit, start)
        # What is reported of "this year" lies before its report.
        return stretch(start, min(end, published) if step == 0 else end, "R7")

    return read


def _unit_end(unit: Unit, start: date) -> date:
    if unit == "week":
        return start + timedelta(6)
    return month_end(start.year, start.month if unit == "month" else 12)


def rest_of_unit(parts: Parts, published: date) -> When | None:
    end = _unit_end(parts.unit, _unit_start(parts.unit, 0, published))
    return stretch(published, end, "R7")


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def _before(published: date, n: int, unit: Unit) -> date:
    if unit in _MONTHS_IN:
        return _months_before(published, n * _MONTHS_IN[unit])
    if unit == "hour":
        return published - timedelta(-(-n // 24))
    return published - timedelta(7 * n if unit == "week" else n)


def rolling(parts: Parts, published: date) -> When | None:
    n = 1 if parts.n is None else parts.n
    if n < 1:
        return None
    if parts.unit == "day":
        return stretch(published - timedelta(n - 1), published, "R3")
    rule: Rule = "R3" if parts.unit == "hour" else "R4"
    return stretch(_before(published, n, parts.unit), published, rule)


def recent(parts: Parts, published: date) -> When | None:
    if parts.unit == "hour":
        return stretch(published - timedelta(1), published, "R3")
    if parts.unit != "day":
        return open_until(published, "R5")
    return stretch(published - timedelta(_FEW_DAYS - 1), published, "R3")


def ago(parts: Parts, published: date) -> When | None:
    n = 1 if parts.n is None else parts.n
    day = _before(published, n, parts.unit)
    if parts.unit == "week":
        return stretch(day - timedelta(3), min(day + timedelta(3), published), "R4")
    if parts.unit in ("month", "year"):
        start = day.replace(day=1) if parts.unit == "month" else date(day.year, 1, 1)
        return stretch(start, min(_unit_end(parts.unit, start), published), "R7")
    if parts.unit == "decade":
        return open_until(published, "R5")
    return stretch(day, published if parts.unit == "hour" else day, "R2")


def open_stretch(_: Parts, published: date) -> When:
    return open_until(published, "R5")


def into(parts: Parts, published: date) -> When | None:
    year = published.year - (parts.n or 0)
    return stretch(date(year, 1, 1), date(year, 12, 31), "R11")
