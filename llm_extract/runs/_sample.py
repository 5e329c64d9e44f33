"""A sample that is the same on every machine and in every order of listing.

An article is drawn by a hash of its id and the seed, not by its place: adding articles to a
folder, or listing it in another order, exchanges as few drawn ones as possible.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable

from llm_extract.errors import SettingsError


def sample_ids(ids: Iterable[str], n: int, seed: int = 0) -> frozenset[str]:
    """Draw ``n`` different ids, or all there are; equal ids count once.

    Raises:
        SettingsError: ``usage`` when ``n`` is below 1.
    """
    _check(n)
    return frozenset(heapq.nsmallest(n, set(ids), key=lambda identity: _rank(identity, seed)))


def _rank(identity: str, seed: int) -> tuple[bytes, str]:
    raw = f"{seed}\0{identity}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=16).digest(), identity


def _check(n: int) -> None:
    if n < 1:
        raise SettingsError("usage", "it must be at least 1", source="sample")
