"""What a phrase says about a count: its bounds, its comparator, or that it is vague.

"14 soldiers" is 14 exactly, "more than 370,000" has no upper bound and "up to 40" no lower one,
"about 300" is near 300, "between 10 and 20" lies between, "dozens of families" has no number.
ACLED's numbers for vague words (12 for dozens) belong in its projection, never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from llm_extract.grounding._folding import Folded, fold
from llm_extract.grounding._language import Language
from llm_extract.grounding.numbers._count_words import (
    ARABIC,
    ENGLISH,
    FRENCH,
    SPANISH,
    Comparator,
    CountWords,
    Terms,
)
from llm_extract.grounding.numbers._numbers import Number, numbers
from llm_extract.grounding.numbers._spelled import NEVER

Bound = Literal["low", "best", "high", "value"]

_WORDS: dict[Language | None, CountWords] = {
    "en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ar": ARABIC, None: CountWords(),
}  # fmt: skip
# How far before and behind a number its comparator may begin or end, in code points.
_NEAR = 60
_AGE = re.compile(r"[-‐‑ ](?:year|month|week|day)s?[-‐‑ ]olds?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A count as a phrase states it; bounds that it does not state are ``None``.

    Attributes:
        low: the least number.
        best: the number itself.
        high: the greatest number.
        comparator: how the phrase relates to its number.
        vague_term: the word or words for the count when it has no number, else ``None``.
        numbers: every number of the phrase, offsets in the phrase.
        total: their sum where the phrase adds them up ("two men and a child"), else ``None``.
    """

    low: int | None
    best: int | None
    high: int | None
    comparator: Comparator
    vague_term: str | None
    numbers: tuple[Number, ...]
    total: int | None = None

    def allows(self, bound: Bound, value: int) -> bool:
        """Whether the phrase can have given this number; "value" is a count without bounds.

        No value is always allowed, and so not asked. Of a phrase of several numbers each is
        allowed while no comparator says otherwise, and so is their sum.
        """
        return value in self._allowed(bound)

    def _allowed(self, bound: Bound) -> set[int | None]:
        if self.comparator == "exact":
            return {self.total, *(number.value for number in self.numbers)}
        stated = {"low": self.low, "best": self.best, "high": self.high}
        if self.comparator == "approx":
            return {self.best, self.total}
        if self.comparator == "range":
            return {stated[bound]} if bound in ("low", "high") else {self.low, self.high}
        if bound == "value":
            return {self.low, self.high, self.total}
        return {stated[bound], self.total} if stated[bound] is not None else set()


def count_of(phrase: str, language: Language | None) -> Count:
    """The count that a phrase states ("at least 14 soldiers").

    Of several numbers that make no range, the first with a comparator counts, else the first. An
    age counts only where nothing else does: "a 14-year-old boy" is one, "17-year-old" is 17.
    """
    folded = fold(phrase)
    vague = _vague_term(folded, language)
    found = _numbers_of(phrase, folded, language, ages=vague is None)
    if not found or (vague and vague[0] < found[0].start and not _adjoin(phrase, vague, found[0])):
        term = phrase[slice(*vague)] if vague else phrase.strip() or None
        return Count(None, None, None, "vague", term, found)
    gaps = _gaps(folded, found)
    span = _range(phrase, found, gaps, language)
    if span:
        return Count(span[0], None, span[1], "range", None, found)
    comparator, value = _compared(found, gaps, language)
    total = _total(found, gaps, language)
    return Count(*_bounds(comparator, value), comparator, None, found, total)


def _adjoin(phrase: str, vague: tuple[int, int], number: Number) -> bool:
    """Right before a number a vague word is none: "unos 300", "quelques 300"."""
    return not phrase[vague[1] : number.start].strip()


def _bounds(comparator: Comparator, value: int) -> tuple[int | None, int | None, int | None]:
    if comparator in ("more_than", "at_least"):
        return value, value, None
    if comparator in ("less_than", "up_to"):
        return None, None, value
    if comparator == "approx":
        return None, value, None
    return value, value, value


def _numbers_of(
    phrase: str, folded: Folded, language: Language | None, *, ages: bool
) -> tuple[Number, ...]:
    """The numbers and the nouns that count one or two, or ``ages`` when there are none."""
    written = tuple(numbers(phrase, language))
    counted = [number for number in written if not _AGE.match(phrase, number.end)]
    found = tuple(_with_nouns(counted, folded, language))
    return found or (written if ages else ())


def _with_nouns(
    counted: list[Number], folded: Folded, language: Language | None
) -> Iterator[Number]:
    starts = {number.start for number in counted}
    nouns = [
        noun
        for noun in _counting_nouns(folded, language)
        if starts.isdisjoint(range(noun.start, noun.end))
    ]
    yield from sorted([*counted, *nouns], key=lambda number: number.start)


def _counting_nouns(folded: Folded, language: Language | None) -> Iterator[Number]:
    for match in _nouns(language).finditer(folded.text):
        span = folded.span(*match.span("noun"))
        if span:
            yield Number(2 if match["dual"] else 1, *span)


def _vague_term(folded: Folded, language: Language | None) -> tuple[int, int] | None:
    for match in _vague(language).finditer(folded.text):
        # The others are comparators: "as many as" is not "many".
        if match["vague"]:
            return folded.span(*match.span("vague"))
    return None


def _gaps(folded: Folded, found: tuple[Number, ...]) -> list[str]:
    """The folded text before, between and behind the numbers."""
    borders = [border for n in found for border in folded.within(n.start, n.end)]
    pairs = zip([0, *borders[1::2]], [*borders[::2], len(folded.text)], strict=True)
    return [folded.text[start:end] for start, end in pairs]


def _range(
    phrase: str, found: tuple[Number, ...], gaps: list[str], language: Language | None
) -> tuple[int, int] | None:
    if len(found) < 2:
        return None
    words, link = _WORDS[language], gaps[1].strip()
    between = link == words.both and gaps[0].split()[-1:] == [words.between]
    if link != "-" and link not in _folded(words.to) and not between:
        return None
    low, high = found[0].value, found[1].value
    scaled = low * _scale(phrase[found[1].start : found[1].end], language)
    low = scaled if low < 1_000 and scaled < high else low
    return (low, high) if low < high else None


def _scale(written: str, language: Language | None) -> int:
    """The scale that ends a number, and that a range shares: "two to three million"."""
    last = written.split()[-1]
    alone = [number.value for number in numbers(f"1 {last}", language)]
    return alone[0] if len(alone) == 1 else 1


def _compared(
    found: tuple[Number, ...], gaps: list[str], language: Language | None
) -> tuple[Comparator, int]:
    """The first number with a comparator, else the first number."""
    for which, number in enumerate(found):
        comparator = _before_number(gaps[which], language) or _behind_number(
            gaps[which + 1], language, last=which == len(found) - 1
        )
        if comparator:
            return comparator, number.value
    return "exact", found[0].value


def _before_number(gap: str, language: Language | None) -> Comparator | None:
    match = _before(language).search(gap[-_NEAR:])
    return _name(match) if match else None


def _behind_number(gap: str, language: Language | None, *, last: bool) -> Comparator | None:
    """A comparator close behind, but not one that the next number follows at once."""
    match = _behind(language).match(gap[:_NEAR])
    if match is None or not (last or gap[match.end() :].strip()):
        return None
    return _name(match)


def _name(match: re.Match[str]) -> Comparator:
    return next(name for name in get_args(Comparator) if name == match.lastgroup)


def _total(found: tuple[Number, ...], gaps: list[str], language: Language | None) -> int | None:
    if len(found) < 2:
        return None
    joiner, part = _joiner(language), _part(language)
    if any(part.search(gap) for gap in gaps) or not all(joiner.search(gap) for gap in gaps[1:-1]):
        return None
    return sum(number.value for number in found)


def _folded(words: Iterable[str]) -> list[str]:
    return [fold(word).text for word in words]


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, longest first; never matches when there is none."""
    longest_first = sorted(_folded(words), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or NEVER


def _named(terms: Terms) -> str:
    return "|".join(f"(?P<{name}>{_any(words)})" for name, words in terms.items()) or NEVER


def _start(language: Language | None) -> str:
    prefix = _WORDS[language].prefix
    return rf"(?<!\w)[{prefix}]?" if prefix else r"(?<!\w)"


@cache
def _before(language: Language | None) -> re.Pattern[str]:
    """A comparator at the end; the outermost first: "no more than", "at least some"."""
    words = _WORDS[language]
    inner = _any([*words.fillers, *(term for terms in words.before.values() for term in terms)])
    return re.compile(
        rf"{_start(language)}(?:{_named(words.before)})(?:(?<!\w)|(?!\w))\W{{0,3}}"
        rf"(?:(?:{inner})(?!\w)\W{{0,3}}){{0,3}}[{words.prefix}-]?\Z"
    )


@cache
def _behind(language: Language | None) -> re.Pattern[str]:
    return re.compile(rf"(?:\s\w+){{0,2}}?\W{{0,3}}?(?:{_named(_WORDS[language].behind)})(?!\w)")


@cache
def _vague(language: Language | None) -> re.Pattern[str]:
    words = _WORDS[language]
    comparators = [term for terms in words.before.values() for term in terms]
    return re.compile(
        rf"{_start(language)}(?:(?P<vague>{_any(words.vague)})|(?:{_any(comparators)}))(?!\w)"
    )


@cache
def _nouns(language: Language | None) -> re.Pattern[str]:
    words = _WORDS[language]
    return re.compile(
        rf"{_start(language)}(?P<noun>(?:{_any(words.one)})(?:[\s-]\w{{1,20}}){{0,4}}?"
        rf"[\s-](?:{_any(words.nouns)})|(?P<dual>{_any(words.duals)}))(?!\w)"
    )


@cache
def _joiner(language: Language | None) -> re.Pattern[str]:
    words = _WORDS[language]
    return re.compile(rf"{_start(language)}(?:{_any(words.joiners)})(?!\w)|[,،]")


@cache
def _part(language: Language | None) -> re.Pattern[str]:
    return re.compile(rf"{_start(language)}(?:{_any(_WORDS[language].parts)})(?!\w)")
