"""Ids made of what an item says, so that neither order nor neighbours change them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from llm_extract.schemas import Derived

from .v2_types import Part

if TYPE_CHECKING:
    from .v2 import ConflictEvents

# First letter of the ids of each list.
LETTERS = {
    "claims": "c",
    "events": "e",
    "casualties": "k",
    "displacement": "d",
    "front_lines": "f",
    "control": "t",
    "damage": "x",
    "quantities": "q",
    "places": "p",
    "actors": "a",
}
_DIGITS = 12


def identify(record: ConflictEvents, sha256: str) -> None:
    """Give every item its id; equal items of one list are told apart by their count."""
    for name, letter in LETTERS.items():
        seen: dict[str, int] = {}
        for item in getattr(record, name):
            content = json.dumps([sha256, name, wire_values(item)], sort_keys=True)
            count = seen.get(content, 0)
            seen[content] = count + 1
            digest = hashlib.sha256(f"{content}{count or ''}".encode()).hexdigest()
            item.id = letter + digest[:_DIGITS]


def wire_values(item: Part) -> dict[str, Any]:
    """What a model wrote of an item, in JSON's types; citations in order."""
    values = item.model_dump(mode="json", exclude=set(_derived(type(item))))
    return values | {"cites": sorted(set(values["cites"]))}


@lru_cache(maxsize=64)
def _derived(model: type[Part]) -> frozenset[str]:
    fields = model.model_fields.items()
    return frozenset(
        name for name, field in fields if any(isinstance(mark, Derived) for mark in field.metadata)
    )
