"""Names of one and the same: equal but for their letters, or registered as forms of one another."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_LEADING = ("a", "an")


class Names:
    """The names two records register."""

    def __init__(self, records: Iterable[Mapping[str, Any]], lists: Iterable[str]) -> None:
        records, lists = tuple(records), tuple(lists)
        self._registers = [
            {name: _groups(record.get(name) or ()) for name in lists} for record in records
        ]

    def are_same(self, old: list[str], new: list[str], register: str | None) -> bool:
        """Whether two lists of names mean the same, whatever their order.

        Names are looked up in one ``register``, ``None`` is any.
        """
        one, two = Counter(map(folded, old)), Counter(map(folded, new))
        left, right = list((one - two).elements()), list((two - one).elements())
        if len(left) != len(right):
            return False
        for name in left:
            other = next((n for n in right if self._are_aliases(name, n, register)), None)
            if other is None:
                return False
            right.remove(other)
        return True

    def _are_aliases(self, one: str, two: str, register: str | None) -> bool:
        """Forms of one item in a record, and in no record the names of two."""
        together = apart = False
        for registers in self._registers:
            groups = [
                group
                for name, found in registers.items()
                if register in (None, name)
                for group in found
            ]
            is_together = any(one in group and two in group for group in groups)
            together |= is_together
            apart |= not is_together and all(
                any(n in group for group in groups) for n in (one, two)
            )
        return together and not apart


def _groups(items: Iterable[Mapping[str, Any]]) -> list[frozenset[str]]:
    return [
        frozenset(folded(name) for name in (item.get("name"), *(item.get("forms") or ())) if name)
        for item in items
    ]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Without case, accents, articles, punctuation and runs of white space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = [word for word in kept.split() if word != "the"]
    # "Block A" is not "Block".
    return " ".join(words[1:] if len(words) > 1 and words[0] in _LEADING else words)
