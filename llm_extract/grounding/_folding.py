"""Folding for matching only: quotes, dashes, spaces and case, with a map back to the text.

Folding works on one code point at a time, so that every folded character knows the code
point it came from; the text itself is never changed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origin[i]`` is the code point offset of folded character ``i``."""

    text: str
    origin: tuple[int, ...]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the folded text that comes from ``start`` to ``end`` of the original."""
        return bisect_left(self.origin, start), bisect_left(self.origin, end)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the original text of a non-empty stretch of the folded text.

        ``None`` when it begins or ends inside a code point that folds to several characters:
        "s" is no part of "ß".
        """
        origin = self.origin
        if start and origin[start - 1] == origin[start]:
            return None
        if end < len(origin) and origin[end] == origin[end - 1]:
            return None
        return origin[start], origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold compatibility forms, quotes, dashes and case; runs of white space become one space.

    Composed and decomposed accents become equal, but never vanish: "é" is not "e". Invisible
    format characters (soft hyphen, zero-width space, direction marks) are left out.
    """
    characters: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        for part in _fold_one(character):
            if part == " " and characters and characters[-1] == " ":
                continue
            characters.append(part)
            origin.append(offset)
    return Folded("".join(characters), tuple(origin))


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    # Quotes first: NFKD would take "´" apart into a space and an accent.
    plain = unicodedata.normalize("NFKD", character.translate(_SAME)).casefold()
    return unicodedata.normalize("NFKD", plain).translate(_SAME)
