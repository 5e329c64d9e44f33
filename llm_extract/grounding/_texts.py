"""Proves texts and names: letter by letter, folded, under another name, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from pydantic import BaseModel

from llm_extract.grounding._folding import fold
from llm_extract.grounding._source import Source
from llm_extract.grounding._verdicts import Span, Verdict
from llm_extract.grounding._windows import nearest
from llm_extract.grounding._words import find_words
from llm_extract.grounding.cues import role_of

Cites = tuple[int, ...] | None
_ARTICLES = ("the ", "a ", "an ")
# A name stands seldom more often in one sentence; a hostile sentence is read in linear time.
_PLACES = 4


class Found(NamedTuple):
    """What was found of one value; the parts of a `ValueEvidence` beside its path."""

    verdict: Verdict
    spans: tuple[Span, ...] = ()
    differs: tuple[str, ...] = ()
    rule: str | None = None


class Texts:
    """Looks for the texts of one record in one article; each text is looked for once."""

    def __init__(self, source: Source, record: BaseModel) -> None:
        self._source = source
        self._record = record
        self._known: dict[tuple[str, Cites, str | None], Found] = {}
        self._names: dict[str, dict[str, tuple[str, ...]]] = {}

    def find(self, words: str, cites: Cites, register: str | None = None) -> Found:
        """Look for ``words`` in the cited sentences first, in the whole article second.

        ``cites`` is ``None`` for facts of the article, which cite nothing; an item all of whose
        citations are unknown has no cited sentence, so that what it says is at best ``miscited``.
        ``register`` names the list of the record that holds other forms of a name.
        """
        key = (words, cites, register)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(words, cites, register)
        return found

    def role(self, span: Span, cites: Cites, deed: str | None) -> tuple[str, str] | None:
        """Whether the name at ``span`` acts or is acted upon, and the word that says so.

        Every place of the name in the cited sentences counts; places that contradict each other
        leave it unclear. ``deed`` are the words that tell what is done: a verb beside them tells
        another deed.
        """
        source, text = self._source, self._source.article.text
        told = self.find(deed, cites).spans if deed else ()
        roles: dict[str, str] = {}
        for start, end in (source.sentences[number] for number in cites or ()):
            sentence = text[start:end]
            done = (told[0][0] - start, told[0][1] - start) if told else None
            for at in islice(find_words(text, text[slice(*span)], start, end), _PLACES):
                last = at + span[1] - span[0]
                found = role_of(sentence, at - start, last - start, source.language, done)
                if found:
                    roles.setdefault(found[0], sentence[slice(*found[1])])
        return next(iter(roles.items())) if len(roles) == 1 else None

    def _find(self, words: str, cites: Cites, register: str | None) -> Found:
        if not words.strip():
            return Found("unsupported")
        others = self._other_names(words, register) if register else ()
        cited = self._source.regions(cites)
        found = self._written(words, others, cited)
        if found:
            return found
        if cites is not None:
            elsewhere = self._written(words, others, self._source.regions(None))
            if elsewhere:
                return Found("miscited", elsewhere.spans)
        return self._nearly(words, cited) or self._nearly_elsewhere(words, cites)

    def _written(
        self, words: str, others: Iterable[str], regions: tuple[Span, ...]
    ) -> Found | None:
        """The words as they are, folded, or under another name of the same register entry."""
        if span := self._source.exact(words, regions):
            return Found("exact", (span,))
        if span := self._source.like(words, regions):
            return Found("normalised", (span,))
        for other in others:
            if span := self._source.stated_in(other, regions):
                return Found("derived", (span,))
        return None

    def _nearly(self, words: str, regions: tuple[Span, ...]) -> Found | None:
        source = self._source
        best: Found | None = None
        for region in regions:
            near = nearest(words, source.article.text, source.folded, region, source.language)
            if near and not near.differs:
                return Found("normalised", ((near.start, near.end),))
            if near:
                best = best or Found("altered", ((near.start, near.end),), near.differs)
        return best

    def _nearly_elsewhere(self, words: str, cites: Cites) -> Found:
        near = self._nearly(words, self._source.regions(None)) if cites is not None else None
        if near and near.verdict == "normalised":
            return Found("miscited", near.spans)
        return near or Found("unsupported")

    def _other_names(self, words: str, register: str) -> tuple[str, ...]:
        if register not in self._names:
            self._names[register] = dict(self._registered(register))
        return self._names[register].get(_key(words), ())

    def _registered(self, register: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for entry in getattr(self._record, register, ()):
            names = tuple(dict.fromkeys((entry.name, *entry.forms)))
            for name in names:
                yield _key(name), names


def _key(name: str) -> str:
    """A name without case and leading article, for looking it up."""
    folded = fold(name).text.strip()
    for article in _ARTICLES:
        folded = folded.removeprefix(article)
    return folded
