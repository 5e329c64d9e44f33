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
    """Rings of numbers of arcs; ``-1 - n`` is arc ``n`` backwards."""

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


def bounds(outlines: Outlines, ring: Iterable[int]) -> tuple[float, float, float, float]:
    """West, east, south and north of a ring."""
    arcs = [outlines.arcs[arc_number(number)] for number in ring]
    return (
        min(arc.west for arc in arcs),
        max(arc.east for arc in arcs),
        min(arc.south for arc in arcs),
        max(arc.north for arc in arcs),
    )


def arc_number(number: int) -> int:
    """The arc a member of a ring stands for, whatever its direction."""
    return number if number >= 0 else -1 - number


def _arc(flat: list[int], step: float) -> Arc:
    points = tuple(_points(flat, step))
    longitudes, latitudes = zip(*points, strict=True)
    return Arc(points, min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def _points(flat: list[int], step: float) -> Iterator[Point]:
    for x, y in zip(accumulate(flat[::2]), accumulate(flat[1::2]), strict=True):
        yield x * step, y * step
