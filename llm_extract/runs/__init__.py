"""Runs over many articles, the files they leave, and checks of these files."""

from __future__ import annotations

from llm_extract.runs._changes import Change, ChangeKind, CheckSummary
from llm_extract.runs._check import Check
from llm_extract.runs._lines import encode
from llm_extract.runs._origin import Origin
from llm_extract.runs._output import RECORDS, OutputFolder
from llm_extract.runs._run import NOT_RUN, Run, Summary

__all__ = (
    "NOT_RUN",
    "RECORDS",
    "Change",
    "ChangeKind",
    "Check",
    "CheckSummary",
    "Origin",
    "OutputFolder",
    "Run",
    "Summary",
    "encode",
)
