"""The places of a run: with coordinates, with several candidates, with none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from llm_extract.report.overview._links import article_link, articles_link
from llm_extract.report.overview.map._naming import naming_items
from llm_extract.report.overview.map._outlines import Point

# at    the place itself;
# near  within some 25 km of it;
# area  somewhere in a district, a province, a country or a stretch of land.
Precision: TypeAlias = Literal["at", "near", "area"]

_PRECISIONS: tuple[Precision, ...] = ("at", "near", "area")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the gazetteer."""

    name: str
    country: str
    longitude: float
    latitude: float
    score: float

    @property
    def point(self) -> Point:
        """Longitude and latitude."""
        return self.longitude, self.latitude


@dataclass(frozen=True, slots=True)
class Place:
    """One name, over all articles in which it means the same.

    Attributes:
        name: as the articles write it most often.
        chosen: what it was resolved to, ``None`` when that is open.
        candidates: what it may mean, the best first; empty when the gazetteer does not have it.
        items: how many name it.
        articles: in how many articles.
        precision: the least exact one.
        link: to the article, or to all that have it.
    """

    name: str
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    items: int
    articles: int
    precision: Precision
    link: str


@dataclass(slots=True)
class _Gathered:
    """What is known of a place so far."""

    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    names: Counter[str] = field(default_factory=Counter)
    items: int = 0
    at: dict[int, str] = field(default_factory=dict)
    precision: int = 0

    def place(self) -> Place:
        name = self.names.most_common(1)[0][0]
        (index, path), *others = self.at.items()
        return Place(
            name,
            self.chosen,
            self.candidates,
            self.items,
            len(self.at),
            _PRECISIONS[self.precision],
            articles_link(q=name) if others else article_link(index, path),
        )


@dataclass(slots=True)
class PlacesTally:
    """Gathers the places of lines with a record."""

    found: dict[Any, _Gathered] = field(default_factory=dict)
    gazetteers: dict[str, None] = field(default_factory=dict)
    unlocated: int = 0

    def add(self, index: int, line: Mapping[str, Any]) -> None:
        """Take one more line; ``index`` is its position in the run."""
        locations = line.get("locations")
        if not locations:
            self.unlocated += 1
            return
        self.gazetteers.setdefault(locations["gazetteer"])
        places = locations["places"]
        items = naming_items(line["data"], [(raw["path"], raw["name"]) for raw in places])
        for raw, count in zip(places, items, strict=True):
            key, fresh = _read(raw)
            gathered = self.found.setdefault(key, fresh)
            gathered.names[raw["name"]] += 1
            gathered.at.setdefault(index, raw["path"])
            gathered.precision = max(gathered.precision, _precision(raw.get("precision")))
            gathered.items += count

    def places(self) -> list[Place]:
        """All of them, those most items name first."""
        places = [gathered.place() for gathered in self.found.values()]
        return sorted(places, key=lambda place: -place.items)


def _read(raw: Mapping[str, Any]) -> tuple[Any, _Gathered]:
    """A place by what it means: its entry, or its name and what that may mean."""
    candidates = tuple(_candidates(raw))
    if raw["chosen"] is not None:
        chosen = candidates[raw["chosen"]]
        return chosen.point, _Gathered(chosen, candidates)
    points = tuple(sorted(candidate.point for candidate in candidates))
    return (raw["name"].casefold(), points), _Gathered(None, candidates)


def _candidates(raw: Mapping[str, Any]) -> Iterator[Candidate]:
    for one in raw["candidates"]:
        yield Candidate(
            one["name"],
            one.get("country") or "",
            one["longitude"],
            one["latitude"],
            one.get("score") or 0.0,
        )


def _precision(codes: Mapping[str, Any] | None) -> int:
    """Position among the precisions, by UCDP GED's ``where_prec``: 1 itself, 2 near, 3 to 7 area.

    Source: UCDP GED codebook; 2 is "within ca. 25 km of a known point".
    """
    code = (codes or {}).get("ged_where_prec")
    return 0 if code is None else min(code, len(_PRECISIONS)) - 1
