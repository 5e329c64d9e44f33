"""What a decision may point at.

``""`` is the article, ``article.agency`` a fact of it, ``events`` a list, ``events.0`` an item as
it was extracted, ``events.+17`` the item that decision 17 added, and ``events.0.territory.count``
a value of one. Lists inside an item are one value: an index into one would point elsewhere as soon
as an element before it is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

_PLACE = re.compile(r"\+?[0-9]{1,9}")
_INDEX = re.compile(r"[0-9]+")


class Address(NamedTuple):
    """A path in parts.

    Attributes:
        list: name of the list, ``""`` for a fact and for the article.
        item: path of the item, ``""`` likewise.
        field: path of the value below the item or, for a fact, below the record; ``""`` for the
            list, the item or the article itself.
    """

    list: str
    item: str
    field: str


def address(path: str, lists: Collection[str]) -> Address | None:
    """Take a path apart; ``None`` when it is none."""
    name, _, below = path.partition(".")
    if name not in lists:
        return Address("", "", path) if _is_field(path) or not path else None
    place, _, field = below.partition(".")
    if path == name:
        return Address(name, "", "")
    if not _PLACE.fullmatch(place) or (below != place and not _is_field(field)):
        return None
    return Address(name, f"{name}.{place}", field)


def is_at(path: str, place: str) -> bool:
    """Whether ``path`` is ``place`` or lies below it; everything lies below ``""``."""
    return not place or path == place or path.startswith(f"{place}.")


def added(number: int, name: str) -> str:
    """Path of the item that a decision added to a list."""
    return f"{name}.+{number}"


def _is_field(path: str) -> bool:
    return all(part and not _INDEX.fullmatch(part) for part in path.split("."))
