"""One article as grounding and the hooks of schemas read it: searchable, dated, counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from operator import attrgetter

from llm_extract.articles import Article
from llm_extract.grounding._folding import Folded, fold
from llm_extract.grounding._language import Language, language_of
from llm_extract.grounding._verdicts import Span
from llm_extract.grounding._words import find_words
from llm_extract.grounding.dates import TimeExpression, When, resolve_date, time_expressions
from llm_extract.grounding.numbers import Count, Number, count_of, numbers

# Particles Arabic writes together with the word behind them: and, so, with, to, like, the.
_PROCLITICS = re.compile("(?:ال|[وفبلك])+")
_PROCLITIC_LETTERS = frozenset("والفبك")
# "وكبال" has five; a hostile run of them is not followed back to its start.
_LONGEST_PROCLITICS = 8
_EMPTY_LINE = "\n\n"


class Source:
    """The searchable forms of one article, each made once and only when asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.sentences: dict[int, Span] = {s.number: (s.start, s.end) for s in article.sentences}
        self._sections = {s.number: s.section for s in article.sentences}
        self._counts: dict[str, Count] = {}
        self._regions: dict[tuple[int, ...], tuple[Span, ...]] = {}
        self._times: dict[Span, tuple[TimeExpression, ...]] = {}

    @property
    def published(self) -> date | None:
        """Publication date of the article."""
        return self.article.published

    @cached_property
    def language(self) -> Language | None:
        """Language of the article, when there is a lexicon for it."""
        return language_of(self.article.text)

    @cached_property
    def folded(self) -> Folded:
        """The whole text, folded."""
        return fold(self.article.text)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """All whole numbers of the text, in order."""
        return tuple(numbers(self.article.text, self.language))

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """All time expressions of the text, in order."""
        return tuple(time_expressions(self.article.text, self.published, self.language))

    @cached_property
    def numbers_by_value(self) -> dict[int, list[Number]]:
        """Where each number is written."""
        found: dict[int, list[Number]] = {}
        for number in self.numbers:
            found.setdefault(number.value, []).append(number)
        return found

    def sentence_text(self, number: int) -> str:
        """Text of a sentence, ``""`` when there is none of that number."""
        start, end = self.sentences.get(number, (0, 0))
        return self.article.text[start:end]

    def regions(self, cites: Iterable[int] | None) -> tuple[Span, ...]:
        """Stretches of the text to look in; sentences that follow each other are one stretch.

        ``None`` stands for the whole text. The order is that of the citations. A caption and the
        body stay apart, with the dateline that stands between them.
        """
        if cites is None:
            return ((0, len(self.article.text)),)
        numbers = tuple(cites)
        if numbers not in self._regions:
            self._regions[numbers] = self._joined(numbers)
        return self._regions[numbers]

    def _joined(self, cites: tuple[int, ...]) -> tuple[Span, ...]:
        known = [number for number in dict.fromkeys(cites) if number in self.sentences]
        found: list[list[int]] = []
        for number in known:
            if found and self._follows(found[-1][-1], number):
                found[-1].append(number)
            else:
                found.append([number])
        return tuple((self.sentences[run[0]][0], self.sentences[run[-1]][1]) for run in found)

    def _follows(self, one: int, other: int) -> bool:
        return other == one + 1 and self._sections[one] == self._sections[other]

    def stated(self, words: str, cites: Iterable[int] | None = None) -> Span | None:
        """Where ``words`` stand, exact or folded, in the cited sentences; ``None``: anywhere."""
        return self.stated_in(words, self.regions(cites))

    def stated_in(self, words: str, regions: tuple[Span, ...]) -> Span | None:
        """Where ``words`` stand, exact or folded, in some stretches of the text."""
        return self.exact(words, regions) or self.like(words, regions)

    def exact(self, words: str, regions: tuple[Span, ...]) -> Span | None:
        """First place of ``words``, letter by letter."""
        for start, end in regions:
            for at in find_words(self.article.text, words, start, end):
                return at, at + len(words)
        return None

    def like(self, words: str, regions: tuple[Span, ...]) -> Span | None:
        """First place of ``words``, folded."""
        folded = fold(words).text.strip()
        if not folded:
            return None
        for start, end in regions:
            for at in self._places(folded, *self.folded.within(start, end)):
                span = self.folded.span(at, at + len(folded))
                if span:
                    return span
        return None

    def within(self, regions: tuple[Span, ...], of: Iterable[Number]) -> Iterator[Number]:
        """Those of the numbers, given in the order of the text, that stand in the regions."""
        known = list(of)
        for start, end in regions:
            first = bisect_left(known, start, key=attrgetter("start"))
            behind = bisect_left(known, end, first, key=attrgetter("start"))
            yield from (number for number in known[first:behind] if number.end <= end)

    def numbers_in(self, sentence: int) -> tuple[Number, ...]:
        """Whole numbers of one sentence; offsets in the article."""
        return tuple(self.within(self.regions((sentence,)), self.numbers))

    def times_in(self, cites: Iterable[int]) -> tuple[TimeExpression, ...]:
        """Time expressions of the cited sentences; offsets in the article."""
        return tuple(
            time
            for start, end in self.regions(cites)
            for time in self.times
            if start <= time.start and time.end <= end
        )

    def count(self, phrase: str) -> Count:
        """Read a count as written."""
        if phrase not in self._counts:
            self._counts[phrase] = count_of(phrase, self.language)
        return self._counts[phrase]

    def when(self, date_text: str | None, cites: Iterable[int]) -> When | None:
        """When ``date_text`` is, by the rules; ``None`` for words the article does not have."""
        if not date_text:
            return None
        span = self.stated(date_text, tuple(cites)) or self.stated(date_text)
        if span is None:
            return None
        for time in self._times_near(span):
            if time.when and time.start < span[1] and span[0] < time.end:
                return time.when
        return resolve_date(date_text, self.published, self.language)

    def _times_near(self, span: Span) -> tuple[TimeExpression, ...]:
        """Time expressions of the paragraphs a span touches: none goes over an empty line."""
        if "times" in self.__dict__:
            return self.times
        text = self.article.text
        start = text.rfind(_EMPTY_LINE, 0, span[0] + 1) + 1
        end = text.find(_EMPTY_LINE, max(span[1] - 1, 0))
        bounds = (start, len(text) if end == -1 else end)
        if bounds not in self._times:
            found = time_expressions(text[slice(*bounds)], self.published, self.language)
            self._times[bounds] = tuple(
                replace(time, start=time.start + start, end=time.end + start) for time in found
            )
        return self._times[bounds]

    def _places(self, folded: str, start: int, end: int) -> Iterator[int]:
        text = self.folded.text
        yield from find_words(text, folded, start, end)
        if self.language == "ar":
            yield from _after_proclitic(text, folded, start, end)


def _after_proclitic(text: str, folded: str, start: int, end: int) -> Iterator[int]:
    """Places of an Arabic word behind particles written together with it."""
    at = text.find(folded, start, end)
    while at != -1:
        first = at
        earliest = max(start, at - _LONGEST_PROCLITICS)
        while first > earliest and text[first - 1] in _PROCLITIC_LETTERS:
            first -= 1
        ends = at + len(folded)
        closed = ends >= len(text) or not text[ends].isalnum()
        opened = first == 0 or not text[first - 1].isalnum()
        if first < at and closed and opened and _PROCLITICS.fullmatch(text, first, at):
            yield at
        at = text.find(folded, at + 1, end)
