"""Scores as a page: rates with their intervals, what changed, and the articles, worst first."""

from __future__ import annotations

from typing import Any

from llm_extract.evaluation.scoring import (
    Counts,
    Evaluation,
    Grounding,
    Rates,
    Result,
    Scored,
    rates,
)
from llm_extract.report._page import page
from llm_extract.report._rates import RATES


def scores_page(evaluation: Evaluation, run: str, gold: str, against: str | None = None) -> str:
    """A page of its own, without scripts; names of runs and articles are escaped."""
    values = {
        "run": run,
        "gold": gold,
        "against": against,
        "results": [_result(result) for result in evaluation.results],
        "grounding": [_grounding(name, part) for name, part in evaluation.grounding.items()],
        "thresholds": evaluation.thresholds,
    }
    return page("scores.html.j2", values, RATES)


def _result(result: Result) -> dict[str, Any]:
    false, empty = result.false_items
    scores = result.scores
    return {
        "metric": scores.metric,
        "articles": len(scores.documents),
        "missing": scores.missing,
        "extra": scores.extra,
        "rows": [
            (row, scores.total(row), rates(scores.total(row)), result.bounds[row])
            for row in result.told
        ],
        "false_items": false,
        "empty": empty,
        "macro": result.macro,
        "comparison": result.comparison,
        "compared": [(row, result.comparison.rows[row]) for row in result.told]
        if result.comparison
        else [],
        "documents": [_document(result, entry) for entry in result.worst(len(scores.documents))],
    }


def _document(result: Result, entry: tuple[Scored, Rates]) -> dict[str, Any]:
    scored, found = entry
    rows = ((row, scored.rows.get(row, Counts())) for row in result.rows)
    flawed = [
        (row, c) for row, c in rows if c.right_predicted < c.predicted or c.found_gold < c.gold
    ]
    return {"id": scored.id, "rates": found, "rows": flawed}


def _grounding(name: str, part: Grounding) -> dict[str, Any]:
    return {"name": name or "all", "part": part, **part.as_json()}
