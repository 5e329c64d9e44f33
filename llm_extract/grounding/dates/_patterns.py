"""The phrases of each language as patterns, by how they may begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from llm_extract.grounding._language import Language
from llm_extract.grounding.dates import _phrases_ar, _phrases_en, _phrases_es, _phrases_fr, _words
from llm_extract.grounding.dates._beginnings import beginnings, beginnings_of
from llm_extract.grounding.dates._classes import classes_of
from llm_extract.grounding.dates._parts import Parts
from llm_extract.grounding.dates._words import Phrases, Words

# White space within a paragraph; bounded, so that matching stays linear.
_GAP = r"(?:[^\S\n]{1,4}\n?[^\S\n]{0,4}|\n[^\S\n]{0,4})"
_MOST_WORDS = 8192
# Classes of digits.
_DIGITS = {
    "iso": r"\d{4}",
    "year": r"(?:1[89]|20)\d\d(?!\w|[.,]\d)",
    "mm": r"\d{1,2}+(?!\d)",
    "dd": r"\d{1,2}+(?!\d)",
    "day": r"(?<!\d[.,:/])\d{1,2}+(?!\d)",
}
# Characters that stand for others when dates are looked for. Each is one code point, as is its
# stand-in, so that offsets stay. The last four would pass for "i", "s" and "k" in any case.
_FOLDED = str.maketrans(
    "’ʼ‐‑٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹أإآٱىةıİſ\u212a", "''--01234567890123456789اااايهþþþþ"
)
_NUMERIC: Phrases = (
    ("calendar", r"(?<![\w/.-])<iso>(?:-<mm>-<dd>(?![\d-])|/<mm>/<dd>(?![\d/]))"),
    (
        "numeric",
        r"(?<![\w/.-])<dd>(?:/<mm>/<year>(?![\d/])|\.<mm>\.<year>(?!\.?\d)|-<mm>-<year>(?![\d-]))",
    ),
)
_WORDS: dict[Language, Words] = {
    "en": _words.ENGLISH,
    "fr": _words.FRENCH,
    "es": _words.SPANISH,
    "ar": _words.ARABIC,
}
_PHRASES = {
    "en": _phrases_en,
    "fr": _phrases_fr,
    "es": _phrases_es,
    "ar": _phrases_ar,
}
# What the words of a class say, where the class is not named so.
_FIELDS = {
    "mm": "month", "cap": "month", "named": "month", "dd": "day", "iso": "year",
    "wday": "weekday", "units": "unit", "hours": "unit", "long": "unit", "years": "unit",
    "days": "unit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say when, filed under the name of the rule that reads it."""

    name: str
    pattern: re.Pattern[str]
    # Groups of the pattern, and what each one names.
    groups: tuple[tuple[str, str], ...]
    words: Words

    def parts(self, match: re.Match[str]) -> Parts:
        """What the phrase names where it matched."""
        values: dict[str, Any] = {}
        for group, name in self.groups:
            if match[group] is not None:
                values |= self._value(name, match[group])
        return Parts(**values)

    def _value(self, name: str, written: str) -> dict[str, Any]:
        word = " ".join(written.lower().replace(".", "").split()).split("/")[0].rstrip()
        if word.isdecimal():
            return {name: int(word)}
        if name == "dual":
            return {"unit": self.words.duals[word], "n": 2}
        if name == "unit":
            return {name: (self.words.units | self.words.plurals)[word]}
        return {name: self.words.value(name.rstrip("2"), word)}


def folded(text: str) -> str:
    """The text as dates are looked for in it, code point by code point."""
    return text if text.isascii() else text.translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Finder:
    """All phrases of a language, by how they may begin."""

    by_word: dict[str, tuple[Phrase, ...]]
    by_letters: dict[str, tuple[Phrase, ...]]
    # What `beginning` has told of words, which return.
    _told: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)

    def beginning(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that may begin with ``word``; none for most words of a text."""
        found = self._told.get(word)
        if found is None:
            if len(self._told) >= _MOST_WORDS:
                self._told.clear()
            key = str(len(word)) if "0" <= word[0] <= "9" else word.lower()
            found = self.by_word.get(key) or self.by_letters.get(key[:2], ())
            self._told[word] = found
        return found

    def match(self, word: str, text: str, start: int) -> tuple[Phrase, re.Match[str]] | None:
        """The first phrase that fits the text from ``start``, where ``word`` stands."""
        for phrase in self.beginning(word):
            match = phrase.pattern.match(text, start)
            if match is not None:
                return phrase, match
        return None


@lru_cache
def finder(language: Language | None) -> Finder:
    """What to look for in a text of this language; without one, dates all in digits."""
    words = _WORDS[language or "en"]
    of_class = beginnings_of(words)
    classes = _DIGITS if language is None else _DIGITS | classes_of(words)
    phrases = (*_NUMERIC, *(() if language is None else _PHRASES[language].PHRASES))
    compiled = [
        (_compiled(name, written, words, classes), beginnings(folded(written), of_class))
        for name, written in phrases
    ]
    known = {start for _, starts in compiled for start in starts}
    return Finder(
        by_word={
            word: tuple(phrase for phrase, starts in compiled if starts & {word, f"{word[:2]}*"})
            for word in known
            if not word.endswith("*")
        },
        by_letters={
            letters[:2]: tuple(phrase for phrase, starts in compiled if letters in starts)
            for letters in known
            if letters.endswith("*")
        },
    )


@lru_cache
def bare_phrases(language: Language) -> tuple[Phrase, ...]:
    """What only counts when it is all there is: "May", "2011", "a week"."""
    words = _WORDS[language]
    classes = _DIGITS | classes_of(words)
    bare = _PHRASES[language].BARE
    return tuple(_compiled(name, written, words, classes) for name, written in bare)


def tenses(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of verbs: what had happened (R6), and what is happening (R2)."""
    return _PHRASES[language].HAD_HAPPENED, _PHRASES[language].IS_HAPPENING


def _compiled(name: str, phrase: str, words: Words, classes: dict[str, str]) -> Phrase:
    groups: list[tuple[str, str]] = []

    def group(match: re.Match[str]) -> str:
        if match[1] == "counted":
            return _GAP + classes["counted"]
        label = f"g{len(groups)}"
        groups.append((label, _FIELDS.get(match[1], match[1]) + match[2]))
        return f"(?P<{label}>{classes[match[1]]})"

    spaced = folded(phrase).replace(" ", _GAP)
    pattern = re.sub(r"<([a-z]+)(2?)>", group, spaced)
    compiled = re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE)
    return Phrase(name, compiled, tuple(groups), words)
