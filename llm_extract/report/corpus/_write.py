"""The page of a run as a file."""

from __future__ import annotations

from pathlib import Path

from llm_extract.report._files import write_report
from llm_extract.report.corpus._page import corpus_page
from llm_extract.runs import StoredRun


def write_corpus(path: Path, run: StoredRun) -> None:
    """Write the page, whole or not at all.

    Raises:
        OutputError: ``output_lost``; a file of that name is untouched.
    """
    write_report(path, corpus_page(run))
