"""Proves numbers and dates: written so, or following from what is written by a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from llm_extract.grounding._leaves import Leaf
from llm_extract.grounding._source import Source
from llm_extract.grounding._texts import Cites, Found, Texts
from llm_extract.grounding._verdicts import Span
from llm_extract.grounding.dates import TimeExpression, When
from llm_extract.grounding.numbers import Number
from llm_extract.schemas import CountOf, DateOf

_IN_TEXT = ("exact", "normalised")
_ONE_SIDED = ("more_than", "at_least", "less_than", "up_to")
# Up to three words, with nothing between them that ends a phrase.
_WORDS_BEFORE = re.compile(r"(?:(?<!\w)(?!(?:and|or|et|ou|y|o|و)\s)[^\W\d_]+\s+){1,3}\Z")
_REACH = 40


def prove_number(source: Source, texts: Texts, leaf: Leaf, cites: Cites) -> Found:
    """A whole number follows from its count phrase, else it stands in the text by itself."""
    if not isinstance(leaf.value, int):
        return texts.find(f"{leaf.value:g}", cites)
    counted: CountOf | None = leaf.mark(CountOf)
    phrase = getattr(leaf.holder, counted.text, None) if counted else None
    if counted and phrase:
        return _counted(source, texts, leaf.value, phrase, counted, cites)
    return _written(source, leaf.value, cites)


def prove_date(source: Source, texts: Texts, leaf: Leaf, cites: Cites) -> Found:
    """A date follows from its phrase by the rules, else from a time of a cited sentence."""
    day = leaf.value.date() if isinstance(leaf.value, datetime) else leaf.value
    if not isinstance(day, date):
        raise TypeError("a date is needed")
    dated: DateOf | None = leaf.mark(DateOf)
    phrase = getattr(leaf.holder, dated.text, None) if dated else None
    if phrase:
        return _follows(source, texts, day, phrase, cites)
    return _timed(source, day, cites)


def _counted(
    source: Source, texts: Texts, value: int, phrase: str, counted: CountOf, cites: Cites
) -> Found:
    said = texts.find(phrase, cites)
    for words in (phrase, *_with_comparator(source, said.spans)):
        if not source.count(words).allows(counted.bound, value):
            return Found("altered", said.spans, (words,))
    if not said.spans or said.verdict == "altered":
        return Found(said.verdict, said.spans, said.differs)
    places = [n for n in source.within(said.spans, source.numbers) if n.value == value]
    if said.verdict == "miscited":
        return Found("miscited", _spans(places[:1]) or said.spans)
    return _as_written(source, value, places[0]) if places else Found("derived", said.spans)


def _with_comparator(source: Source, spans: tuple[Span, ...]) -> Iterator[str]:
    """The phrase with the words the text has right before it: "at least" makes another count."""
    for start, end in spans[:1]:
        before = _WORDS_BEFORE.search(source.article.text[max(start - _REACH, 0) : start])
        if before and before[0]:
            words = before[0] + source.article.text[start:end]
            if source.count(words).comparator in _ONE_SIDED:
                yield words


def _written(source: Source, value: int, cites: Cites) -> Found:
    places = source.numbers_by_value.get(value, ())
    for place in source.within(source.regions(cites), places):
        return _as_written(source, value, place)
    return Found("miscited", _spans(places[:1])) if places else Found("unsupported")


def _as_written(source: Source, value: int, place: Number) -> Found:
    written = source.article.text[place.start : place.end]
    return Found("exact" if written == str(value) else "normalised", _spans((place,)))


def _follows(source: Source, texts: Texts, day: date, phrase: str, cites: Cites) -> Found:
    said = texts.find(phrase, cites)
    if said.verdict in ("altered", "unsupported"):
        return Found(said.verdict, said.spans, said.differs)
    when = source.when(phrase, cites or ())
    if when is None:
        return Found("unsupported", ())
    if not when.holds(day):
        return Found("altered", said.spans, (_interval(when),), when.rule)
    verdict = "derived" if said.verdict in _IN_TEXT else said.verdict
    return Found(verdict, said.spans, (), when.rule)


def _timed(source: Source, day: date, cites: Cites) -> Found:
    cited = source.times if cites is None else source.times_in(cites)
    for time in _fitting(cited, day):
        return Found("derived", _spans((time,)), (), _rule(time))
    for time in _fitting(source.times, day):
        return Found("miscited", _spans((time,)), (), _rule(time))
    told = [time for time in cited if time.when]
    if told:
        intervals = tuple(_interval(time.when) for time in told if time.when)
        return Found("altered", _spans(told), intervals, _rule(told[0]))
    return Found("unsupported")


def _fitting(times: Iterable[TimeExpression], day: date) -> list[TimeExpression]:
    """Times that hold the day, the narrowest first."""
    held = [time for time in times if time.when and time.when.holds(day)]
    return sorted(held, key=lambda time: time.when.precision != "day" if time.when else True)


def _rule(time: TimeExpression) -> str | None:
    return time.when.rule if time.when else None


def _interval(when: When) -> str:
    start = when.start.isoformat() if when.start else ""
    end = when.end.isoformat() if when.end else ""
    return start if start == end else f"{start}/{end}"


def _spans(places: Iterable[Number | TimeExpression]) -> tuple[Span, ...]:
    return tuple((place.start, place.end) for place in places)
