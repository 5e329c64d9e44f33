"""Outlines of countries, see ``llm_extract/report/outlines/README.md``."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Literal, TypeAlias

# Degrees of the whole globe.
TURN = 360.0

Scale: TypeAlias = Literal["110m", "50m"]
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arc:
    """A line that one or two countries share: longitudes and latitudes, and its bounds."""

    points: tuple[Point, ...]
    west: float
    east: float
    south: float
    north: float


@dataclass(frozen=True, slots=True)
class Country:
    """Rings of numbers of arcs; ``-1 - n`` is arc ``n`` backwards, see `pieces_of`."""

    name: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """All countries at one scale."""

    arcs: tuple[Arc, ...]
    countries: tuple[Country, ...]


@cache
def outlines(scale: Scale) -> Outlines:
    """Read a bundled file: ``110m`` for the world, ``50m`` for a part of it."""
    file = files("llm_extract.report") / "outlines" / f"countries-{scale}.json.gz"
    read = json.loads(gzip.decompress(file.read_bytes()))
    return Outlines(
        tuple(_arc(flat, read["step"]) for flat in read["arcs"]),
        tuple(Country(name, tuple(map(tuple, rings))) for name, rings in read["countries"]),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """One arc of a ring: its number, its direction, and by how many degrees it is moved east."""

    number: int
    is_backwards: bool
    turn: float


def pieces_of(outlines: Outlines, ring: Iterable[int]) -> Iterator[Piece]:
    """The arcs of a ring, each turned so that it begins where the one before ends."""
    end: float | None = None
    for signed in ring:
        number, is_backwards = (signed, False) if signed >= 0 else (-1 - signed, True)
        points = outlines.arcs[number].points
        first, last = points[0][0], points[-1][0]
        if is_backwards:
            first, last = last, first
        turn = 0.0 if end is None else TURN * round((end - first) / TURN)
        yield Piece(number, is_backwards, turn)
        end = last + turn


def _arc(flat: list[int], step: float) -> Arc:
    points = tuple(_points(flat, step))
    longitudes, latitudes = zip(*points, strict=True)
    return Arc(points, min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def _points(flat: list[int], step: float) -> Iterator[Point]:
    for x, y in zip(accumulate(flat[::2]), accumulate(flat[1::2]), strict=True):
        yield x * step, y * step
