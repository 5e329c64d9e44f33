"""Texts that a spreadsheet would run as formulas, made harmless.

OWASP's list of dangerous beginnings (CSV injection) is ``= + - @``, tab and line ends, and the
fullwidth forms of the signs. A sign counts behind blanks and invisible characters, too: programs
differ in what they skip.
"""

from __future__ import annotations

import re

_SKIPPED = r"[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_FORMULA = re.compile(rf"[\t\r\n]|{_SKIPPED}[=+\-@＝＋－＠]")
# An apostrophe before them is doubled: taking one away gives back what was there.
_QUOTED = re.compile(rf"'*(?:{_FORMULA.pattern})")
# A plain number is read as one, which is harmless: "-3" among values that are text.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def neutral(text: str) -> str:
    """The text behind an apostrophe, if it may be a formula or is one behind apostrophes."""
    if _QUOTED.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
