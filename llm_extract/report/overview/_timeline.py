"""When the items of a run happened: columns by day, week, month or year, stacked by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from llm_extract.report.overview._columns import PLOT, Column, columns_of
from llm_extract.report.overview._days import Days, Unit, number_of, padded, unit_for
from llm_extract.report.overview._items import Item
from llm_extract.report.overview._scales import Scale, rounded

_MOST_COLUMNS = 62
_MOST_SERIES = 7
_Y_TICKS = 4
# A few items of other decades must not press all others into one column: the timeline shows the
# middle of them, with a quarter of its length before and after.
_TAIL, _PAD = 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing to place: its type, and its days if they are known."""

    kind: str | None
    days: Days | None


@dataclass(frozen=True, slots=True)
class Series:
    """One type of the legend; ``number`` from 1 chooses its colour and pattern.

    ``name`` is ``None`` where types are not told apart.
    """

    number: int
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Columns of one unit of time; places are per cent across and pixels down.

    Attributes:
        of: the list that is shown, ``None`` for articles by their day of publication.
        unit: of a column.
        series: types, the most frequent first, the rest together; in the order of a column.
        loose: items known to be of a longer time than a column; they are drawn in the last one
            they can be of.
        columns: consecutive ones, also those without items.
        ticks: counts beside the axis, each with its place from the top.
        height: of the plot.
        undated: items without a date.
        earlier, later: items outside the columns.
        apart: why others are not counted, and how many.
    """

    of: str | None
    unit: Unit
    series: tuple[Series, ...]
    loose: int
    columns: tuple[Column, ...]
    ticks: tuple[tuple[int, float], ...]
    height: float
    undated: int
    earlier: int
    later: int
    apart: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many items stand in the columns."""
        return sum(column.total for column in self.columns)

    def name_of(self, number: int) -> str:
        """What a series of a column is called."""
        if number == 0:
            return "of a longer time"
        return next((one.name or "" for one in self.series if one.number == number), "")


def timeline_of_items(name: str, items: Sequence[Item]) -> Timeline | None:
    """Timeline of a list, ``None`` when none of its items that count has a date."""
    counted = [Dated(item.kind, item.days) for item in items if item.apart is None]
    apart = Counter(item.apart for item in items if item.apart is not None)
    return _timeline(name, counted, tuple(apart.most_common()))


def timeline_of_articles(days: Iterable[Days | None]) -> Timeline | None:
    """Timeline of articles by their day of publication."""
    return _timeline(None, [Dated(None, day) for day in days], ())


def _timeline(
    of: str | None, items: Sequence[Dated], apart: tuple[tuple[str, int], ...]
) -> Timeline | None:
    known = [item.days for item in items if item.days]
    if not known:
        return None
    shown, unit = _range(known)
    first, last = number_of(shown.start, unit), number_of(shown.end, unit)
    placed = [(number_of(item.days.end, unit), item) for item in items if item.days]
    inside = [(number, item) for number, item in placed if first <= number <= last]
    names = _names(item.kind for _, item in inside if not _is_loose(item, unit))
    counts = Counter((number, _series(item, unit, names)) for number, item in inside)
    totals = Counter(number for number, _ in inside)
    scale = Scale(rounded(max(totals.values(), default=0), _Y_TICKS), PLOT)
    return Timeline(
        of=of,
        unit=unit,
        series=_legend(names, counts),
        loose=sum(count for (_, series), count in counts.items() if series == 0),
        columns=columns_of(range(first, last + 1), unit, counts, scale),
        ticks=tuple((tick, PLOT - scale.at(tick)) for tick in scale.ticks(_Y_TICKS)),
        height=PLOT,
        undated=len(items) - len(known),
        earlier=sum(number < first for number, _ in placed),
        later=sum(number > last for number, _ in placed),
        apart=apart,
    )


def _range(known: Sequence[Days]) -> tuple[Days, Unit]:
    """What is shown: everything, unless a few would make the columns of all others too wide."""
    ends = sorted(days.end for days in known)
    cut = int(len(ends) * _TAIL)
    middle = padded(ends[cut], ends[-1 - cut], _PAD)
    start, end = max(middle.start, ends[0]), min(middle.end, ends[-1])
    return Days(start, end), unit_for(start, end, _MOST_COLUMNS)


def _is_loose(item: Dated, unit: Unit) -> bool:
    days = item.days
    return days is not None and (
        days.is_open or number_of(days.start, unit) != number_of(days.end, unit)
    )


def _names(kinds: Iterable[str | None]) -> dict[str | None, int]:
    """Numbers of the series by type; types beyond the most frequent have no entry."""
    found = Counter(kinds)
    most = _MOST_SERIES if len(found) <= _MOST_SERIES else _MOST_SERIES - 1
    return {kind: number for number, (kind, _) in enumerate(found.most_common(most), 1)}


def _series(item: Dated, unit: Unit, names: Mapping[str | None, int]) -> int:
    """0 for items of a longer time, whatever their type."""
    return 0 if _is_loose(item, unit) else names.get(item.kind, _MOST_SERIES)


def _legend(
    names: Mapping[str | None, int], counts: Mapping[tuple[int, int], int]
) -> tuple[Series, ...]:
    by_series: Counter[int] = Counter()
    for (_, series), count in counts.items():
        by_series[series] += count
    told = [Series(number, name, by_series[number]) for name, number in names.items()]
    if len(names) < _MOST_SERIES and by_series[_MOST_SERIES]:
        told.append(Series(_MOST_SERIES, "other types", by_series[_MOST_SERIES]))
    return tuple(told)
