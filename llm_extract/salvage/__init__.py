"""Salvage: what is good in an answer is kept, whatever is wrong with the rest."""

from __future__ import annotations

from llm_extract.salvage._check import Checked, Checker, Kept, asked_text, max_length, too_long
from llm_extract.salvage._derived import holds_derived
from llm_extract.salvage._faults import Fault, cites_of
from llm_extract.salvage._json import Parts, complete_parts, decoded
from llm_extract.salvage._lenient import Lenient, lenient

__all__ = (
    "Checked",
    "Checker",
    "Fault",
    "Kept",
    "Lenient",
    "Parts",
    "asked_text",
    "cites_of",
    "complete_parts",
    "decoded",
    "holds_derived",
    "lenient",
    "max_length",
    "too_long",
)
