"""The map of a run: circles on the outlines of countries, and what it cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from llm_extract.report.overview.map._clip import Box
from llm_extract.report.overview.map._grid import Bar, Meridian, bar_of, grid_of
from llm_extract.report.overview.map._labels import Label, Spot, box_of, free, labels_for
from llm_extract.report.overview.map._land import Land, Named, land_of
from llm_extract.report.overview.map._places import Candidate, Place, PlacesTally
from llm_extract.report.overview.map._view import WIDTH, View, view_for

# Type in pixels of the map, which a phone shows at about a third of its size.
WIDE, NARROW = 13.0, 30.0
_COUNTRY = 12.0
_MOST_WIDE, _MOST_NARROW = 40, 10
# Radius of the least and the most named place, the latter while there are few enough.
_SMALL, _LARGE = 4.5, 18.0
_FEW = 25
# What a page draws and lists in a moment: of more, those most items name.
_MOST_PLACES, _MOST_NAMES = 150, 25
_HALO = {"at": 0.0, "near": 6.0, "area": 14.0}


@dataclass(frozen=True, slots=True)
class Dot:
    """One place on the map, or one of the candidates of a name.

    Attributes:
        x, y, radius: in pixels; the area grows with the items.
        halo: radius of what shows that the place is known less exactly, 0 for none.
        place: what it stands for.
        candidate: where it is.
        is_open: whether it is only one of several candidates.
    """

    x: float
    y: float
    radius: float
    halo: float
    place: Place
    candidate: Candidate
    is_open: bool


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """Everything on the map and beside it; ``WIDTH`` pixels wide.

    Attributes:
        width, height: in pixels.
        land: areas and borders of countries; ``None`` when no place has coordinates.
        grid: meridians and parallels.
        bar: a length in kilometres; ``None`` on a map of the world.
        dots: the candidates first, so that what is certain lies on top.
        wide, narrow: names of places for a wide page, and for a phone's.
        countries: names of countries where they have room on a wide page.
        located: places with coordinates, those most items name first.
        ambiguous: names with several candidates of which none was chosen.
        unknown: names the gazetteer does not have.
        totals: how many there are of these three; the least named of many are left out.
        outside: candidates that lie outside the map.
        gazetteers: where the coordinates are from.
        unlocated: records whose places were not looked up.
    """

    width: float
    height: float
    land: Land | None
    grid: tuple[Meridian, ...]
    bar: Bar | None
    dots: tuple[Dot, ...]
    wide: tuple[Label, ...]
    narrow: tuple[Label, ...]
    countries: tuple[Label, ...]
    located: tuple[Place, ...]
    ambiguous: tuple[Place, ...]
    unknown: tuple[Place, ...]
    totals: tuple[int, int, int]
    outside: int
    gazetteers: tuple[str, ...]
    unlocated: int


def map_of(tally: PlacesTally) -> PlaceMap | None:
    """Map of the places of a run, ``None`` when those of no record were looked up."""
    if not tally.gazetteers:
        return None
    places = tally.places()
    located = [place for place in places if place.chosen]
    ambiguous = [place for place in places if not place.chosen and place.candidates]
    unknown = [place for place in places if not place.candidates]
    drawn = _Drawn.of(located[:_MOST_PLACES], ambiguous[:_MOST_NAMES])
    return PlaceMap(
        width=WIDTH,
        height=drawn.view.height if drawn else 0.0,
        land=drawn.land if drawn else None,
        grid=grid_of(drawn.view) if drawn else (),
        bar=bar_of(drawn.view) if drawn else None,
        dots=drawn.dots if drawn else (),
        wide=drawn.labels(WIDE, _MOST_WIDE) if drawn else (),
        narrow=drawn.labels(NARROW, _MOST_NARROW) if drawn else (),
        countries=drawn.countries() if drawn else (),
        located=tuple(located[:_MOST_PLACES]),
        ambiguous=tuple(ambiguous[:_MOST_NAMES]),
        unknown=tuple(unknown[:_MOST_NAMES]),
        totals=(len(located), len(ambiguous), len(unknown)),
        outside=drawn.outside if drawn else 0,
        gazetteers=tuple(tally.gazetteers),
        unlocated=tally.unlocated,
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn in a view."""

    view: View
    land: Land
    dots: tuple[Dot, ...]
    outside: int

    @classmethod
    def of(cls, located: Sequence[Place], ambiguous: Sequence[Place]) -> _Drawn | None:
        """Places with coordinates decide what is shown; without any, the best candidates do."""
        sure = [place.chosen.point for place in located if place.chosen]
        best = [place.candidates[0].point for place in ambiguous]
        if not sure and not best:
            return None
        view = view_for(sure or best)
        places = [*ambiguous, *located]
        # Candidates first, so that what is certain lies on top.
        dots = list(_dots(places, view, max(place.items for place in places)))
        inside = [dot for dot in dots if view.holds(*dot.candidate.point)]
        return cls(view, land_of(view), tuple(inside), len(dots) - len(inside))

    def labels(self, size: float, most: int) -> tuple[Label, ...]:
        return tuple(labels_for(self._spots(), size, self.view.height, most))

    def countries(self) -> tuple[Label, ...]:
        """Names of countries that cover no circle and no name of a place."""
        labels = self.labels(WIDE, _MOST_WIDE)
        taken = [*(box_of(label, WIDE) for label in labels), *map(_box, self.dots)]
        found = []
        for named in self.land.names:
            label = _centred(named)
            box = box_of(label, _COUNTRY)
            if box.right - box.left < named.room and free(box, taken, self.view.height):
                found.append(label)
                taken.append(box)
        return tuple(found)

    def _spots(self) -> list[Spot]:
        """Certain places first, by their items; of a name with candidates only the best."""
        certain = [dot for dot in self.dots if not dot.is_open]
        best = [d for d in self.dots if d.is_open and d.candidate is d.place.candidates[0]]
        return [
            Spot(f"{dot.place.name}{'?' if dot.is_open else ''}", dot.x, dot.y, dot.radius)
            for dot in (*certain, *best)
        ]


def _dots(places: Sequence[Place], view: View, most: int) -> Iterator[Dot]:
    largest = _LARGE * min(1.0, sqrt(_FEW / len(places)))
    for place in places:
        radius = max(largest * sqrt(place.items / most), _SMALL)
        for candidate in (place.chosen,) if place.chosen else place.candidates:
            x, y = view.place(view.near(candidate.longitude), candidate.latitude)
            added = _HALO[place.precision]
            halo = radius + added if added and place.chosen else 0.0
            yield Dot(x, y, radius, halo, place, candidate, place.chosen is None)


def _centred(named: Named) -> Label:
    box = box_of(Label(named.name, 0, 0), _COUNTRY)
    return Label(named.name, named.x - (box.right - box.left) / 2, named.y + _COUNTRY / 3)


def _box(dot: Dot) -> Box:
    reach = dot.radius
    return Box(dot.x - reach, dot.y - reach, dot.x + reach, dot.y + reach)
