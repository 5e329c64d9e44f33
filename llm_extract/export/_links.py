"""Which items of a record refer to which others, by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class Links:
    """The items of one record.

    An item refers to another when one of its texts, at any depth, is the other's ``id``.

    Args:
        data: the record.
        lists: its lists of items.
    """

    def __init__(self, data: Mapping[str, Any], lists: Iterable[str]) -> None:
        self._items: dict[str, Mapping[str, Any]] = {
            f"{name}.{position}": item for name in lists for position, item in enumerate(data[name])
        }
        self._by_id = {
            item["id"]: path
            for path, item in self._items.items()
            if isinstance(item.get("id"), str) and item["id"]
        }

    @property
    def items(self) -> Mapping[str, Mapping[str, Any]]:
        """Items by path."""
        return self._items

    def path_of(self, identity: object) -> str | None:
        """Path of the item with an id."""
        return self._by_id.get(identity) if isinstance(identity, str) else None

    def of(self, path: str) -> Iterator[tuple[str, str]]:
        """Fields of an item that refer to others, with the paths of these."""
        for field, value in _texts(self._items[path], ""):
            other = self._by_id.get(value)
            if other is not None and other != path:
                yield field, other

    def to(self, path: str) -> Iterator[str]:
        """Items that refer to the one at ``path``."""
        for other in self._items:
            if any(target == path for _, target in self.of(other)):
                yield other


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Texts at any depth, with the fields they stand in."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, path)
