"""Where the item of a decision stands by now.

``check --write`` makes records anew under the same number: an item may end up elsewhere in its
list, or be made no more. A decision holds the key of its item (see `Subject`), which is the same as
long as the item is, and is about the item that has this key. Equal items are told apart by their
order alone, so that two decisions about two of them stay decisions about two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from llm_extract.review._paths import address
from llm_extract.runs import Decision


class Placing:
    """Items of a record by what tells them apart.

    Args:
        items: keys by path, as of `Subject`.
        lists: names of the lists of items.
    """

    def __init__(self, items: Mapping[str, str], lists: Collection[str]) -> None:
        self._lists = lists
        self._places = {(path.partition(".")[0], key): path for path, key in items.items()}

    def placed(self, one: Decision) -> Decision | None:
        """The decision with the path its item has now; ``None``, the item is not there."""
        place = address(one.path, self._lists)
        if one.item is None or place is None or not place.item:
            return one
        now = self._places.get((place.list, one.item))
        return None if now is None else replace(one, path=now + one.path[len(place.item) :])
