"""Parquet: one file for each table, with types; descriptions are metadata of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from llm_extract.export._tables import Row, Table
from llm_extract.export.formats._arrow import arrow_batch, arrow_schema, library
from llm_extract.export.formats._batches import batches
from llm_extract.export.formats._package import write_package

SUFFIX = ".parquet"


def write_parquet(folder: Path, tables: Sequence[Table], rows: Iterable[tuple[str, Row]]) -> None:
    """Write the rows; those of a table that are held together become one row group."""
    arrow, parquet = library("pyarrow", "Parquet"), library("pyarrow.parquet", "Parquet")
    folder.mkdir()
    with ExitStack() as stack:
        schemas = {table.name: arrow_schema(arrow, table) for table in tables}
        writers = {
            name: stack.enter_context(parquet.ParquetWriter(folder / f"{name}{SUFFIX}", schema))
            for name, schema in schemas.items()
        }
        for name, batch in batches(rows):
            writers[name].write_batch(arrow_batch(arrow, schemas[name], batch))
    write_package(folder, SUFFIX, tables)
