"""Two values of one place: whether they differ, and how much that matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.evaluation._fields import Fields, worst
from llm_extract.evaluation._likeness import pair
from llm_extract.evaluation._names import Names
from llm_extract.evaluation._partners import Data, Partners
from llm_extract.evaluation._traits import Traits
from llm_extract.schemas import Grade


class Judge:
    """Compares values of two records whose items have found their partners."""

    def __init__(self, old: Data, new: Data, fields: Fields, partners: Partners) -> None:
        self._fields = fields
        self._partners = partners
        self._names = Names((old, new), fields.aliases)
        known = (*partners.pairs, "")
        self._traits = (
            Traits(fields, partners.of_old, known, derived=True),
            Traits(fields, partners.of_new, known, derived=True),
        )

    def grade(self, pattern: str, old: Any, new: Any) -> Grade | None:
        """How much a difference matters, ``None`` when there is none."""
        if pattern.endswith(".id"):
            return None
        target = self._fields.reference(pattern)
        if target is not None:
            return self._of_reference(pattern, target, old, new)
        if _holds_objects(old) or _holds_objects(new):
            return self._of_objects(pattern, old or [], new or [])
        if old == new or _as_set(old) == _as_set(new):
            return None
        if self._fields.is_object(pattern):
            return self._of_missing(pattern, old or new or {})
        return self._of_plain(pattern, old, new)

    def _of_plain(self, pattern: str, old: Any, new: Any) -> Grade:
        known = self._fields.at(pattern)
        if known.grade in ("minor", "neutral"):
            return known.grade
        one, two = _listed(old), _listed(new)
        are_texts = all(isinstance(value, str) for value in (*one, *two)) and not known.is_whole
        same = are_texts and self._names.are_same(one, two, known.register)
        return "minor" if same else known.grade

    def _of_reference(self, pattern: str, target: str, old: Any, new: Any) -> Grade | None:
        """Two references are equal when they point to the same item."""
        pointed = (self._partners.of_old(target, one) for one in _listed(old))
        same = Counter(pointed) == Counter(_listed(new))
        return None if same else self._fields.at(pattern).grade

    def _of_missing(self, pattern: str, value: Mapping[str, Any]) -> Grade:
        """An object instead of nothing matters as much as the gravest of what it tells."""
        told = [
            self._fields.at(f"{pattern}.{name}").grade
            for name, part in value.items()
            if part is not None and name != "id"
        ]
        return worst((self._fields.declared(pattern) or "neutral", *told))

    def _of_objects(self, pattern: str, old: list[Any], new: list[Any]) -> Grade | None:
        """Objects within an item are a set as well."""
        place = f"{pattern}.*"
        one, two = (
            [traits.of(part, place) for part in parts]
            for traits, parts in zip(self._traits, (old, new), strict=True)
        )
        pairs = pair(one, two)
        alone = len(old) + len(new) - 2 * len(pairs)
        grades = [self._fields.at(pattern).grade] if alone else []
        for left, right in pairs:
            for below, _, was, is_ in leaves(old[left], new[right], place, self._fields):
                grade = self.grade(below, was, is_)
                grades += [grade] if grade else []
        return worst(grades) if grades else None


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, Mapping) for part in value)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _as_set(value: Any) -> Any:
    """A list of plain values means the same in any order."""
    return Counter(map(repr, value)) if isinstance(value, list) else [value]


def leaves(
    old: Mapping[str, Any], new: Mapping[str, Any], pattern: str, fields: Fields
) -> Iterator[tuple[str, tuple[str, ...], Any, Any]]:
    """Places both sides have, with the keys that lead there: what one schema lacks is no change."""
    for name in old:
        if name not in new:
            continue
        one, two, place = old[name], new[name], f"{pattern}.{name}" if pattern else name
        if isinstance(one, Mapping) and isinstance(two, Mapping) and fields.is_object(place):
            for path, keys, left, right in leaves(one, two, place, fields):
                yield path, (name, *keys), left, right
        else:
            yield place, (name,), one, two
