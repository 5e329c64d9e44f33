"""Datelines: ``BEIRUT —``, ``GENEVA, Aug. 14 (Agency) -``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 120
_MOST_PLACE_WORDS = 4
_MOST_PARTS = 5
# The blank before a hyphen keeps "PORT-AU-PRINCE" whole; the longer dashes need none.
_DASH = re.compile(r"[^\S\n]*(?:[—–―]|--+)|[^\S\n]+-(?=\s|\Z)")
_SPACE = re.compile(r"\s+")
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)")
_PLACE_WORD = re.compile(r"[^\W\d_][^\W\d_.'’/-]*(?:[.'’/-]+[^\W\d_]+)*\.?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_PART = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?\s*)?"
    rf"(?:{_MONTH}\s+[0-9]{{1,2}}|[0-9]{{1,2}}\s+{_MONTH})?"
    r"(?:\s*(?:[0-9]{4}|[0-9]{2}))?",
    re.IGNORECASE,
)
_ISO_PART = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Capitals with a dash behind them that announce a kind of text, not a place.
_LABELS = re.compile(
    "ALERT|ANALYSIS|BREAKING(?: NEWS)?|CAPTION|COMMENT|CORRECTED|CORRECTION|EDITORIAL|EXCLUSIVE"
    "|EXPLAINED|EXPLAINER|FACTBOX|FACT CHECK|FEATURE|FILE(?: PHOTO)?|FOCUS|INTERVIEW"
    "|LIVE(?: UPDATES)?|NEWS(?: ANALYSIS)?|NOTE|OBITUARY|OPINION|PHOTOS?|(?:SPECIAL )?REPORT"
    "|TIMELINE|UPDATE|URGENT|VIDEO|WATCH|WRAPUP"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Span of a dateline, and where the text behind its dash starts (code points)."""

    start: int
    end: int
    text_start: int


def match_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Find the dateline at the very start of the line ``text[start:end]``, or ``None``.

    A dateline is a place in capitals (up to four words, no digits), then optional further
    places, a date and an agency in brackets, then a dash. What follows the dash must not go on in
    lower case ("NATO — the alliance — said"). In upper-case text, where any phrase before a
    dash looks like a place, a date or an agency is required as well.
    """
    dash = _DASH.search(text, start, min(end, start + _LONGEST))
    if not dash or dash.start() == start:
        return None
    space = _SPACE.match(text, dash.end())
    text_start = space.end() if space else dash.end()
    head, lead = text[start : dash.start()], text[text_start : text_start + _LONGEST]
    if not lead or lead[0].islower() or not _is_place_and_date(head, in_capitals=lead.isupper()):
        return None
    return Dateline(start, dash.start(), text_start)


def _is_place_and_date(head: str, *, in_capitals: bool) -> bool:
    bare = _BRACKETS.sub(" ", head)
    first, *others = (part.strip() for part in bare.split(","))
    if not _is_capital_place(first) or len(others) >= _MOST_PARTS:
        return False
    if not all(_is_date_part(part) or _is_place(part) for part in others):
        return False
    return not in_capitals or bare != head or any(map(_is_date_part, others))


def _is_capital_place(part: str) -> bool:
    return part.isupper() and not _LABELS.fullmatch(part) and _is_place(part)


def _is_place(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= _MOST_PLACE_WORDS or not part[0].isupper():
        return False
    return len(part) > 1 and all(_PLACE_WORD.fullmatch(word) for word in words)


def _is_date_part(part: str) -> bool:
    if part.upper() == "NO DATE" or _ISO_PART.fullmatch(part):
        return True
    return bool(part) and _DATE_PART.fullmatch(part) is not None
