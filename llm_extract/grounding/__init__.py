"""Grounding: citations become spans, and each value is looked for in the text."""

from __future__ import annotations

from llm_extract.grounding._evidence import (
    Evidence,
    ItemEvidence,
    ValueEvidence,
    Verdict,
    ground,
)

__all__ = ("Evidence", "ItemEvidence", "ValueEvidence", "Verdict", "ground")
