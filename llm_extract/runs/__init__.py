"""Runs over many articles, and the files they leave."""

from __future__ import annotations

from llm_extract.runs._lines import encode
from llm_extract.runs._output import RECORDS, OutputFolder
from llm_extract.runs._run import NOT_RUN, Run, Summary

__all__ = ("NOT_RUN", "RECORDS", "OutputFolder", "Run", "Summary", "encode")
