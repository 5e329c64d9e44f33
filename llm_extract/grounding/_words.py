"""Finding a text where it stands by itself, not inside a longer word or number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Thai, Lao, Burmese, Khmer, Korean, Japanese and Chinese put no space around a name.
_UNSPACED_RANGES = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_UNSPACED_RANGES}]")
_LETTER = rf"[^\W_{_UNSPACED_RANGES}]"
_SEPARATORS = ".,'’"
# Nothing belongs together across these.
_PARTS = frozenset(' \n"“”()—–:;?!')
# Letters, digits and the separators in numbers that follow each other without a border. Groups are
# atomic, not possessive: in Python 3.11.2 a possessive group may end one sign late.
_RUN = re.compile(rf"(?>(?:[A-Za-z0-9]++|{_LETTER}++|(?<=\d)(?>(?:[{_SEPARATORS}]\d++)+))*)")


def find_words(text: str, value: str, start: int, end: int) -> Iterator[int]:
    """Offsets of ``value`` in ``text[start:end]`` where no word or number is cut.

    "Kar" is not in "Karvel", "14" neither in "140" nor in "3.14" or "14,000".
    """
    at = text.find(value, start, end) if value else -1
    while at != -1:
        if cuts(text, at):
            # On to the end of the word or number at once, which may be as long as the text.
            run = _RUN.match(text, at)
            at = max(at + 1, run.end() if run else at)
        else:
            if not cuts(text, at + len(value)):
                yield at
            at += 1
        at = text.find(value, at, end)


def cuts(text: str, at: int) -> bool:
    """Tell whether a border before ``text[at]`` parts what belongs together."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after in _PARTS or (before in _PARTS and after.isascii()):
        return False
    if unicodedata.category(after).startswith("M"):
        return True
    if _is_letter(before) and _is_letter(after):
        return True
    if after in _SEPARATORS:
        return before.isdigit() and text[at + 1 : at + 2].isdigit()
    return before in _SEPARATORS and after.isdigit() and text[max(at - 2, 0) : at - 1].isdigit()


def _is_letter(character: str) -> bool:
    """Letters, digits and the marks on them, in the scripts that part words by spaces."""
    if _UNSPACED.match(character):
        return False
    return character.isalnum() or unicodedata.category(character).startswith("M")
