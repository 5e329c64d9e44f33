"""Marks in a text: stretches that may overlap become pieces that do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

# The stronger kinds come last: a doubtful value shows inside the sentence that is cited for it.
Kind = Literal["cited", "value", "doubtful"]
_KINDS: tuple[Kind, ...] = ("cited", "value", "doubtful")
# A tooltip names this many paths.
_NAMED = 4


class Mark(NamedTuple):
    """What code points ``start`` to ``end`` (end-exclusive) are of, and the path that says so."""

    start: int
    end: int
    kind: Kind
    path: str


class Segment(NamedTuple):
    """A piece of the text; ``kind`` is the strongest mark on it, ``paths`` tells whose."""

    text: str
    kind: Kind | None = None
    paths: str = ""


def segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    """Cut ``text[start:end]`` wherever a mark begins or ends; joined, the pieces are that text."""
    inside = [mark for mark in marks if max(mark.start, start) < min(mark.end, end)]
    edges = {edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end}
    cuts = sorted(edges | {start, end})
    for left, right in pairwise(cuts):
        over = [mark for mark in inside if mark.start <= left and right <= mark.end]
        yield _segment(text[left:right], over)


def _segment(piece: str, over: list[Mark]) -> Segment:
    if not over:
        return Segment(piece)
    kind = max((mark.kind for mark in over), key=_KINDS.index)
    paths = list(dict.fromkeys(mark.path for mark in over if mark.kind == kind))
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return Segment(piece, kind, ", ".join(paths[:_NAMED]) + more)
