"""A record against its article, without any model: derived fields, verdicts, checks, faults.

Used after each answer, and again by ``llm-extract check`` on stored records.
"""

from __future__ import annotations

from llm_extract.verification._paths import value_at
from llm_extract.verification._verifier import Reasons, Verified, Verifier

__all__ = ("Reasons", "Verified", "Verifier", "value_at")
