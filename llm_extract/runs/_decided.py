"""Decisions about the records of an output folder: read by anyone, written beside a run."""

from __future__ import annotations

from pathlib import Path

from llm_extract.runs._output import OutputFolder
from llm_extract.runs._stored import journal_of, reading
from llm_extract.runs.journal import Decision, Decisions, decisions_of, is_current


def open_decisions(folder: Path) -> Decisions:
    """Open the decisions of a folder for writing; a run may go on there.

    The folder is locked for a moment where an older release wrote the journal.

    Raises:
        SettingsError: ``usage``, there is no journal; ``output_not_writable``.
        ArticleError: ``unreadable``, the journal is damaged.
        OutputError: the journal cannot be opened.
    """
    with reading(folder) as connection:
        current = is_current(connection)
    if not current:
        # Opening it as a run does brings the tables up to date.
        with OutputFolder(folder):
            pass
    return Decisions(journal_of(folder))


def read_decisions(folder: Path) -> list[Decision]:
    """All decisions about the records of a folder, in order; errors as of `open_decisions`."""
    with reading(folder) as connection:
        return list(decisions_of(connection))
