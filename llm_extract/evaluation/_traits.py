"""What tells an item from others, place by place."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from llm_extract.evaluation._fields import Fields

# What an id stands for, given the list it points into.
Meaning: TypeAlias = Callable[[str, Any], Hashable]


@dataclass(frozen=True, slots=True)
class Traits:
    """Takes the traits of items: no ids, and usually nothing that follows from other fields.

    Attributes:
        fields: of their schema.
        meaning: what ids stand for.
        known: lists of which that is known; ids that point into others are left out.
        derived: whether what code fills in counts.
    """

    fields: Fields
    meaning: Meaning
    known: Collection[str]
    derived: bool = False

    def of(self, item: Mapping[str, Any], pattern: str) -> dict[str, Any]:
        """Comparable values of an item at ``pattern`` (``events.*``) by place below it."""
        return dict(self._below(item, pattern, ""))

    def _below(
        self, value: Mapping[str, Any], pattern: str, prefix: str
    ) -> Iterator[tuple[str, Any]]:
        for name, part in value.items():
            place = f"{pattern}.{name}"
            known = self.fields.at(place)
            if name == "id" or (known.derived and not self.derived):
                continue
            target = self.fields.reference(place)
            if target is not None:
                if target in self.known:
                    yield f"{prefix}{name}", self._pointed(target, part)
            elif isinstance(part, Mapping) and self.fields.is_object(place):
                yield from self._below(part, place, f"{prefix}{name}.")
            else:
                yield f"{prefix}{name}", self._trait(part, place, is_whole=known.is_whole)

    def _pointed(self, target: str, value: Any) -> Any:
        if value is None:
            return None
        ids = value if isinstance(value, list) else [value]
        return {"is": sorted((self.meaning(target, one) for one in ids), key=repr)}

    def _trait(self, value: Any, place: str, *, is_whole: bool) -> Any:
        if isinstance(value, list):
            return sorted((self._element(part, f"{place}.*") for part in value), key=str)
        if isinstance(value, Mapping):
            return json.dumps(value, sort_keys=True)
        return {"is": value} if is_whole and value is not None else value

    def _element(self, value: Any, place: str) -> Any:
        if isinstance(value, Mapping):
            return json.dumps(self.of(value, place), sort_keys=True)
        return value
