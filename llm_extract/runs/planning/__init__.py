"""What a run would do, cost and take, told before anything is paid for."""

from __future__ import annotations

from llm_extract.runs.planning._earlier import Earlier, earlier
from llm_extract.runs.planning._estimate import Estimate, Measured, Range
from llm_extract.runs.planning._measured import Paid
from llm_extract.runs.planning._near import (
    DEFAULT_SIMILARITY,
    NearGroup,
    NearIndex,
    near_installed,
)
from llm_extract.runs.planning._plan import Plan, plan

__all__ = (
    "DEFAULT_SIMILARITY",
    "Earlier",
    "Estimate",
    "Measured",
    "NearGroup",
    "NearIndex",
    "Paid",
    "Plan",
    "Range",
    "earlier",
    "near_installed",
    "plan",
)
