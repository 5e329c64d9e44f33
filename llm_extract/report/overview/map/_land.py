"""Countries as the paths of a view: areas, borders, and where their names may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from llm_extract.report.overview.map._clip import Box, clip_area, clip_line, simplified
from llm_extract.report.overview.map._outlines import (
    TURN,
    Outlines,
    Piece,
    Point,
    outlines,
    pieces_of,
)
from llm_extract.report.overview.map._view import WIDTH, View

# Units of a path in a pixel: whole numbers, so that paths are short.
FINE = 10

_TOLERANCE = 0.5
# Edges of cut areas lie outside the map.
_OUTSIDE = 6.0
_ON_SEAM = 1e-6
_LEAST_AREA = 2500.0


@dataclass(frozen=True, slots=True)
class Named:
    """A country's name and where its middle lies; ``room`` is its width there, in pixels."""

    name: str
    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Land:
    """Path data in tenths of pixels, and the names of countries with room for them."""

    areas: str
    borders: str
    names: tuple[Named, ...]


def land_of(view: View) -> Land:
    """Draw the countries of a view, with no more points than it can show."""
    return _Drawing(view, outlines("110m" if view.is_wide else "50m")).land()


@dataclass(slots=True)
class _Drawing:
    view: View
    outlines: Outlines
    placed: dict[tuple[int, float], list[Point]] = field(default_factory=dict)

    def land(self) -> Land:
        areas, names = [], []
        for country in self.outlines.countries:
            parts = [area for ring in country.rings for area in self._areas(ring)]
            areas += parts
            names += list(_named(country.name, parts))
        return Land(
            "".join(_path(area, "z") for area in areas),
            "".join(_path(line, "") for line in self._borders()),
            tuple(sorted(names, key=lambda named: -named.room)),
        )

    def _areas(self, ring: Sequence[int]) -> Iterator[list[Point]]:
        pieces = list(pieces_of(self.outlines, ring))
        for turn in self._turns(*self._bounds(pieces)):
            points = [point for piece in pieces for point in self._piece(piece, turn)]
            area = clip_area(self._closed(points), self._box)
            if len(area) > 2:
                yield area

    def _bounds(self, pieces: Sequence[Piece]) -> tuple[float, float, float, float]:
        """West, east, south and north of a ring."""
        arcs = [(self.outlines.arcs[piece.number], piece.turn) for piece in pieces]
        return (
            min(arc.west + turn for arc, turn in arcs),
            max(arc.east + turn for arc, turn in arcs),
            min(arc.south for arc, _ in arcs),
            max(arc.north for arc, _ in arcs),
        )

    def _piece(self, piece: Piece, turn: float) -> list[Point]:
        line = self._placed(piece.number, piece.turn + turn)
        return line[::-1] if piece.is_backwards else line

    def _closed(self, ring: list[Point]) -> list[Point]:
        """A ring; one that goes all around the globe is closed by way of the south pole."""
        (first, _), (last, _) = ring[0], ring[-1]
        around = self.view.place(TURN, 0.0)[0] - self.view.place(0.0, 0.0)[0]
        if abs(last - first) < around / 2:
            return ring
        pole = self.view.place(0.0, -TURN / 4)[1]
        return [*ring, (last, pole), (first, pole)]

    def _borders(self) -> Iterator[list[Point]]:
        for number, arc in enumerate(self.outlines.arcs):
            for turn in self._turns(arc.west, arc.east, arc.south, arc.north):
                for line in self._without_seam(self._placed(number, turn), turn):
                    yield from clip_line(line, self._box)

    def _placed(self, number: int, turn: float) -> list[Point]:
        """An arc on the map; both countries share it, so their border has no gaps."""
        if (number, turn) not in self.placed:
            points = self.outlines.arcs[number].points
            line = [self.view.place(x + turn, y) for x, y in points]
            self.placed[number, turn] = simplified(line, _TOLERANCE)
        return self.placed[number, turn]

    def _turns(self, west: float, east: float, south: float, north: float) -> Iterator[float]:
        """Turns of the globe at which something is in view."""
        view = self.view
        if north < view.south or south > view.north:
            return
        for turn in (-2 * TURN, -TURN, 0.0, TURN, 2 * TURN):
            if east + turn >= view.west and west + turn <= view.east:
                yield turn

    def _without_seam(self, line: list[Point], turn: float) -> Iterator[list[Point]]:
        """A line without what runs along the antimeridian, where outlines are cut."""
        sides = (turn - TURN / 2, turn + TURN / 2)
        seams = [self.view.place(side, 0.0)[0] for side in sides]
        piece: list[Point] = []
        for point in line:
            if piece and _is_seam(piece[-1], point, seams):
                yield piece
                piece = []
            piece.append(point)
        yield piece

    @property
    def _box(self) -> Box:
        return Box(-_OUTSIDE, -_OUTSIDE, WIDTH + _OUTSIDE, self.view.height + _OUTSIDE)


def _is_seam(one: Point, two: Point, seams: Iterable[float]) -> bool:
    return any(abs(one[0] - x) < _ON_SEAM and abs(two[0] - x) < _ON_SEAM for x in seams)


def _path(line: Sequence[Point], end: str) -> str:
    """Path data in tenths of pixels, relative; empty for a line that shrinks to a point."""
    x = y = 0
    steps: list[tuple[int, int]] = []
    for point in line:
        to_x, to_y = round(point[0] * FINE), round(point[1] * FINE)
        if not steps or (to_x, to_y) != (x, y):
            steps.append((to_x - x, to_y - y))
        x, y = to_x, to_y
    if len(steps) < 2:
        return ""
    (start_x, start_y), *others = steps
    return f"M{start_x} {start_y}l{' '.join(f'{dx} {dy}' for dx, dy in others)}{end}"


def _named(name: str, parts: Sequence[Sequence[Point]]) -> Iterator[Named]:
    """The name, in the middle of the largest part of a country."""
    if not parts:
        return
    area, x, y, part = max((*_centre(part), part) for part in parts)
    if area > _LEAST_AREA:
        crossings = _crossings(part, y)
        around = [
            (a, b) for a, b in zip(crossings[::2], crossings[1::2], strict=False) if a < x < b
        ]
        for left, right in around:
            yield Named(name, (left + right) / 2, y, right - left)


def _centre(ring: Sequence[Point]) -> tuple[float, float, float]:
    """Area of a ring, and its centre of gravity."""
    doubled = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        doubled += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    if doubled == 0:
        return 0.0, *ring[0]
    return abs(doubled) / 2, x / (3 * doubled), y / (3 * doubled)


def _crossings(ring: Sequence[Point], y: float) -> list[float]:
    """Where a horizontal line crosses a ring, from the left."""
    return sorted(
        ax + (y - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (ay > y) != (by > y)
    )
