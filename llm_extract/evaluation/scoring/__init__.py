"""Scores of records against gold, whatever the form of the gold."""

from __future__ import annotations

from llm_extract.evaluation.scoring._bootstrap import (
    RESAMPLES,
    Bounds,
    Draws,
    RateBounds,
    intervals,
)
from llm_extract.evaluation.scoring._metrics import METRICS, Metric, metric
from llm_extract.evaluation.scoring._model import (
    ALL,
    EMPTY,
    FACTS,
    ITEMS,
    RELEVANCE,
    Counts,
    Document,
    Filler,
    Form,
    Interval,
    Range,
    Rule,
    Scored,
    Slot,
    Slots,
    Template,
)
from llm_extract.evaluation.scoring._paired import Comparison, Difference, Flip, compare_scores
from llm_extract.evaluation.scoring._scores import Rates, Scores, rates, score_documents

__all__ = (
    "ALL",
    "EMPTY",
    "FACTS",
    "ITEMS",
    "METRICS",
    "RELEVANCE",
    "RESAMPLES",
    "Bounds",
    "Comparison",
    "Counts",
    "Difference",
    "Document",
    "Draws",
    "Filler",
    "Flip",
    "Form",
    "Interval",
    "Metric",
    "Range",
    "RateBounds",
    "Rates",
    "Rule",
    "Scored",
    "Scores",
    "Slot",
    "Slots",
    "Template",
    "compare_scores",
    "intervals",
    "metric",
    "rates",
    "score_documents",
)
