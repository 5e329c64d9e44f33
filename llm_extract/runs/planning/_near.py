"""Near-duplicates: texts that share most of their word triples, found by MinHash.

A hint for the reader of a plan and nothing else: a reprint with a new lead is near, and so is
tomorrow's bulletin with other numbers, which is news. Nothing is left out for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from rensa import RMinHash

DEFAULT_SIMILARITY = 0.8
_WORD = re.compile(r"\w+")
_SHINGLE_WORDS = 3
_PERMUTATIONS = 128
_SEED = 42
# 32 bands of 4 rows: a pair with similarity 0.8 is missed once in 20 million, one of 0.5 once in
# 8. Pairs that only share a band are compared in full afterwards.
_BANDS = 32
# Who is as near to an indexed text as this is found through it: a folder of one bulletin a
# thousand times must not become a million comparisons.
_COVERED = 0.95


@dataclass(frozen=True, slots=True)
class NearGroup:
    """Articles that are nearly the same text.

    Attributes:
        ids: in input order, at least two.
        similarity: estimated share of word triples two of them have in common, 0 to 1: the
            lowest of the links that hold the group together. Off by about 0.04 at 0.8.
    """

    ids: tuple[str, ...]
    similarity: float


def near_installed() -> bool:
    """Whether the extra that finds near-duplicates is installed."""
    return find_spec("rensa") is not None


class NearIndex:
    """Takes texts one by one and groups those that are near each other.

    Held are the ids, and half a kilobyte of each text that is not nearly an earlier one. Groups
    are chains: the first and the last of one may be less alike than their neighbours.

    Args:
        similarity: least share of word triples in common, above 0 and at most 1.

    Raises:
        SettingsError: ``extra_missing``, or ``usage`` for a similarity out of range.
    """

    def __init__(self, similarity: float = DEFAULT_SIMILARITY) -> None:
        if not 0 < similarity <= 1:
            raise SettingsError("usage", "it must be above 0 and at most 1", source="similarity")
        if not near_installed():
            raise SettingsError(
                "extra_missing",
                "near-duplicates need rensa",
                hint="pip install 'llm-extract[near]'",
            )
        from rensa import RMinHashLSH

        self._similarity = similarity
        self._index = RMinHashLSH(similarity, _PERMUTATIONS, _BANDS)
        self._ids: list[str] = []
        self._signatures: dict[int, RMinHash] = {}
        self._parents: list[int] = []
        self._links: list[tuple[int, float]] = []

    def add(self, identity: str, text: str) -> None:
        """Add one article; a text without any word is near none."""
        shingles = _shingles(text)
        if not shingles:
            return
        signature = _signature(shingles)
        place = len(self._ids)
        nearest = self._link(place, signature)
        self._ids.append(identity)
        if nearest < _COVERED:
            self._signatures[place] = signature
            self._index.insert(place, signature)

    def groups(self) -> tuple[NearGroup, ...]:
        """The groups so far, in the order of their first articles."""
        members, weakest = defaultdict[int, list[str]](list), defaultdict[int, float](lambda: 1.0)
        for place, identity in enumerate(self._ids):
            members[self._root(place)].append(identity)
        for place, similarity in self._links:
            root = self._root(place)
            weakest[root] = min(weakest[root], similarity)
        found = ((ids, weakest[root]) for root, ids in members.items() if len(ids) > 1)
        return tuple(NearGroup(tuple(ids), round(similarity, 2)) for ids, similarity in found)

    def _link(self, place: int, signature: RMinHash) -> float:
        """Join the groups of all texts near the new one; return how near the nearest is."""
        self._parents.append(place)
        nearest = 0.0
        for other in sorted(self._index.query(signature)):
            similarity = signature.jaccard(self._signatures[other])
            nearest = max(nearest, similarity)
            if similarity >= self._similarity:
                self._join(self._root(other), self._root(place), similarity)
        return nearest

    def _join(self, one: int, other: int, similarity: float) -> None:
        # The earlier root stays, so that groups keep the order of the input.
        if one != other:
            self._parents[max(one, other)] = min(one, other)
            self._links.append((one, similarity))

    def _root(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place


def _signature(shingles: set[str]) -> RMinHash:
    from rensa import RMinHash

    signature = RMinHash(_PERMUTATIONS, _SEED)
    signature.update(sorted(shingles))
    return signature


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    last = max(len(words) - _SHINGLE_WORDS, 0)
    starts = range(last + 1) if words else ()
    return {" ".join(words[start : start + _SHINGLE_WORDS]) for start in starts}
