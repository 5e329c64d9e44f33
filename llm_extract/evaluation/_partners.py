"""Items of the lists of two records, each with its partner."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from llm_extract.evaluation._fields import Fields
from llm_extract.evaluation._likeness import pair
from llm_extract.evaluation._traits import Traits

Data: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class Partners:
    """Who is who in two records.

    Attributes:
        pairs: by list, positions in the old and the new record of items that belong together.
        lost: by list, positions of old items without a partner.
        added: by list, positions of new items without a partner.
        new_id: by list and id of an old item, the id of its partner; ``None`` where it has none,
            and the id is that of another item now.
    """

    pairs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lost: dict[str, list[int]] = field(default_factory=dict)
    added: dict[str, list[int]] = field(default_factory=dict)
    new_id: dict[tuple[str, Hashable], Hashable] = field(default_factory=dict)

    def of_old(self, target: str, identity: Any) -> Hashable:
        """What a reference of the old record means in the new one: the id of the partner.

        An id of no item is taken as it is. ``target`` may be ``""``, any list.
        """
        for name in (target,) if target else self.pairs:
            if (name, identity) in self.new_id:
                partner = self.new_id[name, identity]
                # No id of the new record is a pair.
                return (name, identity) if partner is None else partner
        return identity  # type: ignore[no-any-return] # ids are plain values

    @staticmethod
    def of_new(_: str, identity: Any) -> Hashable:
        """What a reference of the new record means there."""
        return identity  # type: ignore[no-any-return]


def partners_of(old: Data, new: Data, fields: Fields) -> Partners:
    """Match the items of every list both records have."""
    found = Partners()
    for name in _by_reference(fields, [n for n in fields.lists if n in old and n in new]):
        _match(found, name, old[name] or [], new[name] or [], fields)
    found.pairs = {name: found.pairs[name] for name in fields.lists if name in found.pairs}
    return found


def _by_reference(fields: Fields, lists: list[str]) -> list[str]:
    """Lists others point into come first, as far as they do not point at each other."""
    ordered: list[str] = []
    while lists:
        waiting = set(lists)
        ready = (n for n in lists if not (fields.targets(n) - {n}) & waiting)
        first = next(ready, lists[0])
        lists.remove(first)
        ordered.append(first)
    return ordered


def _match(found: Partners, name: str, old: list[Any], new: list[Any], fields: Fields) -> None:
    known = found.pairs.keys()
    pairs = pair(
        [Traits(fields, found.of_old, known).of(item, f"{name}.*") for item in old],
        [Traits(fields, found.of_new, known).of(item, f"{name}.*") for item in new],
        ([item.get("id") for item in old], [item.get("id") for item in new]),
    )
    partner = dict(pairs)
    taken = set(partner.values())
    found.lost[name] = [position for position in range(len(old)) if position not in partner]
    found.added[name] = [position for position in range(len(new)) if position not in taken]
    found.new_id.update(_new_ids(name, old, new, partner))
    found.pairs[name] = pairs


def _new_ids(
    name: str, old: list[Any], new: list[Any], partner: Mapping[int, int]
) -> Iterator[tuple[tuple[str, Hashable], Hashable]]:
    used = {item["id"] for item in new if _has_id(item)}
    for position, item in enumerate(old):
        other = new[partner[position]] if position in partner else {}
        if _has_id(item) and (_has_id(other) or item["id"] in used):
            yield (name, item["id"]), other.get("id") or None


def _has_id(item: Mapping[str, Any]) -> bool:
    return item.get("id") not in (None, "")
