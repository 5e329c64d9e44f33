"""Items of the lists of two records, each with its partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from llm_extract.evaluation._fields import Fields
from llm_extract.evaluation._likeness import Traits, pair

Data = Mapping[str, Any]


@dataclass(slots=True)
class Partners:
    """Who is who in two records.

    Attributes:
        pairs: by list, positions in the old and the new record of items that belong together.
        lost: by list, positions of old items without a partner.
        added: by list, positions of new items without a partner.
        new_id: id of the partner, by list and id of an old item.
    """

    pairs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lost: dict[str, list[int]] = field(default_factory=dict)
    added: dict[str, list[int]] = field(default_factory=dict)
    new_id: dict[tuple[str, str], str] = field(default_factory=dict)


def partners_of(old: Data, new: Data, fields: Fields) -> Partners:
    """Match the items of every list both records have."""
    found = Partners()
    for name in fields.lists:
        if name in old and name in new:
            _match(found, name, old[name] or [], new[name] or [], fields)
    return found


def _match(found: Partners, name: str, old: list[Any], new: list[Any], fields: Fields) -> None:
    pairs = pair(
        [traits_of(item, f"{name}.*", fields) for item in old],
        [traits_of(item, f"{name}.*", fields) for item in new],
    )
    found.pairs[name] = pairs
    known_old, known_new = {one for one, _ in pairs}, {two for _, two in pairs}
    found.lost[name] = [position for position in range(len(old)) if position not in known_old]
    found.added[name] = [position for position in range(len(new)) if position not in known_new]
    for one, two in pairs:
        ids = old[one].get("id"), new[two].get("id")
        if all(isinstance(part, str) and part for part in ids):
            found.new_id[name, ids[0]] = ids[1]


def traits_of(item: Mapping[str, Any], pattern: str, fields: Fields) -> Traits:
    """What tells an item from others: everything but ids and what code makes of the rest."""
    return dict(_traits(item, pattern, "", fields))


def _traits(
    value: Mapping[str, Any], pattern: str, prefix: str, fields: Fields
) -> Iterator[tuple[str, Any]]:
    for name, part in value.items():
        place = f"{pattern}.{name}"
        known = fields.at(place)
        if known.derived or name == "id" or fields.reference(place) is not None:
            continue
        if isinstance(part, Mapping):
            yield from _traits(part, place, f"{prefix}{name}.", fields)
        else:
            yield f"{prefix}{name}", _trait(part, is_choice=known.is_choice)


def _trait(value: Any, *, is_choice: bool) -> Any:
    if isinstance(value, list):
        return sorted(value, key=str)
    return {"is": value} if is_choice and value is not None else value
