"""A damaged journal: what can be read of it goes into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from llm_extract.runs.journal._files import WHOLE_OUTCOME

# With the column they are read by; those that refer to others come later.
_TABLES = {
    "run": "number",
    "outcome": "number",
    "answer": "number",
    "attempt": "number",
    "article": "position",
    "location": "outcome",
    "decision": "number",
}
_SIDE_FILES = ("-wal", "-shm")


def put_aside(path: Path) -> Path:
    """Rename the journal and its side files; returns the new name, free so far."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    path.rename(aside)
    for suffix in _SIDE_FILES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def salvage(damaged: Path, connection: sqlite3.Connection) -> int:
    """Copy every row that can be read into the tables of ``connection``; returns how many."""
    copied = 0
    with suppress(sqlite3.Error), closing(sqlite3.connect(damaged)) as source:
        for table, key in _TABLES.items():
            copied += _copy(source, connection, table, key)
    return copied


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, key: str) -> int:
    """From both ends, since a broken page ends a scan where it stands."""
    columns = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    before = target.total_changes
    target.execute("BEGIN IMMEDIATE")
    for order in ("ASC", "DESC"):
        whole = f"WHERE {WHOLE_OUTCOME}" if table == "outcome" else ""
        query = f"SELECT {names} FROM {table} {whole} ORDER BY {key} {order}"  # noqa: S608
        for row in _readable(source, query):
            with suppress(sqlite3.IntegrityError):
                target.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608
    target.execute("COMMIT")
    return target.total_changes - before


def _readable(source: sqlite3.Connection, query: str) -> Iterator[tuple[object, ...]]:
    with suppress(sqlite3.DatabaseError):
        yield from source.execute(query)
