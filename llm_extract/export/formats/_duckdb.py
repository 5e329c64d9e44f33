"""One DuckDB file: typed columns, descriptions as comments.

Keys are told by the table of columns only: DuckDB keeps every key in memory while it is filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from llm_extract.export._tables import Column, Kind, Row, Table
from llm_extract.export.formats._arrow import arrow_batch, arrow_schema, library
from llm_extract.export.formats._batches import batches
from llm_extract.export.formats._package import GENERATOR
from llm_extract.export.formats._sqlite import quoted

SUFFIX = ".duckdb"
_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


def write_duckdb(path: Path, tables: Sequence[Table], rows: Iterable[tuple[str, Row]]) -> None:
    """Write all tables; raises `OSError` when DuckDB cannot."""
    arrow, duckdb = library("pyarrow", "DuckDB"), library("duckdb", "DuckDB")
    try:
        with duckdb.connect(str(path)) as connection:
            connection.begin()
            for table in tables:
                _create(connection, table)
            schemas = {table.name: arrow_schema(arrow, table) for table in tables}
            for name, batch in batches(rows):
                found = arrow.Table.from_batches([arrow_batch(arrow, schemas[name], batch)])
                connection.register("batch", found)
                connection.execute(f"INSERT INTO {quoted(name)} SELECT * FROM batch")  # noqa: S608
                connection.unregister("batch")
            connection.commit()
    except duckdb.Error as error:
        raise OSError(str(error).partition("\n")[0]) from error


def is_ours(path: Path) -> bool:
    """Whether an earlier export wrote a file."""
    duckdb = library("duckdb", "DuckDB")
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            sql = "SELECT comment FROM duckdb_tables() WHERE table_name = 'columns'"
            return any(
                str(comment).startswith(GENERATOR) for (comment,) in connection.sql(sql).fetchall()
            )
    except duckdb.Error:
        return False


def _create(connection: Any, table: Table) -> None:
    name = quoted(table.name)
    connection.execute(f"CREATE TABLE {name} ({', '.join(map(_column, table.columns))})")
    said = table.description if table.name != "columns" else f"{GENERATOR}: {table.description}"
    connection.execute(f"COMMENT ON TABLE {name} IS {_text(said)}")
    for column in table.columns:
        if column.description:
            where = f"{name}.{quoted(column.name)}"
            connection.execute(f"COMMENT ON COLUMN {where} IS {_text(column.description)}")


def _column(column: Column) -> str:
    return f"{quoted(column.name)} {_TYPES[column.kind]}{'' if column.nullable else ' NOT NULL'}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
