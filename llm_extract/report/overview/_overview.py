"""Everything the overview of a run shows, as numbers and places; its template writes it out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.report.overview._days import Days
from llm_extract.report.overview._figures import FigureList, figures_of
from llm_extract.report.overview._head import Head, HeadTally
from llm_extract.report.overview._items import Item, items_of, published_of, title_of
from llm_extract.report.overview._kinds import ListCount, count_of
from llm_extract.report.overview._layout import ListLayout, layouts_of
from llm_extract.report.overview._layout_of_lines import layouts_of_lines
from llm_extract.report.overview._proof import Proof, ProofTally
from llm_extract.report.overview._timeline import (
    Timeline,
    timeline_of_articles,
    timeline_of_items,
)
from llm_extract.report.overview.map import PlaceMap, PlacesTally, map_of
from llm_extract.runs import StoredRun
from llm_extract.schemas import load_schema


@dataclass(frozen=True, slots=True)
class Overview:
    """A run at a glance.

    Attributes:
        head: what it was, what it took, what is missing.
        proof: how well its values are proven, and what to look at first.
        lists: its items, those the record is about first; lists without items are left out.
        timeline: of these, else of the articles; ``None`` when nothing has a date.
        figures: lists of counts that have any.
        map: ``None`` when no places were looked up yet.
    """

    head: Head
    proof: Proof
    lists: tuple[ListCount, ...]
    timeline: Timeline | None
    figures: tuple[FigureList, ...]
    map: PlaceMap | None


def overview_of(run: StoredRun) -> Overview:
    """Add up a run, its lines one by one. Items of a text that several inputs share count once.

    Types, dates and counts are found by the schema of the records; when it cannot be loaded any
    more, by the records alone.
    """
    tally = _Tally(_layouts(run))
    for index, stored in enumerate(run.lines):
        tally.add(index, stored.line)
    return tally.overview(run)


def _layouts(run: StoredRun) -> tuple[ListLayout, ...]:
    with suppress(SettingsError):
        return layouts_of(load_schema(run.totals.schema))
    return layouts_of_lines(stored.line for stored in run.lines if stored.line["status"] == "ok")


@dataclass(slots=True)
class _Tally:
    """What is known of a run so far."""

    layouts: tuple[ListLayout, ...]
    head: HeadTally = field(default_factory=HeadTally)
    proof: ProofTally = field(default_factory=ProofTally)
    places: PlacesTally = field(default_factory=PlacesTally)
    items: dict[str, list[Item]] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    published: list[Days | None] = field(default_factory=list)

    def add(self, index: int, line: Mapping[str, Any]) -> None:
        self.head.add(line)
        if line["status"] != "ok" or line.get("same_as"):
            return
        self.proof.add(index, line)
        self.places.add(index, line)
        self.titles[index] = title_of(line)
        self.published.append(published_of(line))
        for layout in self.layouts:
            self.items.setdefault(layout.name, []).extend(items_of(index, line, layout))

    def overview(self, run: StoredRun) -> Overview:
        lists = [(layout, self.items.get(layout.name, [])) for layout in self.layouts]
        figures = (figures_of(layout, items, self.titles) for layout, items in lists)
        return Overview(
            head=self.head.head(run),
            proof=self.proof.proof(),
            lists=tuple(count_of(layout, items) for layout, items in lists if items),
            timeline=self._timeline(),
            figures=tuple(found for found in figures if found),
            map=map_of(self.places),
        )

    def _timeline(self) -> Timeline | None:
        """Of the items the record is about first of all, else of the first list with dates."""
        for layout in self.layouts:
            found = timeline_of_items(layout.name, self.items.get(layout.name, []))
            if found:
                return found
        return timeline_of_articles(self.published)
