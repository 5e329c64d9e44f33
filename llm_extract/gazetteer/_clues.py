"""What an article and its record say of where a place is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from llm_extract.articles import Article, Section, Sentence
from llm_extract.gazetteer._countries import Mention, mentions
from llm_extract.gazetteer._names import name_key
from llm_extract.gazetteer._phrases import Kind

Span = tuple[int, int]
_WORDS = re.compile(r"[\w.'’-]+")


@dataclass(frozen=True, slots=True)
class Clues:
    """What speaks for a place or against it.

    Attributes:
        countries: ISO 3166 codes of the countries it is stated to be in.
        divisions: folded names of first-order divisions it is stated to be in.
        sentence: countries named in the same sentence.
        article: countries the article names, with their shares of all such mentions.
        names: names in the article, folded and run together, to look for divisions in.
        sentence_names: likewise those of the sentence.
        kind: what kind of place it is said to be.
        is_firm: the article's words say so, not only a field of the record.
    """

    countries: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    sentence: frozenset[str] = frozenset()
    article: dict[str, float] = field(default_factory=dict)
    names: str = ""
    sentence_names: str = ""
    kind: Kind | None = None
    is_firm: bool = False


class ReadText:
    """The text of an article, read for clues; without the article, for what is known of it.

    Args:
        article: the article, if it is there.
        heading: title and dateline where they are no part of its text.
    """

    def __init__(self, article: Article | None, heading: str = "") -> None:
        self._article = article
        self.text = article.text if article else heading
        self._heading = heading if article else ""

    def occurrences(self, names: Iterable[str], cites: Iterable[int]) -> list[Span]:
        """Where the first of the names that occurs stands; in the cited sentences if it does."""
        for name in filter(None, names):
            if spans := [m.span() for m in _whole(name).finditer(self.text)]:
                cited = [span for span in spans if self._is_within(span, frozenset(cites))]
                return cited or spans
        return []

    def sentence_at(self, span: Span) -> Span:
        """The sentence around a stretch, or the section where it is in none."""
        if self._article is None:
            return 0, len(self.text)
        parts: tuple[Sentence | Section, ...]
        parts = (*self._article.sentences, *self._article.sections)
        for part in parts:
            if part.start <= span[0] and span[1] <= part.end:
                return part.start, part.end
        return span

    def countries_in(self, span: Span, *, but: str) -> frozenset[str]:
        """Countries named in a stretch, under other words than ``but``."""
        found = (m for m in self._mentions if span[0] <= m.start and m.end <= span[1])
        return frozenset(m.code for m in found if name_key(m.words) != but)

    def countries(self, *, but: str) -> dict[str, float]:
        """Countries named anywhere, under other words than ``but``, with their shares."""
        named = (*self._mentions, *mentions(self._heading))
        counted = Counter(m.code for m in named if name_key(m.words) != but)
        return {code: count / counted.total() for code, count in counted.items()}

    @cached_property
    def names(self) -> str:
        """All names, see `names_in`."""
        return _names(f"{self._heading} / {self.text}")

    def names_in(self, span: Span) -> str:
        """Words with a capital, folded and run together; words between them break the run."""
        return _names(self.text[slice(*span)])

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        return tuple(mentions(self.text))

    def _is_within(self, span: Span, cites: frozenset[int]) -> bool:
        if self._article is None:
            return False
        return any(
            sentence.start <= span[0] and span[1] <= sentence.end
            for sentence in self._article.sentences
            if sentence.number in cites
        )


def _names(text: str) -> str:
    kept = (name_key(word) if word[0].isupper() else "/" for word in _WORDS.findall(text))
    return f" {' '.join(kept)} "


def _whole(name: str) -> re.Pattern[str]:
    """The name as whole words, whatever white space is between them."""
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)")


def spelled(names: Iterable[str]) -> Iterator[str]:
    """Names as they are and, since datelines are written so, in capitals."""
    for name in names:
        yield name
        yield name.upper()
