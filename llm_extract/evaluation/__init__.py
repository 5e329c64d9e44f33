"""Records against records: differences of runs, scores against gold, prompts beside each other."""

from __future__ import annotations

from llm_extract.evaluation._apply import apply
from llm_extract.evaluation._compare import compare_lines, compare_runs
from llm_extract.evaluation._difference import (
    GRADES,
    Difference,
    Kind,
    Quoted,
    RunDiff,
    Spent,
)
from llm_extract.evaluation._lines import Line, Lines
from llm_extract.evaluation._matrix import Combination, Matrix, Measure, Row, Score, gold_of
from llm_extract.evaluation._taken import Taken
from llm_extract.schemas import Grade

__all__ = (
    "GRADES",
    "Combination",
    "Difference",
    "Grade",
    "Kind",
    "Line",
    "Lines",
    "Matrix",
    "Measure",
    "Quoted",
    "Row",
    "RunDiff",
    "Score",
    "Spent",
    "Taken",
    "apply",
    "compare_lines",
    "compare_runs",
    "gold_of",
)
