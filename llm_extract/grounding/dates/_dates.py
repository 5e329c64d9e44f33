"""Time expressions of a text, and the days that they say by the date rules.

An expression is read from the day of publication. What only looks like a date is none ("may",
"31 April", "The Sunday Times"); a date that cannot be known for sure is an expression without
days (05/06/2019, "this Friday").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from llm_extract.grounding._language import Language
from llm_extract.grounding.dates._parts import Parts, exists, numeric_days
from llm_extract.grounding.dates._patterns import bare_phrases, finder, folded, tenses
from llm_extract.grounding.dates._rules import resolve
from llm_extract.grounding.dates._when import Precision, Rule, When, open_until, stretch

__all__ = ("Precision", "Rule", "TimeExpression", "When", "resolve_date", "time_expressions")

# Words and numbers; of "14th" the number, of "2019-08-14" the first.
_WORD = re.compile(r"(?<!\w)(?:(?<!\d[-/])\d+|[^\W\d]+)")
# Arabic writes "and" and "so" as one with the next word.
_ARABIC_AND = ("و", "ف")
# Words that make a date a limit: what happened "before Friday" has no day.
_LIMIT = {
    "en": re.compile(
        r"\b(?:before|after|until|till|by)\s(?:the\s)?$|^(?:until|till|before|after|by)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:\bavant|\baprès|\bjusqu'(?:à|au|en)|\bd'ici)\s?(?:le\s)?$|^(?:avant|après|jusqu'en)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:antes\sdel?|después\sdel?|tras|hasta)\s?(?:el\s)?$|^hasta\b", re.IGNORECASE
    ),
    "ar": re.compile(r"(?<!\w)(?:قبل|بعد|حتي)\s(?:يوم\s)?$|^حتي\b"),
}
_POINTS: frozenset[Rule] = frozenset(("R0", "R1", "R2", "R7", "R8"))


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when; offsets in code points, end-exclusive. ``when``: None if not known."""

    start: int
    end: int
    when: When | None


def time_expressions(
    text: str, published: date | None, language: Language | None
) -> Iterator[TimeExpression]:
    """All time expressions of the text, in order and without overlaps.

    Args:
        text: any text; nothing in it raises.
        published: the day the text is from; without one, only absolute dates have days.
        language: without one, only dates all in digits are found.
    """
    phrases = finder(language)
    source = folded(text)
    end = 0
    for start, word in _words(source, arabic=language == "ar"):
        if start < end or not phrases.beginning(word):
            continue
        found = phrases.match(word, source, start)
        if found is None:
            continue
        phrase, match = found
        end, parts = match.end(), phrase.parts(match)
        if _is_date(phrase.name, parts):
            yield TimeExpression(start, end, resolve(phrase.name, parts, published))


def resolve_date(phrase: str, published: date | None, language: Language | None) -> When | None:
    """The days that a phrase alone says; None when it says none, or several that differ.

    Beyond `time_expressions` it reads what counts only by itself ("May", "2011"), and the tense
    of a verb: "had taken" was up to the day of publication (R6), "are battling" is on it (R2).
    """
    times = tuple(time_expressions(phrase, published, language))
    if times:
        return _narrowest(phrase, times, language)
    if language is None:
        return None
    source = folded(phrase.strip(" \t\n.,;:"))
    for bare in bare_phrases(language):
        match = bare.pattern.fullmatch(source)
        if match is not None:
            return resolve(bare.name, bare.parts(match), published)
    return _by_tense(source, published, language)


def _words(source: str, *, arabic: bool) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(source):
        word = match[0]
        yield match.start(), word
        if arabic and len(word) > 2 and word.startswith(_ARABIC_AND):
            yield match.start() + 1, word[1:]


def _is_date(name: str, parts: Parts) -> bool:
    if name == "numeric":
        return bool(numeric_days(parts))
    return name != "none" and exists(parts)


def _narrowest(
    phrase: str, times: tuple[TimeExpression, ...], language: Language | None
) -> When | None:
    whens = [time.when for time in times if time.when]
    if len(whens) < len(times) or _is_limit(phrase, times[0], language):
        return None
    narrowest = min(whens, key=_length)
    return narrowest if all(_within(narrowest, other) for other in whens) else None


def _is_limit(phrase: str, time: TimeExpression, language: Language | None) -> bool:
    if language is None or time.when is None or time.when.rule not in _POINTS:
        return False
    before, itself = folded(phrase[: time.start]), folded(phrase[time.start : time.end])
    limit = _LIMIT[language]
    return bool(limit.search(before[-20:]) or limit.match(itself))


def _length(when: When) -> int:
    if when.start is None or when.end is None:
        return date.max.toordinal()
    return (when.end - when.start).days


def _within(inner: When, outer: When) -> bool:
    if inner.start is None or inner.end is None:
        return inner == outer
    return outer.holds(inner.start) and outer.holds(inner.end)


def _by_tense(source: str, published: date | None, language: Language) -> When | None:
    had_happened, is_happening = tenses(language)
    if published is None:
        return None
    if had_happened.search(source):
        return open_until(published, "R6")
    return stretch(published, published, "R2") if is_happening.search(source) else None
