"""Opening the file of a journal."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

_BUSY_SECONDS = 60.0
# Read in a fraction of a second.
_SMALL = 32 << 20
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


def is_sound(connection: sqlite3.Connection, path: Path, *, thoroughly: bool) -> bool:
    """Whether the tables can be read and the file is as long as it says.

    Every page is read if the file is small, or if ``thoroughly``.
    """
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        (in_file,) = struct.unpack(">I", _head(path)[28:32])
        size = path.stat().st_size
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if size < min(pages, in_file) * page_size:
            return False
        if size > _SMALL and not thoroughly:
            return True
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _head(path: Path) -> bytes:
    """The header, which tells how many pages the file has; of a new one, zeros."""
    with path.open("rb") as file:
        return file.read(100).ljust(100, b"\0")
