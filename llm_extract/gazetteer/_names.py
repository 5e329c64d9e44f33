"""Names of places made comparable, the same way in a gazetteer and in an article.

Three keys, each blunter than the one before: the folded name, the name without its article, and
its consonants, which romanised spellings of one name mostly share.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that are no letter and accent to Unicode, but that writers leave the stroke out of.
_STROKES = str.maketrans("łøđıħŁØĐĦ", "lodihlodh")
# Accents of European scripts, Arabic vowel signs, hamzas and stretcher, Hebrew points. Marks of
# other scripts tell letters apart.
_ACCENT = re.compile("[\u0300-\u036f\u0640\u064b-\u0655\u0670\u0591-\u05c7]")
# Apostrophes, and the letters that stand for a hamza or an ayn where names are romanised.
_SILENT = ".'’‘‛`´′ʹʻʼʽʾʿˈ\u00ad" + "".join(map(chr, range(0x200B, 0x2010)))
# Signs of South Asian scripts are no letters to Unicode, and no breaks either.
_BREAK = re.compile("[^\\w\u0900-\u109f\u1780-\u17ff]+|_+")
# What folding does to ASCII, in one pass.
_PLAIN = {
    **{code: " " for code in range(128) if not chr(code).isalnum()},
    **{code: chr(code).lower() for code in range(128) if chr(code).isupper()},
    **dict.fromkeys(map(ord, _SILENT)),
}
_DROPPED = dict.fromkeys(map(ord, _SILENT))
# The Arabic article as it is romanised before sun letters too, and the one written on to a word.
_ARTICLES = frozenset(["al", "el", "an", "ar", "as", "ash", "at", "ad", "az", "adh", "ath"])
_ARABIC_ARTICLE = re.compile("(?<!\\w)ال(?=\\w{3})")
_VOWELS = str.maketrans("q", "k", "aeiouyw")
# Doubled letters; an "h" at the end of a word, which is how some write the feminine ending.
_DOUBLED = re.compile(r"([^\W_])\1+")
_ENDING = re.compile(r"h\b")
_SHORTEST_SKELETON = 3


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name without case, accents, apostrophes, dashes and repeated spaces; may be empty."""
    return folded(name)


def folded(name: str) -> str:
    """The same, remembered nowhere: for names that come once."""
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name.translate(_DROPPED).translate(_STROKES))
        plain = unicodedata.normalize("NFC", _ACCENT.sub("", plain.casefold()))
        name = _BREAK.sub(" ", plain)
    return " ".join(name.translate(_PLAIN).split())


def bare_key(key: str) -> str:
    """A folded name without Arabic articles: ``al bab`` and ``bab`` are one.

    A name that is nothing else is left as it is. Spanish names lose their "el" as well: what is
    found by this key alone is to count for less.
    """
    words = key.split()
    if not _ARTICLES.isdisjoint(words):
        key = " ".join(word for word in words if word not in _ARTICLES) or key
    return key if key.isascii() else _ARABIC_ARTICLE.sub("", key)


def skeleton(key: str) -> str | None:
    """The consonants of a folded name in Latin script, doubled ones once; ``None`` if too few.

    ``khan sheikhoun`` and ``khan shaykhun`` are ``khn shkhn`` both.
    """
    if not key.isascii():
        return None
    plain = _ENDING.sub("", _DOUBLED.sub(r"\1", bare_key(key).translate(_VOWELS)))
    found = " ".join(plain.split())
    return found if len(found) >= _SHORTEST_SKELETON else None
