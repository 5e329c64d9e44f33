"""Runs over many articles, the files they leave, and checks of these files."""

from __future__ import annotations

from llm_extract.runs._changes import Change, ChangeKind, CheckSummary
from llm_extract.runs._check import Check
from llm_extract.runs._decided import open_decisions
from llm_extract.runs._filing import Ended
from llm_extract.runs._inputs import input_id
from llm_extract.runs._job import Job, JobOptions
from llm_extract.runs._lines import encode, line_of, proof_of
from llm_extract.runs._locate import Locate, LocateSummary
from llm_extract.runs._migrate import Migrate, MigrationSummary
from llm_extract.runs._origin import Origin
from llm_extract.runs._output import RECORDS, OutputFolder
from llm_extract.runs._reopened import StoredLine, StoredLines, StoredRun, reopen
from llm_extract.runs._run import NOT_RUN
from llm_extract.runs._stored import (
    export_lines,
    read_decisions,
    read_totals,
    sample_of,
    stored_lines,
    write_lines,
)
from llm_extract.runs._summary import Digest, Summary
from llm_extract.runs.journal import (
    ACTIONS,
    JOURNAL,
    Action,
    Decision,
    Decisions,
    RunTotals,
    Said,
    Totals,
)

__all__ = (
    "ACTIONS",
    "JOURNAL",
    "NOT_RUN",
    "RECORDS",
    "Action",
    "Change",
    "ChangeKind",
    "Check",
    "CheckSummary",
    "Decision",
    "Decisions",
    "Digest",
    "Ended",
    "Job",
    "JobOptions",
    "Locate",
    "LocateSummary",
    "Migrate",
    "MigrationSummary",
    "Origin",
    "OutputFolder",
    "RunTotals",
    "Said",
    "StoredLine",
    "StoredLines",
    "StoredRun",
    "Summary",
    "Totals",
    "encode",
    "export_lines",
    "input_id",
    "line_of",
    "open_decisions",
    "proof_of",
    "read_decisions",
    "read_totals",
    "reopen",
    "sample_of",
    "stored_lines",
    "write_lines",
)
