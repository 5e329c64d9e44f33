"""One SQLite file: typed columns, keys, and indexes on what tables are joined by.

SQLite has no types for dates and for yes and no: these are ISO 8601 texts, and 0 or 1.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from llm_extract.export._tables import Cell, Column, Kind, Row, Table
from llm_extract.export.formats._batches import batches

SUFFIX = ".sqlite"
# "LXtr": what tells our files from others, at byte 68.
APPLICATION = 0x4C587472
_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
    "timestamp": "TEXT",
}
_HEADER = slice(68, 72)


def write_sqlite(path: Path, tables: Sequence[Table], rows: Iterable[tuple[str, Row]]) -> None:
    """Write all tables."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # The file is in nobody's way until it is whole.
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        for table in tables:
            connection.execute(_created(table))
        connection.execute("BEGIN")
        for name, batch in batches(rows):
            marks = ",".join("?" * len(batch[0]))
            values = (tuple(map(_stored, row)) for row in batch)
            connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", values)  # noqa: S608
        for statement in _indexes(tables):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def is_ours(path: Path) -> bool:
    """Whether an earlier export wrote a file."""
    with path.open("rb") as file:
        head = file.read(100)
    return head[:15] == b"SQLite format 3" and head[_HEADER] == APPLICATION.to_bytes(4, "big")


def quoted(name: str) -> str:
    """A name as SQL has it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(map(quoted, names))


def _created(table: Table) -> str:
    parts = [_column(column) for column in table.columns]
    parts.append(f"PRIMARY KEY ({listed(table.key)})")
    if (parent := table.parent) is not None:
        there = f"{quoted(parent.table)} ({listed(parent.key)})"
        parts.append(f"FOREIGN KEY ({listed(parent.columns)}) REFERENCES {there}")
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)}) STRICT"


def _column(column: Column) -> str:
    return f"{quoted(column.name)} {_TYPES[column.kind]}{'' if column.nullable else ' NOT NULL'}"


def _indexes(tables: Sequence[Table]) -> Iterator[str]:
    """Indexes on ids, by which items refer to each other; keys have theirs."""
    for table in tables:
        for column in table.columns:
            if column.name not in table.key and f"_{column.name}".endswith("_id"):
                name = quoted(f"{table.name} by {column.name}")
                yield f"CREATE INDEX {name} ON {quoted(table.name)} ({quoted(column.name)})"


def _stored(value: Cell) -> Cell:
    return value.isoformat() if isinstance(value, date) else value
