"""Opening the file of a journal."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

_BUSY_SECONDS = 60.0
WHOLE_OUTCOME = "json_valid(digest) AND json_valid(line)"
_HEADER_BYTES = 100
# 32 MB, read in a fraction of a second.
_SMALL_PAGES = 8192
# A write-ahead log is written back every so many pages of 4 KiB.
_CHECKPOINT_PAGES = 2000


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for reading and writing; transactions are begun by hand.

    Commits reach the disk before they return. One connection may write while others read.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    # Not supported by every network drive; then the file is locked as a whole.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """Open the file of a journal that may be in use, for reading only; any thread may close it."""
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def is_cut(path: Path) -> bool:
    """Whether a file without a log is shorter than its header says.

    To be asked before the file is opened as a database: closing a file drops all locks that this
    process has on it, and another one could take the log away under an open connection.
    """
    if not path.exists() or path.with_name(f"{path.name}-wal").exists():
        return False
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES).ljust(_HEADER_BYTES, b"\0")
    page_size, pages = struct.unpack(">16xH10xI68x", head)
    whole = pages * (page_size if page_size > 1 else 65_536)
    return path.stat().st_size < int(whole)


def is_sound(connection: sqlite3.Connection, *, thoroughly: bool) -> bool:
    """Whether the tables can be read.

    Every page and record is read if the file is small, or if ``thoroughly``.
    """
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if pages > _SMALL_PAGES and not thoroughly:
            return True
        fine = bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        return fine and not _holds_garbage(connection)
    except sqlite3.DatabaseError:
        return False


def _holds_garbage(connection: sqlite3.Connection) -> bool:
    """Whether a text that must be JSON is none: bytes may be overwritten within a page."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'outcome'").fetchone():
        return False
    sql = f"SELECT EXISTS (SELECT 1 FROM outcome WHERE NOT ({WHOLE_OUTCOME}))"  # noqa: S608
    return bool(connection.execute(sql).fetchone()[0])
