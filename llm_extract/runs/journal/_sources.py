"""The table of files that were read, for the thread that reads them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from llm_extract.runs.journal._files import read_only
from llm_extract.runs.journal._outcome import Outcome, newest_outcome
from llm_extract.runs.journal._writer import Writer


class SourceTable:
    """Files as they were when they were read, and whether a key has an outcome.

    Belongs to one thread, the one that asks first.
    """

    def __init__(self, path: Path, writer: Writer) -> None:
        self._path = path
        self._writer = writer
        self._connection: sqlite3.Connection | None = None

    def find(self, name: str) -> tuple[str, str] | None:
        """Signature and entries of a file, or ``None``."""
        sql = "SELECT signature, entries FROM source WHERE name = ?"
        row: tuple[str, str] | None = self._open().execute(sql, (name,)).fetchone()
        return row

    def remember(self, name: str, signature: str, entries: str) -> None:
        """Store what a file held."""
        sql = "INSERT OR REPLACE INTO source (name, signature, entries) VALUES (?, ?, ?)"
        self._writer.put((sql, (name, signature, entries)))

    def outcome(self, key: str) -> Outcome | None:
        """The newest record under ``key``, else the newest failure, of what is on disk."""
        return newest_outcome(self._open(), key)

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = read_only(self._path)
        return self._connection
