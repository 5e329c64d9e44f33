"""Which items of a record name its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Where: TypeAlias = tuple[str, int]


def naming_items(record: Mapping[str, Any], places: Sequence[tuple[str, str]]) -> list[int]:
    """How many items name each place, at least one.

    Where a place is an item with an id, others point to it; else they hold its name.

    Args:
        record: as JSON.
        places: path and name of each, as in ``locations``.
    """
    own = [_item_at(record, path) for path, _ in places]
    texts = [list(_texts_of(name, item)) for (_, name), (_, item) in zip(places, own, strict=True)]
    found = _holding(record, {text for some in texts for text in some})
    return [
        max(len({where for text in some for where in found.get(text, ())} - {where}), 1)
        for some, (where, _) in zip(texts, own, strict=True)
    ]


def _item_at(record: Mapping[str, Any], path: str) -> tuple[Where | None, Mapping[str, Any]]:
    """The item that is a place; none where the place is only a field of something else."""
    name, _, rest = path.partition(".")
    number, _, field = rest.partition(".")
    items = record.get(name)
    if not (isinstance(items, list) and number.isdecimal() and int(number) < len(items)):
        return None, {}
    item = items[int(number)]
    is_place = isinstance(item, dict) and field in ("", "name")
    return ((name, int(number)), item) if is_place else (None, {})


def _texts_of(name: str, item: Mapping[str, Any]) -> Iterator[str]:
    """Texts that stand for a place, case-folded."""
    identity, forms = item.get("id"), item.get("forms")
    if isinstance(identity, str) and identity:
        yield identity.casefold()
        return
    yield name.casefold()
    for form in forms if isinstance(forms, list) else ():
        yield str(form).casefold()


def _holding(record: Mapping[str, Any], wanted: set[str]) -> dict[str, set[Where]]:
    """Items that hold one of the texts, by text."""
    found: dict[str, set[Where]] = {}
    for where, item in _items(record):
        for text in _leaves(item):
            folded = text.casefold()
            if folded in wanted:
                found.setdefault(folded, set()).add(where)
    return found


def _items(record: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    for name, items in record.items():
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield (name, number), item


def _leaves(item: Mapping[str, Any]) -> Iterator[str]:
    """All texts of an item, whatever their depth."""
    stack: list[Iterable[Any]] = [item.values()]
    while stack:
        for value in stack.pop():
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict):
                stack.append(value.values())
            elif isinstance(value, list):
                stack.append(value)
