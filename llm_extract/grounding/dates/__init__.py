"""Time expressions, and the days they stand for by rules R0 to R11."""

from __future__ import annotations

from llm_extract.grounding.dates._dates import TimeExpression, resolve_date, time_expressions
from llm_extract.grounding.dates._when import Precision, Rule, When

__all__ = ("Precision", "Rule", "TimeExpression", "When", "resolve_date", "time_expressions")
