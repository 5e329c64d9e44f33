"""How much of what a run says stands in its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from llm_extract.evaluation._lines import Line

# Verdicts of values that stand in a sentence their item cites, or follow from one.
_PROVEN = ("exact", "normalised", "derived", "classified")


@dataclass(slots=True)
class Grounding:
    """Of one list of the records, or of all.

    Attributes:
        verdicts: values by verdict.
        items: with citations.
        cited: items all of whose cited sentences exist.
        quotes: cited sentences, as stored with the items.
        found: quotes that stand in their article letter by letter but for blanks; ``None`` where
            the texts are not at hand.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    items: int = 0
    cited: int = 0
    quotes: int = 0
    found: int | None = None

    @property
    def values(self) -> int:
        """All values with a verdict."""
        return self.verdicts.total()

    @property
    def proven(self) -> int:
        """Values that stand in a sentence their item cites, or follow from one."""
        return sum(self.verdicts[verdict] for verdict in _PROVEN)

    def as_json(self) -> dict[str, Any]:
        """Counts, and the shares they make; ``None`` where there is nothing to divide by."""
        return {
            "values": self.values,
            "verdicts": dict(self.verdicts),
            "proven": share(self.proven, self.values),
            "items": self.items,
            "cited": share(self.cited, self.items),
            "quotes": self.quotes,
            "verbatim": None if self.found is None else share(self.found, self.quotes),
        }


def grounding_of(
    lines: Iterable[Line], texts: Mapping[str, str] | None = None
) -> dict[str, Grounding]:
    """Grounding by list of the records, ``""`` for all together.

    ``texts`` are articles by id; quotes are looked for in those.
    """
    found: dict[str, Grounding] = {"": Grounding()}
    for line in lines:
        evidence = line.get("evidence") or {}
        text = (texts or {}).get(line["id"])
        for value in evidence.get("values", ()):
            for part in _of(found, value["path"]):
                part.verdicts[value["verdict"]] += 1
        for item in evidence.get("items", ()):
            for part in _of(found, item["path"]):
                _add_item(part, item, text)
    return found


def share(count: int, total: int) -> float | None:
    """Part of a whole, ``None`` of nothing."""
    return count / total if total else None


def _of(found: dict[str, Grounding], path: str) -> tuple[Grounding, Grounding]:
    return found[""], found.setdefault(path.partition(".")[0], Grounding())


def _add_item(part: Grounding, item: Mapping[str, Any], text: str | None) -> None:
    part.items += 1
    part.cited += bool(item.get("spans")) and not item.get("unknown_cites")
    quotes = item.get("quotes", ())
    part.quotes += len(quotes)
    if text is not None:
        squeezed = " ".join(text.split())
        found = sum(" ".join(quote.split()) in squeezed for quote in quotes)
        part.found = (part.found or 0) + found
