"""Check 10: numbers of the text that no item claims become quantities of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .v2_figures import Quantity
from .v2_ids import LETTERS
from .v2_names import actor_mentions, place_mentions

if TYPE_CHECKING:
    from llm_extract.grounding import Number, Source

    from .v2 import ConflictEvents

    Span = tuple[int, int]

_TEXTS = (
    "count_text",
    "distance_text",
    "date_text",
    "since_text",
    "stated_on_text",
    "children_text",
    "women_text",
    "extent",
)
_LONGEST = 60
_VALUES = ("low", "best", "high", "value", "km", "children", "women")


def add_quantities(record: ConflictEvents, source: Source) -> None:
    """Add the numbers of the sentences that no figure, date, name or quantity covers."""
    spans = [*_claimed(record, source), *((time.start, time.end) for time in source.times)]
    values = set(_claimed_values(record))
    for sentence in source.sentences:
        for number in source.numbers_in(sentence):
            inside = any(start <= number.start and number.end <= end for start, end in spans)
            known = inside or (sentence, number.value) in values
            if not known and not _is_word_one(number, source):
                record.quantities.append(_quantity(sentence, number, source))


def _claimed(record: ConflictEvents, source: Source) -> Iterator[Span]:
    for name in LETTERS:
        for item in getattr(record, name):
            texts = (getattr(item, field, None) for field in _TEXTS)
            yield from _spans(filter(None, texts), item.cites, source)
            if territory := getattr(item, "territory", None):
                yield from _spans(filter(None, [territory.count_text]), item.cites, source)
    for mention in (*place_mentions(record), *actor_mentions(record)):
        yield from _spans([mention.name], list(mention.cites), source)


def _spans(texts: Iterator[str] | list[str], cites: list[int], source: Source) -> Iterator[Span]:
    for text in texts:
        if span := source.stated(text, cites):
            yield span


def _claimed_values(record: ConflictEvents) -> Iterator[tuple[int, int]]:
    for name in LETTERS:
        for item in getattr(record, name):
            values = (getattr(item, field, None) for field in _VALUES)
            known = {value for value in values if value is not None}
            yield from ((number, value) for number in item.cites for value in known)


def _is_word_one(number: Number, source: Source) -> bool:
    """Whether it is a "one" in words, which as in "one of the worst" counts nothing."""
    return number.value == 1 and not source.article.text[number.start].isdigit()


def _quantity(sentence: int, number: Number, source: Source) -> Quantity:
    return Quantity(
        cites=[sentence],
        count_text=source.article.text[number.start : number.end][:_LONGEST],
        value=number.value,
        unit=None,
        about=None,
        registered_by="code",
    )
