"""The stretch of a text that comes closest to a value, and what differs between the two.

Likeness alone proves nothing: "killing 30 civilians" is 95 % like "killing 3 civilians". So the
stretch counts as the value's place only when every number, name, negation and content word agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from llm_extract.grounding._folding import Folded, fold, fold_word
from llm_extract.grounding._language import Language
from llm_extract.grounding._words import cuts
from llm_extract.grounding.numbers import numbers

_LIKE_ENOUGH = 75.0
# Words of one token: "Sochi" is 80 % like "social".
_LIKE_ENOUGH_WORD = 82.0
_WORD = re.compile(r"\d+(?:[.,'’]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SAME_STEM = 4
# What a hostile text writes together for longer is no word, and is not followed to its ends.
_LONGEST_WORD = 200

# What words of one stem may end in: "fighter", "fighters"; "family", "families".
_ENDINGS = {
    "en": frozenset(("", "s", "es", "'s", "d", "ed", "ing", "y", "ies", "e")),
    "fr": frozenset(("", "s", "e", "es", "x", "aux", "al")),
    "es": frozenset(("", "s", "es", "a", "as", "o", "os")),
}

# Words that may be missing on either side without changing what is said.
_LIGHT = {
    "en": frozenset((
        "a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "and", "as", "with",
        "its", "their", "his", "her",
    )),
    "fr": frozenset((
        "le", "la", "les", "l", "un", "une", "des", "de", "du", "d", "à", "au", "aux", "en",
        "dans", "et", "par", "pour", "sur",
    )),
    "es": frozenset((
        "el", "la", "los", "las", "un", "una", "unos", "unas", "de", "del", "a", "al", "en", "y",
        "por", "para", "con", "su", "sus",
    )),
    "ar": frozenset((
        "في", "من", "على", "إلى", "و", "ال", "عن", "مع",
    )),
}  # fmt: skip
_NEGATIONS = frozenset((
    "no", "not", "never", "none", "nobody", "without", "neither", "nor", "deny", "denied",
    "denies", "failed", "cannot", "ne", "pas", "jamais", "aucun", "sans", "ni", "non", "nunca",
    "sin", "ningún", "ninguna", "tampoco", "لا", "لم", "لن", "ليس", "نفى", "نفت", "بدون",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the text, and the words in which it differs from the value.

    ``start`` and ``end`` are code points of the text, end-exclusive.
    """

    start: int
    end: int
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    folded: str
    is_fixed: bool  # a number, a name or a negation: it agrees or it does not
    is_negation: bool


def nearest(
    value: str, text: str, folded: Folded, within: tuple[int, int], language: Language | None
) -> Window | None:
    """The stretch of the text most like ``value``, or ``None`` when nothing comes near.

    Args:
        value: as given; capitals tell names.
        text: the article.
        folded: the same, folded.
        within: code points of the text to stay in.
        language: decides which words are light.
    """
    sought = fold(value).text.strip()
    place = _most_like(sought, folded.text, folded.within(*within))
    span = folded.span(*place) if place and place[0] < place[1] else None
    if span is None:
        return None
    there = _tokens(text[slice(*span)], language)
    return Window(*span, _differences(_tokens(value, language), there, language))


def _most_like(sought: str, text: str, within: tuple[int, int]) -> tuple[int, int] | None:
    """Offsets in the folded text, widened to whole words."""
    start, end = within
    if len(sought) < 3 or sought.isdigit() or end - start < len(sought) // 2:
        return None
    least = _LIKE_ENOUGH if " " in sought else _LIKE_ENOUGH_WORD
    found = fuzz.partial_ratio_alignment(sought, text[start:end], score_cutoff=least)
    if found is None or found.dest_end - found.dest_start < len(sought) // 2:
        return None
    return _widened(text, start + found.dest_start, start + found.dest_end, within)


def _widened(text: str, start: int, end: int, within: tuple[int, int]) -> tuple[int, int]:
    """Widen to whole words and numbers, and cut off what is neither."""
    earliest, latest = max(within[0], start - _LONGEST_WORD), min(within[1], end + _LONGEST_WORD)
    while start > earliest and cuts(text, start):
        start -= 1
    while end < latest and cuts(text, end):
        end += 1
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _tokens(text: str, language: Language | None) -> list[_Token]:
    counted = {
        offset for number in numbers(text, language) for offset in range(number.start, number.end)
    }
    return [_token(match, counted) for match in _WORD.finditer(text)]


def _token(match: re.Match[str], counted: set[int]) -> _Token:
    word, folded = match[0], fold_word(match[0])
    # Scripts without capitals do not tell their names, so that each of their words counts.
    named = word != word.lower() or word == word.upper()
    negation = folded in _NEGATIONS or folded.endswith("n't")
    return _Token(folded, named or match.start() in counted or negation, negation)


def _differences(
    value: list[_Token], window: list[_Token], language: Language | None
) -> tuple[str, ...]:
    """Words of the value the window lacks; numbers, names and negations of it left out."""
    light = _LIGHT.get(language or "", frozenset[str]())
    mine, there = [t.folded for t in value], [t.folded for t in window]
    found: list[str] = []
    for step in Levenshtein.opcodes(mine, there):
        if step.tag == "equal":
            continue
        beside = window[step.dest_start : step.dest_end]
        found += _missing(value[step.src_start : step.src_end], beside, light, language)
        inside = 0 < step.src_start < len(mine) or step.src_start < step.src_end
        found += _left_out(beside, light, inside=inside)
    return tuple(dict.fromkeys(found))


def _missing(
    tokens: list[_Token], beside: list[_Token], light: frozenset[str], language: Language | None
) -> Iterator[str]:
    for token in tokens:
        if token.folded in light:
            continue
        inflected = any(_is_inflected(token.folded, other.folded, language) for other in beside)
        if token.is_fixed or not inflected:
            yield token.folded


def _left_out(words: list[_Token], light: frozenset[str], *, inside: bool) -> Iterator[str]:
    """Negations anywhere, others only inside of the value: beyond its ends other things begin."""
    for word in words:
        if word.is_negation or (inside and word.is_fixed and word.folded not in light):
            yield f"left out: {word.folded}"


def _is_inflected(one: str, other: str, language: Language | None) -> bool:
    """Whether two words differ only in their endings."""
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        shared += 1
    endings = _ENDINGS.get(language or "", frozenset[str]())
    return shared >= _SAME_STEM and {one[shared:], other[shared:]} <= endings
