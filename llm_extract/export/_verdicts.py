"""Verdicts of a line, by item and from the best to the worst."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from llm_extract.grounding import DOUBTFUL, Verdict

# From the best to the worst.
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}


@dataclass(slots=True)
class Judged:
    """The verdicts on the values of one item.

    Attributes:
        doubtful: how many values are altered or unsupported.
        worst: the worst verdict, ``None`` when the item has no values.
    """

    doubtful: int = 0
    worst: Verdict | None = None

    def add(self, verdict: Verdict) -> None:
        """Take in one more value."""
        self.doubtful += verdict in DOUBTFUL
        if self.worst is None or _RANK[verdict] > _RANK[self.worst]:
            self.worst = verdict


@dataclass(slots=True)
class Judgement:
    """Verdicts of one line, by the paths of items."""

    items: dict[str, Judged] = field(default_factory=dict)

    @classmethod
    def of(cls, line: Mapping[str, Any], lists: Iterable[str]) -> Judgement:
        """Read the evidence of a line; ``lists`` are those with items."""
        found, known = cls(), frozenset(lists)
        for value in (line.get("evidence") or {}).get("values", ()):
            item = item_of(value["path"], known)
            if item is not None:
                found.items.setdefault(item, Judged()).add(value["verdict"])
        return found

    def at(self, item: str) -> Judged:
        """The verdicts on one item."""
        return self.items.get(item) or Judged()


def item_of(path: str, lists: frozenset[str]) -> str | None:
    """``events.0`` of ``events.0.side_a.1``; ``None`` for a fact of the article."""
    name, _, rest = path.partition(".")
    return f"{name}.{rest.partition('.')[0]}" if name in lists and rest else None
