"""What there is to review: the records of a run, as little of each as is needed at any time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from llm_extract.runs import StoredLine

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """One input of a run.

    Attributes:
        id: of the article.
        outcome: number of its outcome, ``None`` for an input without one.
        items: key of each item of its record by path: the item's id, with ``#2`` and so on behind
            it for one that is equal to an item before it; ``None`` where there is no record.
    """

    id: str
    outcome: int | None
    items: Mapping[str, str] | None

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


def mark_of(items: Mapping[str, str]) -> str:
    """What tells the items of a record from others; their order is no part of it."""
    return hashlib.sha256("\n".join(sorted(items.values())).encode()).hexdigest()[:_DIGITS]


def _items(line: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for item in line["evidence"]["items"]:
        alike = (item["path"].partition(".")[0], item["id"])
        seen[alike] += 1
        found[item["path"]] = item["id"] if seen[alike] == 1 else f"{item['id']}#{seen[alike]}"
    return found
