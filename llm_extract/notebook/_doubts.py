"""Doubtful values with the sentences they should follow from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from llm_extract.articles import Article
from llm_extract.grounding import DOUBTFUL, Evidence, Span, ValueEvidence, Verdict
from llm_extract.notebook._limits import QUOTE
from llm_extract.notebook._segments import Mark, Segment, segments

# Sentences shown for one value.
_QUOTES = 3
_CUT = Segment("…")


class Doubt(NamedTuple):
    """An altered or unsupported value: what differs, and each sentence in pieces."""

    path: str
    text: str
    verdict: Verdict
    differs: str
    quotes: tuple[tuple[Segment, ...], ...]


def doubtful(evidence: Evidence) -> list[ValueEvidence]:
    """The values a reader has to look at, the worst verdict first."""
    found = [value for value in evidence.values if value.verdict in DOUBTFUL]
    return sorted(found, key=lambda value: -DOUBTFUL.index(value.verdict))


def quotes(
    article: Article, evidence: Evidence, value: ValueEvidence
) -> Iterator[tuple[Segment, ...]]:
    """The sentences that hold the value's spans, else those its item cites."""
    held = [
        (s.start, s.end)
        for s in article.sentences
        if any(start < s.end and s.start < end for start, end in value.spans)
    ]
    marks = [Mark(start, end, "doubtful", value.path) for start, end in value.spans]
    for span in (held or _cited(evidence, value))[:_QUOTES]:
        yield tuple(_quote(article.text, span, marks))


def _cited(evidence: Evidence, value: ValueEvidence) -> list[Span]:
    owner = ".".join(value.path.split(".")[:2])
    return [span for item in evidence.items if item.path == owner for span in item.spans]


def _quote(text: str, span: Span, marks: list[Mark]) -> Iterator[Segment]:
    """A sentence, or the part of a long one around its first mark."""
    start, end = span
    if end - start > QUOTE:
        first = min((m.start for m in marks if start <= m.start < end), default=start)
        start = max(start, min(first - QUOTE // 3, end - QUOTE))
        end = start + QUOTE
    if start > span[0]:
        yield _CUT
    yield from segments(text, start, end, marks)
    if end < span[1]:
        yield _CUT
