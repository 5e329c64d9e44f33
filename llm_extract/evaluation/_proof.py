"""The proof in a line: evidence of items and values by their path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llm_extract.evaluation._difference import Quoted
from llm_extract.evaluation._lines import Line
from llm_extract.schemas import Grade

PROVEN = frozenset(("exact", "normalised", "derived", "classified"))


class Proof:
    """Evidence of one line; a line without any has none for every path."""

    def __init__(self, line: Line) -> None:
        evidence = line.get("evidence") or {}
        self.items: Mapping[str, Any] = {e["path"]: e for e in evidence.get("items", ())}
        self.values: Mapping[str, Any] = {e["path"]: e for e in evidence.get("values", ())}

    def of(self, path: str | None) -> Quoted:
        """Evidence of an item or value: its own spans, and the sentences its item cites."""
        if path is None:
            return Quoted()
        item = self.items.get(".".join(path.split(".")[:2]), {})
        own = self.values.get(path) or item
        return Quoted(
            spans=tuple((start, end) for start, end in own.get("spans", ())),
            quotes=tuple(item.get("quotes", ())),
            starts=tuple(start for start, _ in item.get("spans", ())),
        )

    def shape(self, path: str) -> list[list[int]]:
        """Spans of a value, counted from its item's first sentence or its own first span.

        So they stay the same when the whole text moves.
        """
        own: list[list[int]] = list(self.values[path].get("spans") or ())
        cited = self.items.get(".".join(path.split(".")[:2]), {}).get("spans") or own
        return [[start - cited[0][0], end - cited[0][0]] for start, end in own]

    def verdict(self, path: str) -> str | None:
        """The verdict on a value, ``None`` when there is none."""
        entry = self.values.get(path)
        return None if entry is None else str(entry["verdict"])


def verdict_grade(old: str, new: str) -> Grade:
    """A proof that is gone matters as much as an item."""
    return "major" if old in PROVEN and new not in PROVEN else "minor"
