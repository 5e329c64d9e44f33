"""Folding for matching only: quotes, dashes, spaces, case and accents, with a map back.

Folding works on one code point at a time, so that every folded character knows the code
point it came from; the text itself is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        # Letters with a stroke are no letter and accent to Unicode, but writers leave it out too.
        **dict(zip("łøđıŁØĐ", "lodilod", strict=True)),
    }
)
# Accents of European scripts, Arabic vowel signs and hamzas, the Arabic stretcher, Hebrew points.
# Marks of other scripts tell letters apart: a Japanese or Hindi word without them is another word.
_ACCENT = re.compile("[\u0300-\u036f\u0640\u064b-\u0655\u0670\u0591-\u05c7]")

# What folds by lower case alone, but where spaces follow each other, as most text does.
_PIECE = re.compile("(?P<plain>[ -_a-~]+)|.", re.DOTALL)

# Offsets of most articles, which are not made anew for each; a longer text goes on with ranges.
_OFFSETS = tuple(range(10_000))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origin[i]`` is the code point offset of folded character ``i``.

    ``accents`` are the offsets of accents that stand alone in the original and vanish here.
    """

    text: str
    origin: tuple[int, ...]
    accents: frozenset[int] = frozenset()

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
        last = origin[end - 1] + 1
        while last in self.accents:
            last += 1
        return origin[start], last


def fold(text: str) -> Folded:
    """Fold compatibility forms, quotes, dashes, case, accents; white space becomes one space.

    Invisible format characters (soft hyphen, zero-width space, direction marks) are left out.
    """
    characters: list[str] = []
    origin: list[int] = []
    accents: list[int] = []
    space = False
    for match in _PIECE.finditer(text):
        piece, offset = match[0], match.start()
        if match.lastgroup and "  " not in piece and not (space and piece[0] == " "):
            characters.append(piece.lower())
            origin.extend(_offsets(offset, match.end()))
            space = piece[-1] == " "
            continue
        for at, character in enumerate(piece, offset):
            folded = _fold_one(character)
            if folded == " ":
                if not space:
                    characters.append(" ")
                    origin.append(at)
                space = True
            elif folded:
                characters.append(folded)
                origin.extend([at] * len(folded))
                space = folded[-1] == " "
            elif _ACCENT.match(character):
                accents.append(at)
    return Folded("".join(characters), tuple(origin), frozenset(accents))


def _offsets(start: int, end: int) -> Sequence[int]:
    return _OFFSETS[start:end] if end <= len(_OFFSETS) else range(start, end)


def fold_word(word: str) -> str:
    """The folded text of a word, which holds no white space."""
    return word.lower() if word.isascii() and "`" not in word else fold(word).text


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    # Quotes first: NFKD would take "´" apart into a space and an accent.
    plain = unicodedata.normalize("NFKD", character.translate(_SAME)).casefold()
    folded = unicodedata.normalize("NFKD", plain).translate(_SAME)
    return _ACCENT.sub("", folded)
