"""Counts as the sources gave them: side by side, and never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from llm_extract.report.overview._bars import AXIS, Bar, bar_of, in_words
from llm_extract.report.overview._items import Counted, Item
from llm_extract.report.overview._layout import ListLayout
from llm_extract.report.overview._links import article_link, articles_link
from llm_extract.report.overview._scales import Scale, scale_for

Entry: TypeAlias = tuple[Item, Counted]

# Counts of a group that are shown at once, and behind a summary. A page of thousands of articles
# has thousands of them; all are in the articles.
_LARGEST, _MORE = 12, 18
_LARGEST_APART, _MORE_APART = 6, 6


@dataclass(frozen=True, slots=True)
class Figure:
    """One count of one source.

    Attributes:
        link: to it in its article.
        article: title or id of the article.
        group: who was counted.
        said: the count as written.
        numbers: the same in numbers, as `in_words` has them.
        bar: ``None`` when no number is known.
        rivals: what other sources of the article say instead: their numbers and names.
        doubtful: see `Counted`.
    """

    link: str
    article: str
    group: str | None
    said: str | None
    numbers: str
    bar: Bar | None
    rivals: tuple[tuple[str, str | None], ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Sourced:
    """The counts of one source; ``name`` is ``None`` when no source is given."""

    name: str | None
    figures: tuple[Figure, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.figures)


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Counts of one type on one axis.

    Attributes:
        kind: the type, as ``killed``.
        apart: why they are not drawn with the others, as ``cumulative``.
        sources: the largest counts by source, the source with most of them first.
        more: others likewise; doubtful ones come before those that are smaller only.
        ticks: of the axis, each with its place in per cent; none when no number is known.
        is_log: whether the axis is logarithmic.
        shown: counts in both.
        total: counts there are.
        link: to the articles that have any.
    """

    kind: str | None
    apart: str | None
    sources: tuple[Sourced, ...]
    more: tuple[Sourced, ...]
    ticks: tuple[tuple[int, float], ...]
    is_log: bool
    shown: int
    total: int
    link: str


@dataclass(frozen=True, slots=True)
class FigureList:
    """All counts of one list; ``names_sources`` tells whether the list says who counted."""

    name: str
    groups: tuple[FigureGroup, ...]
    names_sources: bool


def figures_of(
    layout: ListLayout, items: Sequence[Item], titles: Mapping[int, str]
) -> FigureList | None:
    """Counts of a list by type, those set apart last; ``None`` when it has none."""
    entries = [(item, item.counted) for item in items if item.counted]
    if layout.counts is None or not entries:
        return None
    by_key: dict[tuple[str | None, str | None], list[Entry]] = {}
    for item, counted in entries:
        by_key.setdefault((item.apart, item.kind), []).append((item, counted))
    figures = _Figures(titles, {(item.article, counted.id): counted for item, counted in entries})
    order = sorted(by_key.items(), key=lambda found: _rank(*found))
    return FigureList(
        name=layout.name,
        groups=tuple(_group(layout, figures, *key, those) for key, those in order),
        names_sources=layout.counts.source is not None,
    )


def _rank(key: tuple[str | None, str | None], items: Sequence[Entry]) -> tuple[bool, str, int]:
    return key[0] is not None, key[0] or "", -len(items)


def _group(
    layout: ListLayout, figures: _Figures, apart: str | None, kind: str | None, items: list[Entry]
) -> FigureGroup:
    # Both sorts are stable: equal counts stay in the order of the articles.
    ranked = sorted(items, key=lambda entry: -max(entry[1].known, default=-1))
    first, then = (_LARGEST, _MORE) if apart is None else (_LARGEST_APART, _MORE_APART)
    largest = ranked[:first]
    more = sorted(ranked[first:], key=lambda entry: not entry[1].doubtful)[:then]
    numbers = [number for _, counted in (*largest, *more) for number in counted.known]
    scale = scale_for(numbers, AXIS)
    return FigureGroup(
        kind=kind,
        apart=apart,
        sources=figures.by_source(largest, scale),
        more=figures.by_source(more, scale),
        ticks=tuple((tick, scale.at(tick)) for tick in scale.ticks()) if numbers else (),
        is_log=scale.is_log,
        shown=len(largest) + len(more),
        total=len(items),
        link=articles_link(list=layout.name, type=kind),
    )


@dataclass(frozen=True, slots=True)
class _Figures:
    """Makes the figures of one list; an id is one of its article only."""

    titles: Mapping[int, str]
    by_id: Mapping[tuple[int, str | None], Counted]

    def by_source(self, entries: Iterable[Entry], scale: Scale) -> tuple[Sourced, ...]:
        found: dict[str | None, list[Figure]] = {}
        for item, counted in entries:
            found.setdefault(counted.source, []).append(self._figure(item, counted, scale))
        order = sorted(found.items(), key=lambda entry: (entry[0] is None, -len(entry[1])))
        return tuple(Sourced(name, tuple(told)) for name, told in order)

    def _figure(self, item: Item, counted: Counted, scale: Scale) -> Figure:
        rivals = (self.by_id.get((item.article, identity)) for identity in counted.rivals)
        return Figure(
            link=article_link(item.article, item.path),
            article=self.titles[item.article],
            group=counted.group,
            said=counted.said,
            numbers=_in_words(counted),
            bar=bar_of(counted.low, counted.best, counted.high, scale),
            rivals=tuple((_in_words(other), other.source) for other in rivals if other),
            doubtful=counted.doubtful,
        )


def _in_words(counted: Counted) -> str:
    return in_words(counted.low, counted.best, counted.high)
