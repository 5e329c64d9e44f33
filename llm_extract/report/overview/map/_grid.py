"""Meridians, parallels and the scale bar of a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from llm_extract.report.overview.map._outlines import TURN
from llm_extract.report.overview.map._view import View

_STEPS = (0.5, 1, 2, 5, 10, 20, 30)
_MOST_LINES = 7
_LENGTHS = (5, 10, 20, 50, 100, 200, 500, 1000)
_LONGEST_BAR = 180.0


@dataclass(frozen=True, slots=True)
class Meridian:
    """A line of the grid in pixels: a meridian, or a parallel when ``is_parallel``."""

    name: str
    at: float
    is_parallel: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A length on the map."""

    km: int
    width: float


def grid_of(view: View) -> tuple[Meridian, ...]:
    """Lines at round degrees."""
    step = _step(view.east - view.west)
    meridians = [
        Meridian(_name(_turned(degree), "E", "W"), view.place(degree, 0)[0], False)
        for degree in _rounded(view.west, view.east, step)
    ]
    parallels = [
        Meridian(_name(degree, "N", "S"), view.place(0, degree)[1], True)
        for degree in _rounded(view.south, view.north, step)
    ]
    return (*meridians, *parallels)


def bar_of(view: View) -> Bar | None:
    """A round length true along the middle parallel; ``None`` where scales differ too much."""
    if view.is_wide:
        return None
    able = [km for km in _LENGTHS if km * view.pixels_per_km <= _LONGEST_BAR]
    return Bar(able[-1], able[-1] * view.pixels_per_km) if able else None


def _step(width: float) -> float:
    return next((step for step in _STEPS if width / step <= _MOST_LINES), _STEPS[-1])


def _rounded(first: float, last: float, step: float) -> Iterator[float]:
    """Round degrees inside, but not at the very edge."""
    for number in range(ceil(first / step), floor(last / step) + 1):
        if first < number * step < last:
            yield number * step


def _turned(degree: float) -> float:
    """A meridian between -180 and 180."""
    return (degree + TURN / 2) % TURN - TURN / 2


def _name(degree: float, above: str, below: str) -> str:
    side = above if degree > 0 else below
    return f"{abs(degree):g}°{side if degree not in (0, -TURN / 2) else ''}"
