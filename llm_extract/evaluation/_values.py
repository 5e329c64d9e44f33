"""Two values of one place: whether they differ, and how much that matters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.evaluation._fields import Fields
from llm_extract.evaluation._partners import Data, Partners
from llm_extract.schemas import Grade


class Judge:
    """Compares values of two records whose items have found their partners."""

    def __init__(self, old: Data, new: Data, fields: Fields, partners: Partners) -> None:
        self._fields = fields
        self._partners = partners
        self._names = [_aliases(data, fields.aliases) for data in (old, new)]

    def grade(self, pattern: str, old: Any, new: Any) -> Grade | None:
        """How much a difference matters, ``None`` when there is none."""
        if pattern.endswith(".id"):
            return None
        target = self._fields.reference(pattern)
        if target is not None:
            return self._of_reference(pattern, target, old, new)
        if old == new or _as_set(old) == _as_set(new):
            return None
        usual = self._fields.at(pattern).grade
        if usual in ("minor", "neutral") or not self._says_the_same(old, new):
            return usual
        return "minor"

    def _of_reference(self, pattern: str, target: str, old: Any, new: Any) -> Grade | None:
        # Ids of which nobody knows the list are made of content that is compared itself.
        if not target or old == new:
            return None
        translated = [self._partners.new_id.get((target, one), one) for one in _listed(old)]
        same = Counter(translated) == Counter(_listed(new))
        return None if same else self._fields.at(pattern).grade

    def _says_the_same(self, old: Any, new: Any) -> bool:
        """Texts that differ in their letters only, or name the same one."""
        left, right = _listed(old), _listed(new)
        if len(left) != len(right) or not all(isinstance(v, str) for v in (*left, *right)):
            return False
        one, two = sorted(map(_folded, left)), sorted(map(_folded, right))
        return one == two or (len(left) == 1 and self._are_aliases(one[0], two[0]))

    def _are_aliases(self, one: str, two: str) -> bool:
        return any(one in group and two in group for groups in self._names for group in groups)


def _aliases(data: Data, lists: tuple[str, ...]) -> list[frozenset[str]]:
    return [
        frozenset(_folded(name) for name in (item.get("name"), *(item.get("forms") or ())) if name)
        for name in lists
        for item in data.get(name) or ()
    ]


def _folded(text: str) -> str:
    """Without case, accents, punctuation and runs of white space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = [word for word in kept.split() if word not in ("a", "an", "the")]
    return " ".join(words)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _as_set(value: Any) -> Any:
    """A list of plain values means the same in any order."""
    if isinstance(value, list) and not any(isinstance(part, Mapping | list) for part in value):
        return Counter(map(repr, value))
    return [value]


def leaves(
    old: Mapping[str, Any], new: Mapping[str, Any], pattern: str
) -> Iterator[tuple[str, tuple[str, ...], Any, Any]]:
    """Places both sides have, with the keys that lead there: what one schema lacks is no change."""
    for name in old:
        if name not in new:
            continue
        one, two, place = old[name], new[name], f"{pattern}.{name}" if pattern else name
        if isinstance(one, Mapping) and isinstance(two, Mapping):
            for path, keys, left, right in leaves(one, two, place):
                yield path, (name, *keys), left, right
        else:
            yield place, (name,), one, two
