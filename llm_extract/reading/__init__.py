"""The ways a model reads an article: whole, sentence by sentence, or in passes.

Asked for a whole record at once, a model of 1.5 billion parameters cites wrong sentences or writes
on without an end; asked about one sentence at a time it finds values where they stand, and the
article stays in the prefix cache. `benchmarks/readings.py` compares the three.
"""

from __future__ import annotations

from llm_extract.reading._foresight import Foresight
from llm_extract.reading._lessons import Lesson
from llm_extract.reading._reader import Reader
from llm_extract.reading._results import Gap, OnCall, Read, Reading, Reasked, Rejected

__all__ = (
    "Foresight",
    "Gap",
    "Lesson",
    "OnCall",
    "Read",
    "Reader",
    "Reading",
    "Reasked",
    "Rejected",
)
