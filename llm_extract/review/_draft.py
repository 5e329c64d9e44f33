"""The record a reviewer's decisions make of an extracted one, before code has seen it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from llm_extract.review._errors import RefusedError
from llm_extract.review._fold import Decided, Edit
from llm_extract.review._paths import address
from llm_extract.schemas import Schema, without_derived


@dataclass(frozen=True)
class Draft:
    """A record with decisions applied.

    Attributes:
        data: the record, as JSON has it.
        origins: for each list, the paths decisions use for its items, in order.
        rejected: items that were taken out, by path.
    """

    data: dict[str, Any]
    origins: dict[str, list[str]]
    rejected: dict[str, dict[str, Any]]


def draft(data: dict[str, Any], decided: Decided, schema: Schema) -> Draft:
    """Apply decisions to a record; what code filled into a corrected part is left to it again.

    Raises:
        RefusedError: a correction points at nothing.
    """
    items = _items(data, decided, schema)
    facts = {name: copy.deepcopy(data[name]) for name in schema.facts if name in data}
    for path, edit in decided.edits.items():
        place = address(path, schema.items)
        holder = items.get(place.item) if place and place.item else facts
        if place is None or holder is None:
            raise RefusedError(path, "there is no such item")
        _put(holder, place.field, edit, path)
    facts = _rewritten_facts(facts, decided, schema)
    kept = {path: item for path, item in items.items() if path not in decided.rejected}
    origins = {name: [path for path in kept if _list_of(path) == name] for name in schema.items}
    lists = {name: [kept[path] for path in paths] for name, paths in origins.items()}
    rejected = {path: items[path] for path in items if path in decided.rejected}
    return Draft({**facts, **lists}, origins, rejected)


def _items(data: dict[str, Any], decided: Decided, schema: Schema) -> dict[str, dict[str, Any]]:
    """All items by path, those that were added last; edited ones without what code fills in."""
    touched = {place.item for path in decided.edits if (place := address(path, schema.items))}
    found: dict[str, dict[str, Any]] = {}
    for name, models in schema.items.items():
        for number, item in enumerate(data.get(name) or ()):
            path = f"{name}.{number}"
            # A corrected item is the reviewer's word, no longer one that code registered.
            own = without_derived(item, models) if path in touched else item
            found[path] = copy.deepcopy(own)
    for path, new in decided.added.items():
        found[path] = without_derived(copy.deepcopy(new.value), schema.items[new.list])
    return found


def _rewritten_facts(facts: dict[str, Any], decided: Decided, schema: Schema) -> dict[str, Any]:
    touched = {
        place.field.partition(".")[0]
        for path in decided.edits
        if (place := address(path, schema.items)) and not place.item
    }
    return {
        name: without_derived({name: fact}, (schema.model,)).get(name, fact)
        if name in touched
        else fact
        for name, fact in facts.items()
    }


def _put(holder: dict[str, Any], field: str, edit: Edit, path: str) -> None:
    *above, last = field.split(".")
    for name in above:
        holder = holder.get(name) if isinstance(holder, dict) else None  # type: ignore[assignment]
    if not isinstance(holder, dict):
        raise RefusedError(path, "what it belongs to is empty; correct that as a whole")
    if edit.is_rejected:
        holder[last] = [] if isinstance(holder.get(last), list) else None
    else:
        holder[last] = copy.deepcopy(edit.value)


def _list_of(path: str) -> str:
    return path.partition(".")[0]
