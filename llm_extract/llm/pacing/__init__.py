"""When the requests of a run over many articles go out, and when none does any more."""

from __future__ import annotations

from llm_extract.llm.pacing._bucket import Bucket
from llm_extract.llm.pacing._budget import Budget, Price, Spent
from llm_extract.llm.pacing._circuit import Circuit
from llm_extract.llm.pacing._limits import Limits
from llm_extract.llm.pacing._pacer import Pacer
from llm_extract.llm.pacing._slots import Slots

__all__ = ("Bucket", "Budget", "Circuit", "Limits", "Pacer", "Price", "Slots", "Spent")
