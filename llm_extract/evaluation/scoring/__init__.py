"""Scores of records against gold, whatever the form of the gold."""

from __future__ import annotations

from llm_extract.evaluation.scoring._bootstrap import (
    RESAMPLES,
    Bounds,
    Draws,
    RateBounds,
    intervals,
)
from llm_extract.evaluation.scoring._evaluation import (
    Evaluation,
    GoldReader,
    Result,
    Threshold,
    evaluate,
)
from llm_extract.evaluation.scoring._gold import gold_ids, read_gold
from llm_extract.evaluation.scoring._grounding import Grounding, grounding_of
from llm_extract.evaluation.scoring._macro import Macro, macro_f1
from llm_extract.evaluation.scoring._metrics import METRICS, Metric, metric
from llm_extract.evaluation.scoring._model import (
    ABSTAINED,
    ALL,
    EMPTY,
    EVERY,
    FACTS,
    ITEMS,
    LABEL,
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
    Span,
    Support,
    Template,
)
from llm_extract.evaluation.scoring._native import NativeGold
from llm_extract.evaluation.scoring._paired import Comparison, Difference, Flip, compare_scores
from llm_extract.evaluation.scoring._scores import Rates, Scores, rates, score_documents

__all__ = (
    "ABSTAINED",
    "ALL",
    "EMPTY",
    "EVERY",
    "FACTS",
    "ITEMS",
    "LABEL",
    "METRICS",
    "RELEVANCE",
    "RESAMPLES",
    "Bounds",
    "Comparison",
    "Counts",
    "Difference",
    "Document",
    "Draws",
    "Evaluation",
    "Filler",
    "Flip",
    "Form",
    "GoldReader",
    "Grounding",
    "Interval",
    "Macro",
    "Metric",
    "NativeGold",
    "Range",
    "RateBounds",
    "Rates",
    "Result",
    "Rule",
    "Scored",
    "Scores",
    "Slot",
    "Slots",
    "Span",
    "Support",
    "Template",
    "Threshold",
    "compare_scores",
    "evaluate",
    "gold_ids",
    "grounding_of",
    "intervals",
    "macro_f1",
    "metric",
    "rates",
    "read_gold",
    "score_documents",
)
