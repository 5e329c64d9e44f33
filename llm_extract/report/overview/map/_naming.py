"""Which items of a record name a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Where: TypeAlias = tuple[str, int]


class Naming:
    """The items of one record by the texts they hold, ids among them."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._found: dict[str, set[Where]] = {}
        for where, item in _items(record):
            for text in _texts(item):
                self._found.setdefault(text.casefold(), set()).add(where)
        self._record = record

    def count(self, path: str, name: str) -> int:
        """Items that name the place whose name stands at ``path``, at least one.

        Where the place is an item with an id, others point to it; else they hold its name.
        """
        own, item = self._at(path)
        names = [item["id"]] if item.get("id") else [name, *_forms(item)]
        found = {where for text in names for where in self._found.get(text.casefold(), ())}
        return max(len(found - {own}), 1)

    def _at(self, path: str) -> tuple[Where | None, Mapping[str, Any]]:
        name, _, rest = path.partition(".")
        number = rest.partition(".")[0]
        items = self._record.get(name)
        if not (isinstance(items, list) and number.isdecimal() and int(number) < len(items)):
            return None, {}
        item = items[int(number)]
        # The place of an event is named by the event as well.
        is_register = rest.count(".") == 0 or rest.endswith(".name")
        is_known = isinstance(item, Mapping) and is_register
        return ((name, int(number)) if is_known else None), item if is_known else {}


def _items(record: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    for name, items in record.items():
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, Mapping):
                yield (name, number), item


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _forms(item: Mapping[str, Any]) -> Iterable[str]:
    forms = item.get("forms")
    return [form for form in forms if isinstance(form, str)] if isinstance(forms, list) else ()
