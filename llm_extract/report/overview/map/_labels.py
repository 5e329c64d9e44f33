"""Names beside the circles of a map, so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from llm_extract.report.overview.map._clip import Box
from llm_extract.report.overview.map._view import WIDTH

# Width of a letter and height of a line, in sizes of the type.
_LETTER, _LINE = 0.58, 1.2
_LONGEST = 24
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name; ``x`` and ``y`` are where its first letter stands on the line."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle that wants a name."""

    text: str
    x: float
    y: float
    radius: float


def labels_for(spots: Sequence[Spot], size: float, height: float, most: int) -> list[Label]:
    """Names of the first spots that have room, in type of ``size`` pixels.

    Args:
        spots: the most important first; no name covers any of them.
        size: of the type.
        height: of the map.
        most: how many names there may be.
    """
    taken = [_around(spot) for spot in spots]
    return list(islice(_fitting(spots, taken, size, height), most))


def free(box: Box, taken: Iterable[Box], height: float) -> bool:
    """Whether a box lies on the map and covers none that is taken."""
    inside = box.left >= 0 and box.top >= 0 and box.right <= WIDTH and box.bottom <= height
    return inside and not any(_overlap(box, other) for other in taken)


def box_of(label: Label, size: float) -> Box:
    """The room a label takes."""
    width = len(label.text) * _LETTER * size
    return Box(label.x, label.y - size, label.x + width, label.y + (_LINE - 1) * size)


def _fitting(
    spots: Iterable[Spot], taken: list[Box], size: float, height: float
) -> Iterator[Label]:
    for spot in spots:
        for label in _tried(spot, size):
            box = box_of(label, size)
            if free(box, taken, height):
                taken.append(box)
                yield label
                break


def _tried(spot: Spot, size: float) -> Iterator[Label]:
    """Right of the circle, left of it, above, below."""
    text = spot.text if len(spot.text) <= _LONGEST else spot.text[: _LONGEST - 1] + "…"
    width, away = len(text) * _LETTER * size, spot.radius + _GAP
    middle = spot.y + size / 3
    yield Label(text, spot.x + away, middle)
    yield Label(text, spot.x - away - width, middle)
    yield Label(text, spot.x - width / 2, spot.y - away)
    yield Label(text, spot.x - width / 2, spot.y + away + size)


def _around(spot: Spot) -> Box:
    reach = spot.radius
    return Box(spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach)


def _overlap(one: Box, two: Box) -> bool:
    return (
        one.left < two.right
        and two.left < one.right
        and one.top < two.bottom
        and two.top < one.bottom
    )
