"""Lines and areas cut at the edges of a rectangle, and made of fewer points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from llm_extract.report.overview.map._outlines import Point

Line: TypeAlias = Sequence[Point]


class Box(NamedTuple):
    """A rectangle of the map."""

    left: float
    top: float
    right: float
    bottom: float


def clip_area(ring: Line, box: Box) -> list[Point]:
    """The part of an area inside a rectangle, by Sutherland and Hodgman; empty when there is none.

    Where the area is in several pieces inside, they hang together along the edges.
    """
    found = list(ring)
    for axis, edge, sign in _edges(box):
        found = list(_cut_area(found, axis, edge, sign))
    return found


def clip_line(line: Line, box: Box) -> Iterator[list[Point]]:
    """The pieces of a line inside a rectangle, by Liang and Barsky."""
    piece: list[Point] = []
    for before, after in pairwise(line):
        inside = _cut_segment(before, after, box)
        if inside is None:
            continue
        if piece and piece[-1] == inside[0]:
            piece.append(inside[1])
        else:
            if piece:
                yield piece
            piece = list(inside)
    if piece:
        yield piece


def simplified(line: Line, tolerance: float) -> list[Point]:
    """A line without points nearer than ``tolerance`` to it, by Douglas and Peucker."""
    if not line:
        return []
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        far, distance = _farthest(line, first, last)
        if distance > tolerance * tolerance:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [line[number] for number in sorted(keep)]


def _edges(box: Box) -> tuple[tuple[int, float, int], ...]:
    return (0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1)


def _cut_area(ring: Line, axis: int, edge: float, sign: int) -> Iterator[Point]:
    """What of a ring lies on one side of an edge."""
    for number, after in enumerate(ring):
        before = ring[number - 1]
        was, stays = (sign * (point[axis] - edge) >= 0 for point in (before, after))
        if was != stays:
            yield _crossing(before, after, axis, edge)
        if stays:
            yield after


def _crossing(before: Point, after: Point, axis: int, edge: float) -> Point:
    share = (edge - before[axis]) / (after[axis] - before[axis])
    other = before[1 - axis] + share * (after[1 - axis] - before[1 - axis])
    return (edge, other) if axis == 0 else (other, edge)


def _cut_segment(before: Point, after: Point, box: Box) -> tuple[Point, Point] | None:
    first, last = 0.0, 1.0
    for axis, edge, sign in _edges(box):
        reach = sign * (after[axis] - before[axis])
        room = sign * (before[axis] - edge)
        if reach == 0:
            if room < 0:
                return None
        elif reach > 0:
            first = max(first, -room / reach)
        else:
            last = min(last, -room / reach)
    if first > last:
        return None
    between = _between(before, after)
    return (
        before if first == 0 else between(first),
        after if last == 1 else between(last),
    )


def _between(before: Point, after: Point) -> Callable[[float], Point]:
    return lambda share: (
        before[0] + share * (after[0] - before[0]),
        before[1] + share * (after[1] - before[1]),
    )


def _farthest(line: Line, first: int, last: int) -> tuple[int, float]:
    """The point between two others that is farthest from the line through them, squared.

    When both are one point, as in a ring, the farthest from it.
    """
    (x, y), (to_x, to_y) = line[first], line[last]
    dx, dy = to_x - x, to_y - y
    length = dx * dx + dy * dy
    far, most = first, -1.0
    for number in range(first + 1, last):
        px, py = line[number][0] - x, line[number][1] - y
        # Beyond an end of the segment the end is what is near.
        share = min(max((px * dx + py * dy) / length, 0.0), 1.0) if length else 0.0
        ex, ey = px - share * dx, py - share * dy
        distance = ex * ex + ey * ey
        if distance > most:
            far, most = number, distance
    return far, most
