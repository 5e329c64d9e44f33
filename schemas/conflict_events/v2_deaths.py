"""How many died in one event: ACLED's one conservative figure, UCDP GED's columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from .v2_figures import Casualties
from .v2_signals import EVERYBODY, words
from .v2_types import GedField

# ACLED's reading of vague numbers of deaths; nowhere else does a vague word become a number.
VAGUE_DEATHS = {"tens": 10, "dozen": 12, "dozens": 12, "hundreds": 100}
Group = list[Casualties]
_SCALES = ("thousand", "million")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Low, best and high."""

    low: int = 0
    best: int = 0
    high: int = 0

    def __add__(self, other: Estimate) -> Estimate:
        """Add bound by bound."""
        return Estimate(self.low + other.low, self.best + other.best, self.high + other.high)

    def beyond(self, parts: Estimate) -> Estimate:
        """What a total counts on top of its parts."""
        return Estimate(
            max(0, self.low - parts.low),
            max(0, self.best - parts.best),
            max(0, self.high - parts.high),
        )


def acled_fatalities(figures: Iterable[Casualties]) -> int:
    """Sum over groups of the figure their sources agree on, or of the lowest; 0 when unknown."""
    parts, totals = _by_group(figures)
    return max(sum(map(_acled_group, parts)), *map(_acled_group, totals), 0)


def ged_deaths(figures: Iterable[Casualties]) -> dict[GedField, Estimate] | None:
    """Estimates by column; ``None`` when deaths are reported in vague words only.

    A total over everybody fills ``deaths_unknown`` with what it counts beyond its parts.
    """
    known = list(figures)
    parts, totals = _by_group(f for f in known if _numbered(f))
    if known and not parts and not totals:
        return None
    found: dict[GedField, Estimate] = {}
    for group in parts:
        field = group[0].ged_field or "deaths_unknown"
        found[field] = found.get(field, Estimate()) + _spread(group)
    summed = sum(found.values(), Estimate())
    for group in totals:
        unknown = found.get("deaths_unknown", Estimate())
        found["deaths_unknown"] = unknown + _spread(group).beyond(summed)
    return found


def is_total_of_all(figure: Casualties) -> bool:
    """Whether a figure counts people of all sides: "34 people"."""
    return figure.victims == "mixed" or figure.group.casefold() in EVERYBODY


def _by_group(figures: Iterable[Casualties]) -> tuple[list[Group], list[Group]]:
    """Figures of one group together; the groups, and totals over everybody as one group."""
    known = sorted(figures, key=lambda f: (*_group(f), f.id))
    groups = [list(found) for _, found in groupby(known, key=_group)]
    totals = [figure for figure in known if is_total_of_all(figure)]
    parts = [group for group in groups if not is_total_of_all(group[0])]
    return parts, [totals] if totals else []


def _group(figure: Casualties) -> tuple[bool, str]:
    return is_total_of_all(figure), figure.group_id or figure.group.casefold()


def _numbered(figure: Casualties) -> bool:
    return any(n is not None for n in (figure.low, figure.best, figure.high))


def _acled_group(figures: list[Casualties]) -> int:
    return min((value for figure in figures for value in _acled(figure)), default=0)


def _acled(figure: Casualties) -> Iterator[int]:
    """The low end of a range, the number given, or ACLED's number for a vague word."""
    known = (n for n in (figure.low, figure.best, _vague(figure)) if n is not None)
    yield from list(known)[:1]


def _vague(figure: Casualties) -> int | None:
    """ACLED's number for "dozens of rebels", but none for "tens of thousands"."""
    said = words(figure.count_text or "") if figure.vague_term else []
    if any(word.startswith(_SCALES) for word in said):
        return None
    return next((VAGUE_DEATHS[word] for word in said if word in VAGUE_DEATHS), None)


def _spread(figures: list[Casualties]) -> Estimate:
    """Of several sources: the lowest low and best, the highest high."""
    lows = [_first(figure.low, figure.best, 0) for figure in figures]
    bests = [_first(figure.best, figure.low, 0) for figure in figures]
    highs = [_first(figure.high, figure.best, figure.low, 0) for figure in figures]
    return Estimate(min(lows), min(bests), max(highs))


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
