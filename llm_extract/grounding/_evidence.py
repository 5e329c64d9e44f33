"""From citations to proof: where in the article each value of a record is written.

A value is looked for in the sentences its item cites first, in the whole article second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal, get_args, get_origin

from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.grounding._folding import fold
from llm_extract.grounding._numbers import Number, numbers
from llm_extract.grounding._words import find_words
from llm_extract.schemas import Schema, Unquoted

Verdict = Literal["exact", "normalised", "miscited", "unsupported"]
Span = tuple[int, int]
_Found = tuple[Verdict, Span]


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """The cited sentences of one item.

    Attributes:
        path: ``events.0``.
        cites: sentence numbers that exist in the article.
        spans: their code point offsets, end-exclusive, in the same order.
        unknown_cites: sentence numbers the article does not have.
    """

    path: str
    cites: tuple[int, ...]
    spans: tuple[Span, ...]
    unknown_cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueEvidence:
    """Where one value is written.

    ``exact``: in a cited sentence, letter by letter. ``normalised``: there, but for quotes,
    dashes, spaces, case or a spelled number. ``miscited``: only elsewhere in the article,
    ``span`` says where. ``unsupported``: nowhere; ``span`` is null.
    """

    path: str
    verdict: Verdict
    span: Span | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of one record: its items with their sentences, its values with a verdict."""

    items: tuple[ItemEvidence, ...]
    values: tuple[ValueEvidence, ...]

    def counts(self) -> dict[Verdict, int]:
        """Values by verdict."""
        found = [value.verdict for value in self.values]
        return {verdict: found.count(verdict) for verdict in get_args(Verdict)}


def ground(article: Article, schema: Schema, record: BaseModel) -> Evidence:
    """Evidence for every text and whole number of ``record``; choices and flags carry none."""
    text = _Text(article)
    items: list[ItemEvidence] = []
    values: list[ValueEvidence] = []
    for name in schema.model.model_fields:
        if name not in schema.items:
            values.extend(text.prove(leaf, None) for leaf in _leaves(record, name))
            continue
        for index, item in enumerate(getattr(record, name)):
            evidence = text.cited(f"{name}.{index}", item.cites)
            items.append(evidence)
            values.extend(
                text.prove(leaf, evidence.spans)
                for field in type(item).model_fields
                for leaf in _leaves(item, field, evidence.path)
            )
    return Evidence(tuple(items), tuple(values))


@dataclass(frozen=True, slots=True)
class _Leaf:
    path: str
    value: str | int


class _Text:
    """The searchable forms of one article, made once."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._folded = fold(article.text)
        self._sentences = {
            sentence.number: (sentence.start, sentence.end) for sentence in article.sentences
        }
        self._numbers: dict[int, list[Number]] = {}
        for number in numbers(article.text):
            self._numbers.setdefault(number.value, []).append(number)

    def cited(self, path: str, cites: list[int]) -> ItemEvidence:
        known = self._sentences
        there = tuple(number for number in cites if number in known)
        return ItemEvidence(
            path,
            there,
            tuple(known[number] for number in there),
            tuple(number for number in cites if number not in known),
        )

    def prove(self, leaf: _Leaf, cited: tuple[Span, ...] | None) -> ValueEvidence:
        """Cited sentences first, the whole text second; facts of the article (``None``) cite none.

        An item all of whose citations are unknown has no cited sentence, so that what it says
        is at best ``miscited``.
        """
        whole = ((0, len(self._text)),)
        found = self._find(leaf.value, whole if cited is None else cited)
        if found:
            return ValueEvidence(leaf.path, *found)
        elsewhere = self._find(leaf.value, whole) if cited is not None else None
        if elsewhere:
            return ValueEvidence(leaf.path, "miscited", elsewhere[1])
        return ValueEvidence(leaf.path, "unsupported", None)

    def _find(self, value: str | int, within: tuple[Span, ...]) -> _Found | None:
        if isinstance(value, int):
            return self._find_number(value, within)
        folded = fold(value).text.strip()
        if not folded:
            return None
        for start, end in within:
            for at in find_words(self._text, value, start, end):
                return "exact", (at, at + len(value))
        for start, end in within:
            for at in find_words(self._folded.text, folded, *self._folded.within(start, end)):
                span = self._folded.span(at, at + len(folded))
                if span:
                    return "normalised", span
        return None

    def _find_number(self, value: int, within: tuple[Span, ...]) -> _Found | None:
        for start, end in within:
            for number in self._numbers.get(value, ()):
                if start <= number.start and number.end <= end:
                    written = self._text[number.start : number.end]
                    verdict: Verdict = "exact" if written == str(value) else "normalised"
                    return verdict, (number.start, number.end)
        return None


def _leaves(holder: BaseModel, field: str, path: str = "") -> Iterator[_Leaf]:
    """Texts and whole numbers below one field, with their paths."""
    annotation = type(holder).model_fields[field].rebuild_annotation()
    if field != "cites" and not _is_unquoted(annotation) and not _is_choice(annotation):
        yield from _below(getattr(holder, field), f"{path}.{field}" if path else field)


def _below(value: object, path: str) -> Iterator[_Leaf]:
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _leaves(value, field, path)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _below(part, f"{path}.{index}")
    elif isinstance(value, str | int) and not isinstance(value, bool | Enum):
        yield _Leaf(path, value)


def _is_unquoted(annotation: object) -> bool:
    """Whether a field is marked, at any depth: ``Annotated[str, Unquoted()] | None``."""
    if isinstance(annotation, Unquoted):
        return True
    parts = get_args(annotation) if get_origin(annotation) is not Literal else ()
    return any(_is_unquoted(part) for part in parts)


def _is_choice(annotation: object) -> bool:
    """``Literal`` values are classifications, not words of the text."""
    if get_origin(annotation) is Literal:
        return True
    if get_origin(annotation) is Annotated:
        return _is_choice(get_args(annotation)[0])
    parts = [part for part in get_args(annotation) if part is not type(None)]
    return len(parts) > 0 and all(_is_choice(part) for part in parts)
