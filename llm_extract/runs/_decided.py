"""Decisions about the records of an output folder, written beside a run that may go on there."""

from __future__ import annotations

from pathlib import Path

from llm_extract.runs._output import OutputFolder
from llm_extract.runs._stored import has_current_tables, journal_of
from llm_extract.runs.journal import Decisions


def open_decisions(folder: Path) -> Decisions:
    """Open the decisions of a folder; it is locked for a moment if an older release wrote it.

    Raises:
        SettingsError: ``usage``, there is no journal; ``output_not_writable``.
        ArticleError: ``unreadable``, the journal is damaged.
        OutputError: the journal cannot be opened.
    """
    if not has_current_tables(folder):
        # Opening it as a run does brings the tables up to date.
        with OutputFolder(folder):
            pass
    return Decisions(journal_of(folder))
