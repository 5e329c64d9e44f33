"""The part of the world a map shows, and where its points lie on the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from llm_extract.report.overview.map._outlines import TURN, Point

WIDTH = 960.0

# Beyond this a map of a part of the world is one of the world.
_WIDEST, _TALLEST = 180.0, 100.0
_MARGIN = 0.18
# A single town is shown with what lies around it, within a day's drive.
_LEAST = 5.0
# Width to height.
_SLIM, _BROAD = 1.35, 2.1
_KM_PER_DEGREE = 111.2
# Most maps of the world end there.
_SOUTH, _NORTH, _POLE = -58.0, 84.0, 89.0
# Meridians run together at the poles; maps of the polar regions are stretched instead.
_STEEPEST = 75.0


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of the globe in degrees, drawn ``WIDTH`` wide.

    It is an equirectangular projection, true to scale along the parallel in its middle.
    ``west`` may lie below -180 and ``east`` above 180 when the view crosses the antimeridian.
    """

    west: float
    east: float
    south: float
    north: float

    @property
    def is_world(self) -> bool:
        """Whether the view goes all around."""
        return self.east - self.west >= TURN

    @property
    def is_wide(self) -> bool:
        """Whether the coarse outlines do."""
        return self.east - self.west > _WIDEST / 2

    @property
    def height(self) -> float:
        """Of the map."""
        return (self.north - self.south) * self._per_degree

    @property
    def pixels_per_km(self) -> float:
        """Along the middle parallel."""
        return self._per_degree / _KM_PER_DEGREE

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point lies on the map; ``longitude`` is taken as it is, see `near`."""
        x = (longitude - self.west) * WIDTH / (self.east - self.west)
        return x, (self.north - latitude) * self._per_degree

    def point(self, x: float, y: float) -> Point:
        """Longitude and latitude of a place on the map; the inverse of `place`."""
        longitude = self.west + x * (self.east - self.west) / WIDTH
        return longitude, self.north - y / self._per_degree

    def near(self, longitude: float) -> float:
        """The same meridian, by a whole turn or none, as near to the middle as it gets."""
        middle = (self.west + self.east) / 2
        return longitude + TURN * round((middle - longitude) / TURN)

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies on the map."""
        is_beside = self.west <= self.near(longitude) <= self.east
        return is_beside and self.south <= latitude <= self.north

    @property
    def _per_degree(self) -> float:
        """Pixels of a degree of latitude."""
        degrees = (self.east - self.west) * _shrink((self.south + self.north) / 2)
        return WIDTH / degrees


def view_for(points: Sequence[Point]) -> View:
    """A view of all points (longitude, latitude) with a margin, or of the world."""
    latitudes = [latitude for _, latitude in points]
    west, east = _stretch(longitude for longitude, _ in points)
    south, north = min(latitudes), max(latitudes)
    if east - west > _WIDEST or north - south > _TALLEST:
        return View(-TURN / 2, TURN / 2, max(min(south - _LEAST, _SOUTH), -_POLE), _NORTH)
    return _fitted(west, east, south, north)


def _stretch(longitudes: Iterable[float]) -> tuple[float, float]:
    """The shortest arc around the globe with all meridians, eastwards."""
    known = sorted({(longitude + TURN / 2) % TURN - TURN / 2 for longitude in longitudes})
    gaps = [
        (after - before, number)
        for number, (before, after) in enumerate(
            zip(known, [*known[1:], known[0] + TURN], strict=True)
        )
    ]
    _, last = max(gaps)
    east, west = known[last], known[(last + 1) % len(known)]
    return west, east if east >= west else east + TURN


def _fitted(west: float, east: float, south: float, north: float) -> View:
    """Margins around, and more of the shorter side until the map has a usual shape."""
    shrink = _shrink((south + north) / 2)
    wide = max((east - west) * (1 + 2 * _MARGIN), _LEAST / shrink)
    tall = max((north - south) * (1 + 2 * _MARGIN), _LEAST / 2)
    wide = max(wide, tall * _SLIM / shrink)
    tall = max(tall, wide * shrink / _BROAD)
    middle = (west + east) / 2
    # A map keeps its height near a pole: it is moved, not cut.
    low = min(max((south + north - tall) / 2, -_POLE), _POLE - tall)
    return View(middle - wide / 2, middle + wide / 2, low, low + tall)


def _shrink(latitude: float) -> float:
    """Length of a degree of longitude, compared with one of latitude."""
    return cos(radians(min(abs(latitude), _STEEPEST)))
