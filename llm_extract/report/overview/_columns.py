"""Geometry of the columns of a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from llm_extract.report.overview._days import Unit, first_day, label, span
from llm_extract.report.overview._links import articles_link
from llm_extract.report.overview._scales import Scale

# Height of the plot in pixels.
PLOT = 160.0

# Labels that fit below a wide page and below a phone's.
_WIDE, _NARROW = 9, 3
_GAP = 0.15
# One day alone is no wall.
_WIDEST = 8.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Items of one series in a column; ``y`` and ``height`` are pixels from the top."""

    series: int
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One unit of time.

    Attributes:
        name: the days it covers.
        label: what stands below the axis, where there is room.
        wide, narrow: whether there is on a wide page, and on a phone's.
        x, width: per cent across.
        middle: likewise.
        segments: of series with items, the first at the bottom.
        total: items.
        link: to the articles of its month.
    """

    name: str
    label: str
    wide: bool
    narrow: bool
    x: float
    width: float
    middle: float
    segments: tuple[Segment, ...]
    total: int
    link: str

    def count_of(self, series: int) -> int:
        """Items of one series."""
        return sum(part.count for part in self.segments if part.series == series)


def columns_of(
    numbers: range, unit: Unit, counts: Mapping[tuple[int, int], int], scale: Scale
) -> tuple[Column, ...]:
    """Columns side by side; ``counts`` are by number of the unit and series."""
    by_number: dict[int, dict[int, int]] = {}
    for (number, series), count in counts.items():
        by_number.setdefault(number, {})[series] = count
    return tuple(
        _column(index, number, unit, by_number.get(number, {}), scale, len(numbers))
        for index, number in enumerate(numbers)
    )


def _column(
    index: int, number: int, unit: Unit, counts: Mapping[int, int], scale: Scale, columns: int
) -> Column:
    step = 100 / columns
    width = min(step * (1 - _GAP), _WIDEST)
    day = first_day(number, unit)
    return Column(
        name=span(number, unit),
        label=label(number, unit),
        wide=_is_labelled(index, columns, _WIDE),
        narrow=_is_labelled(index, columns, _NARROW),
        x=step * (index + 0.5) - width / 2,
        width=width,
        middle=step * (index + 0.5),
        segments=tuple(_stack(counts, scale)),
        total=sum(counts.values()),
        link=articles_link(month=f"{day:%Y-%m}" if unit != "year" else None),
    )


def _is_labelled(index: int, columns: int, most: int) -> bool:
    every = ceil(columns / most)
    return index % every == (every - 1) // 2


def _stack(counts: Mapping[int, int], scale: Scale) -> Iterator[Segment]:
    """Series 0, items of a longer time, stands on top."""
    below = 0
    for series in sorted(counts, key=lambda number: (number == 0, number)):
        top = scale.at(below + counts[series])
        height = top - scale.at(below)
        yield Segment(series, counts[series], scale.reach - top, height)
        below += counts[series]
