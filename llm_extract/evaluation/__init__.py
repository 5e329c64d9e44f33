"""Records against records: differences between two runs, and scores against gold."""

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
from llm_extract.schemas import Grade

__all__ = (
    "GRADES",
    "Difference",
    "Grade",
    "Kind",
    "Line",
    "Lines",
    "Quoted",
    "RunDiff",
    "Spent",
    "apply",
    "compare_lines",
    "compare_runs",
)
