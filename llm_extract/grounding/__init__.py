"""Grounding: citations become spans, and each value gets a verdict from the text."""

from __future__ import annotations

from llm_extract.grounding._evidence import ground
from llm_extract.grounding._language import Language, language_of
from llm_extract.grounding._source import Source
from llm_extract.grounding._verdicts import (
    DOUBTFUL,
    Evidence,
    Finding,
    ItemEvidence,
    Severity,
    Span,
    ValueEvidence,
    Verdict,
)
from llm_extract.grounding.dates import TimeExpression, When, resolve_date, time_expressions
from llm_extract.grounding.numbers import Comparator, Count, Number, count_of, numbers

__all__ = (
    "DOUBTFUL",
    "Comparator",
    "Count",
    "Evidence",
    "Finding",
    "ItemEvidence",
    "Language",
    "Number",
    "Severity",
    "Source",
    "Span",
    "TimeExpression",
    "ValueEvidence",
    "Verdict",
    "When",
    "count_of",
    "ground",
    "language_of",
    "numbers",
    "resolve_date",
    "time_expressions",
)
