"""The journal of an output folder: every article, request, answer and record, in SQLite.

It is the truth of a run; ``records.jsonl`` and every other file is an export of it. An answer is
stored before anything is made of it, so that a run may be killed anywhere: the next one makes the
same requests, finds those that were answered, and pays for the others.
"""

from __future__ import annotations

from llm_extract.runs.journal._decisions import (
    ACTIONS,
    Action,
    Decision,
    Decisions,
    Said,
    decisions_of,
)
from llm_extract.runs.journal._entries import Entry, RunHead
from llm_extract.runs.journal._files import read_only
from llm_extract.runs.journal._journal import JOURNAL, Journal, RunState
from llm_extract.runs.journal._migrations import is_current
from llm_extract.runs.journal._outcome import Outcome
from llm_extract.runs.journal._sources import SourceTable
from llm_extract.runs.journal._totals import (
    Input,
    RunTotals,
    Totals,
    inputs_of,
    lines_of,
    run_totals,
    totals_of,
)
from llm_extract.runs.journal._writer import lost

__all__ = (
    "ACTIONS",
    "JOURNAL",
    "Action",
    "Decision",
    "Decisions",
    "Entry",
    "Input",
    "Journal",
    "Outcome",
    "RunHead",
    "RunState",
    "RunTotals",
    "Said",
    "SourceTable",
    "Totals",
    "decisions_of",
    "inputs_of",
    "is_current",
    "lines_of",
    "lost",
    "read_only",
    "run_totals",
    "totals_of",
)
