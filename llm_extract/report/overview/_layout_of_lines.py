"""The same read off records, when their schema is not at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from llm_extract.report.overview._days import days_of
from llm_extract.report.overview._layout import BOUNDS, WORDS, Counts, ListLayout

Line: TypeAlias = Mapping[str, Any]


def layouts_of_lines(lines: Iterable[Line]) -> tuple[ListLayout, ...]:
    """Lists of items with ``cites``; types are texts that were proven as choices."""
    seen: dict[str, _Seen] = {}
    for line in lines:
        chosen = set(_chosen(line))
        for name, index, item in _items(line["data"]):
            seen.setdefault(name, _Seen()).add(item, f"{name}.{index}", chosen)
    return tuple(fields.layout(name) for name, fields in seen.items())


@dataclass(slots=True)
class _Seen:
    """Fields of the items of one list, in their order."""

    fields: dict[str, None] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)

    def add(self, item: Line, path: str, chosen: set[str]) -> None:
        self.fields |= dict.fromkeys(item)
        for name, value in item.items():
            if isinstance(value, str) and f"{path}.{name}" in chosen:
                self.choices.add(name)
            if days_of(value):
                self.dated.add(name)

    def layout(self, name: str) -> ListLayout:
        kind = next((one for one in self.fields if one in self.choices), None)
        words = WORDS if WORDS in self.fields else None
        return ListLayout(
            name=name,
            kind=kind,
            sub_kind=f"sub_{kind}" if f"sub_{kind}" in self.choices else None,
            dated=next((one for one in self.fields if one in self.dated), None),
            counts=Counts(*BOUNDS, words) if set(BOUNDS) <= set(self.fields) else None,
        )


def _items(data: Line) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for name, value in data.items():
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("cites"), list):
                yield name, index, item


def _chosen(line: Line) -> Iterator[str]:
    for value in line["evidence"]["values"]:
        if value["verdict"] == "classified":
            yield value["path"]
