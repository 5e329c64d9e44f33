"""Numbers as written, and what a phrase counts."""

from __future__ import annotations

from llm_extract.grounding.numbers._count_words import Comparator
from llm_extract.grounding.numbers._counts import Bound, Count, count_of
from llm_extract.grounding.numbers._numbers import Number, numbers

__all__ = ("Bound", "Comparator", "Count", "Number", "count_of", "numbers")
