"""Rule-based sentence splitter: spans of a text, no model, no data files, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.articles._abbreviations import (
    AFTER_A_TIME,
    MONTHS,
    NEVER_LAST,
    NUMBERED,
    OTHERS,
    PLACES_AND_DAYS,
    STARTERS,
    TITLES,
)
from llm_extract.articles._paragraphs import Span, paragraphs, trim

LONGEST_SENTENCE = 1_500
"""Code points. Real sentences are shorter; beyond it a table, a list or a text without stops."""

# Stops that need no space or capital after them: Arabic, Urdu, CJK, Devanagari, Ethiopic, Khmer,
# Burmese, Armenian.
_UNMISTAKABLE = "؟۔。！？｡।॥።។။։"
_CLOSERS = "\"'”’“»›)\\]}）」』】〉》"
_STOP = re.compile(rf"(?P<marks>[.!?…{_UNMISTAKABLE}]+)(?P<closers>[{_CLOSERS}]*)")
_NEXT = re.compile(r"(?P<gap>\s*)[\"'“‘„«‹(\[{¿¡「『【〈《]*(?P<char>\S?)")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{1,20}(?![\w.])")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_COMPOUND = re.compile(r"[-–—/]")
_LONGEST_ABBREVIATION = 24


def split_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Spans of the sentences in ``text[start:end]``, 0-based code points, end-exclusive.

    The spans are in order, never overlap, have no white space at their ends and cover every
    other character of the range. Rules:

    - A paragraph break ends a sentence; a new line inside hard-wrapped text does not.
    - ``؟ ۔ 。 ！ ？`` and their like end one at once; ``! ?`` and an ellipsis when white space
      and no lower-case letter follow. Quotes and brackets closed right after the stop stay in.
    - A full stop ends one when white space follows and the next word is not in lower case,
      unless the word before it is an abbreviation or an initial. After titles ("Lt. Gen.") it
      never does. After a month or "No." never before a digit. After "p.m." it does unless a day,
      month or time zone follows. After all others ("U.S.", "Inc.", "Calif.", "J.") only when the
      next word commonly starts a sentence: "in the U.S. The army" is split, "the U.S. Army" is
      not, and "in the U.S. Residents" is left together.
    - What is longer than `LONGEST_SENTENCE` is cut at a semicolon, else at white space, else at
      that length.
    """
    for paragraph_start, paragraph_end in paragraphs(text, start, end):
        for sentence in _split_at_stops(text, paragraph_start, paragraph_end):
            yield from _cut(text, *sentence)


def _split_at_stops(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        following = _NEXT.match(text, stop.end(), end)
        # Every part of _NEXT may be empty, so it always matches; the test is for the type checker.
        if following and stop.end() < end and _ends_sentence(text, begin, stop, following):
            yield begin, stop.end()
            begin = following.end("gap")
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, begin: int, stop: re.Match[str], following: re.Match[str]) -> bool:
    char, marks = following["char"], stop["marks"]
    if marks != "." and any(mark in _UNMISTAKABLE for mark in marks):
        # Japanese goes on after a quotation: 「…。」と述べた.
        return not (stop["closers"] and char in ("と", "っ"))
    if not following["gap"] or not char or char in ".…,;:":
        return False
    if marks == ".":
        return _full_stop_ends(text, begin, stop, following)
    return not char.islower()


def _full_stop_ends(text: str, begin: int, stop: re.Match[str], following: re.Match[str]) -> bool:
    word, char = _word_before(text, begin, stop.start()), following["char"]
    if not _is_abbreviation(word):
        is_list_number = word.isdigit() and stop.start() - len(word) == begin
        return not is_list_number and ("\n" in following["gap"] or not char.islower())
    if char.islower() or char.isdigit():
        return False
    return _abbreviation_ends(word.lower(), _word_after(text, following))


def _abbreviation_ends(key: str, after: str) -> bool:
    if key in NUMBERED:
        return True
    if key in TITLES or key in NEVER_LAST:
        return False
    if key in ("a.m", "p.m"):
        return bool(after) and after not in AFTER_A_TIME
    return after in STARTERS


def _is_abbreviation(word: str) -> bool:
    key = word.lower()
    if len(word) == 1 or _DOTTED.fullmatch(word):
        return word[0].isalpha()
    if key in PLACES_AND_DAYS:
        return word.istitle()
    if key in TITLES or key in MONTHS or key in ("no", "nos"):
        return word[0].isupper()
    return key in NUMBERED or key in NEVER_LAST or key in OTHERS


def _word_before(text: str, begin: int, stop: int) -> str:
    tail = text[max(begin, stop - _LONGEST_ABBREVIATION) : stop]
    if not tail or tail[-1].isspace():
        return ""
    return _COMPOUND.split(tail.split()[-1])[-1].lstrip("([{\"'“‘«„")


def _word_after(text: str, following: re.Match[str]) -> str:
    found = _WORD.match(text, following.start("char"))
    return found[0].lower() if found else ""


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST_SENTENCE:
        cut = _cut_point(text, start)
        yield trim(text, start, cut)
        # Not trim(): slicing the rest for every piece would take quadratic time.
        space = _SPACE.match(text, cut, end)
        start = space.end() if space else cut
    yield start, end


def _cut_point(text: str, start: int) -> int:
    middle, limit = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
    semicolon = text.rfind("; ", middle, limit)
    if semicolon > 0:
        return semicolon + 1
    return next((at for at in range(limit, middle, -1) if text[at].isspace()), limit)
