"""Ids of a record that takes over parts of another one."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from llm_extract.evaluation._fields import Fields
from llm_extract.evaluation._partners import Data, Partners


class Identities:
    """What the ids of a new record are in the old one, which keeps its own."""

    def __init__(self, old: Data, new: Data, partners: Partners, fields: Fields) -> None:
        self._fields = fields
        self._lists = tuple(partners.pairs)
        self._old: dict[tuple[str, Hashable], Hashable] = {}
        for name in self._lists:
            taken = {item.get("id") for item in old[name] or ()}
            partner = {two: old[name][one].get("id") for one, two in partners.pairs[name]}
            for position, item in enumerate(new[name] or ()):
                identity = item.get("id")
                known = partner.get(position) or _free(identity, taken)
                taken.add(known)
                self._old[name, identity] = known
        self._known = {known for known in self._old.values() if known} | {
            item["id"] for name in self._lists for item in old[name] or () if item.get("id")
        }

    def item(self, name: str, item: Mapping[str, Any]) -> dict[str, Any]:
        """A new item as the old record would have it."""
        told: dict[str, Any] = self.value(f"{name}.*", item)
        if "id" in item:
            told["id"] = self._old[name, item["id"]]
        return told

    def value(self, pattern: str, value: Any) -> Any:
        """A new value as the old record would have it: its references point to the ids there."""
        target = self._fields.reference(pattern)
        if isinstance(value, Mapping):
            return {name: self.value(f"{pattern}.{name}", part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.value(f"{pattern}.*", part) for part in value]
        return copy.deepcopy(value) if target is None else self._pointed(target, value)

    def loosen(self, data: dict[str, Any]) -> None:
        """Take references to items that are not in ``data`` out of it."""
        there = {item.get("id") for name in self._lists for item in data[name] or ()}
        gone = self._known - there
        if gone:
            for name in self._lists:
                data[name] = [self._without(f"{name}.*", item, gone) for item in data[name] or ()]

    def _without(self, pattern: str, value: Any, gone: AbstractSet[Hashable]) -> Any:
        if isinstance(value, Mapping):
            return {name: self._without(f"{pattern}.{name}", v, gone) for name, v in value.items()}
        refers = self._fields.reference(pattern) is not None
        if isinstance(value, list):
            kept = [self._without(f"{pattern}.*", part, gone) for part in value]
            return [part for part in kept if part is not None] if refers else kept
        return None if refers and value in gone else value

    def _pointed(self, target: str, identity: Any) -> Any:
        for name in (target,) if target else self._lists:
            if (name, identity) in self._old:
                return self._old[name, identity]
        return identity


def _free(identity: Any, taken: set[Any]) -> Any:
    """The id itself, or a text made of it that no item has yet."""
    if not identity or identity not in taken:
        return identity
    number = 2
    while f"{identity}-{number}" in taken:
        number += 1
    return f"{identity}-{number}"
