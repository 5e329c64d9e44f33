"""What there is to review: the records of a run, as little of each as is needed at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from llm_extract.runs import StoredLine


@dataclass(frozen=True, slots=True)
class Subject:
    """One input of a run.

    Attributes:
        id: of the article.
        outcome: number of its outcome, ``None`` for an input without one.
        items: paths of the items of its record; ``None`` where there is no record.
    """

    id: str
    outcome: int | None
    items: tuple[str, ...] | None

    @property
    def has_record(self) -> bool:
        """Whether there is anything to decide about."""
        return self.items is not None


def subject_of(stored: StoredLine) -> Subject:
    """What a review needs to know of a line all the time."""
    line = stored.line
    items = _items(line) if line["status"] == "ok" else None
    return Subject(line["id"], stored.outcome, items)


def subjects_of(lines: Iterable[StoredLine]) -> tuple[Subject, ...]:
    """The inputs of a run in order."""
    return tuple(map(subject_of, lines))


def _items(line: dict[str, Any]) -> tuple[str, ...]:
    return tuple(item["path"] for item in line["evidence"]["items"])
