"""Reading an output folder without running anything."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from llm_extract.articles import ReadOptions, list_sources
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.runs._lines import joined
from llm_extract.runs._output import RECORDS, OutputFolder, write_whole
from llm_extract.runs._sample import sample_ids
from llm_extract.runs.journal import (
    JOURNAL,
    Decision,
    Input,
    RunTotals,
    Totals,
    decisions_of,
    inputs_of,
    is_current,
    lines_of,
    lost,
    read_only,
    run_totals,
    totals_of,
)


def read_totals(folder: Path) -> Totals:
    """Add up the journal of a folder, also while a run goes on there.

    Raises:
        SettingsError: ``usage``, there is no journal.
        ArticleError: ``unreadable``, it is damaged.
    """
    with _journal(folder) as connection:
        return totals_of(connection)


def export_lines(folder: Path, output: Path | None, run: int | None) -> tuple[int, Path]:
    """Write the lines of a run, by default of the newest one with inputs; how many, and where.

    Without ``output`` they become the ``records.jsonl`` of the folder, which is locked for that.

    Raises:
        SettingsError: ``usage``, there is no journal or no such run; ``output_not_writable``.
        ArticleError: ``unreadable``, the journal is damaged.
        OutputError: the file cannot be written; one of that name is untouched.
    """
    with _journal(folder) as connection:
        number = _run_of(connection, folder, run)
        count: int = connection.execute(
            "SELECT count(*) FROM article WHERE run = ?", (number,)
        ).fetchone()[0]
        if output is None:
            with OutputFolder(folder) as own:
                own.publish(number, anew=True)
            return count, folder / RECORDS
        write_lines(output, (joined(*row) for row in lines_of(connection, number)))
    return count, output


def stored_lines(folder: Path, run: int | None = None) -> Iterator[dict[str, Any]]:
    """Lines of a run as JSON objects in input order, by default of the newest run with inputs.

    They are read from the journal: ``records.jsonl`` is what it holds of the newest run.

    Raises:
        SettingsError: ``usage``, there is no journal or no such run.
        ArticleError: ``unreadable``, the journal is damaged.
    """
    with _journal(folder) as connection:
        for row in lines_of(connection, _run_of(connection, folder, run)):
            yield json.loads(joined(*row))


def inputs_at(folder: Path, run: int | None) -> tuple[RunTotals, list[Input]]:
    """A run in numbers, and its inputs in order; errors as of `stored_lines`."""
    with _journal(folder) as connection:
        number = _run_of(connection, folder, run)
        return run_totals(connection, number), inputs_of(connection, number)


def line_text(folder: Path, run: int, position: int) -> str:
    """Line of one input as JSON; errors as of `stored_lines`."""
    with _journal(folder) as connection:
        (row,) = lines_of(connection, run, position)
        return joined(*row)


def read_decisions(folder: Path) -> list[Decision]:
    """All decisions about the records of a folder, in order; errors as of `read_totals`."""
    with _journal(folder) as connection:
        return list(decisions_of(connection))


def has_current_tables(folder: Path) -> bool:
    """Whether this release wrote the journal of a folder; errors as of `read_totals`."""
    with _journal(folder) as connection:
        return is_current(connection)


def write_lines(output: Path, lines: Iterable[str]) -> None:
    """Write lines into a file of the user's, all or nothing.

    Raises:
        OutputError: ``disk_full`` or ``output_lost``; a file of that name is untouched.
    """
    try:
        write_whole(output, lines)
    except OSError as error:
        raise lost(error, output) from error


def sample_of(target: str, count: int, seed: int, options: ReadOptions) -> Collection[str]:
    """Ids of ``count`` inputs by lot; the same ones for the same seed, in whatever order."""
    return sample_ids(_ids(target, options), count, seed)


def _ids(target: str, options: ReadOptions) -> Iterator[str]:
    if target == "-":
        raise SettingsError("usage", "standard input is read once", source="--sample")
    for source in list_sources(target, options=options):
        if isinstance(source, ArticleError):
            yield str(source.source)
        elif source.is_single:
            yield source.name
        else:
            for place, item in source.read():
                yield place if isinstance(item, ArticleError) else item.id


def _run_of(connection: sqlite3.Connection, folder: Path, run: int | None) -> int:
    sql = (
        "SELECT max(run) FROM article"
        if run is None
        else ("SELECT max(run) FROM article WHERE run = ?")
    )
    number: int | None = connection.execute(sql, () if run is None else (run,)).fetchone()[0]
    if number is None:
        what = "no run has ended an input yet" if run is None else f"run {run} has no inputs"
        raise SettingsError("usage", what, source=str(folder), hint="llm-extract status shows all")
    return number


def journal_of(folder: Path) -> Path:
    """The journal of an output folder; raises `SettingsError` ``usage`` where there is none."""
    path = folder / JOURNAL
    if not path.is_file():
        raise SettingsError(
            "usage",
            f"it holds no {JOURNAL}",
            source=str(folder),
            hint="give the output folder of a run",
        )
    return path


@contextmanager
def _journal(folder: Path) -> Iterator[sqlite3.Connection]:
    path = journal_of(folder)
    try:
        with closing(read_only(path)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise ArticleError(
            "unreadable",
            f"the journal cannot be read: {error}",
            source=str(path),
            hint="run into the folder again: what can be read is rescued",
        ) from error
