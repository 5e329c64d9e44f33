"""Texts made comparable: lower case, without punctuation and articles, blanks squeezed."""

from __future__ import annotations

import string
import unicodedata
from collections import Counter
from functools import lru_cache

_ARTICLES = frozenset(("a", "an", "the"))


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """Words of a folded text, in order; no stemming.

    Punctuation is deleted, not replaced: "U.S." is ``us``, "car-bomb" is ``carbomb``.
    """
    kept = "".join(sign for sign in text.lower() if not _is_punctuation(sign))
    return tuple(word for word in kept.split() if word not in _ARTICLES)


def folded(text: str) -> str:
    """The words with one blank between them."""
    return " ".join(tokens(text))


def token_f1(one: str, other: str) -> float:
    """Harmonic mean of the shares of tokens two texts have in common, repeated ones counted."""
    mine, yours = tokens(one), tokens(other)
    common = (Counter(mine) & Counter(yours)).total()
    return 2 * common / (len(mine) + len(yours)) if common else 0.0


def _is_punctuation(sign: str) -> bool:
    # The ASCII ones include symbols such as $ and +, which Unicode does not call punctuation.
    return sign in string.punctuation or unicodedata.category(sign).startswith("P")
