"""Formats of files other tools open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from llm_extract.export._tables import Row, Table
from llm_extract.export.formats import (
    _csv,
    _duckdb,
    _geojson,
    _jsonl,
    _package,
    _parquet,
    _rows,
    _sqlite,
    _xlsx,
)
from llm_extract.export.formats._geojson import write_geojson
from llm_extract.export.formats._rows import write_rows

__all__ = (
    "GEOJSON",
    "TABLE_FORMATS",
    "Destination",
    "How",
    "TableFormat",
    "rows_to",
    "write_geojson",
    "write_rows",
)

_RECORDS = "records"


@dataclass(frozen=True, slots=True)
class How:
    """How to write.

    Attributes:
        raw: leave texts of CSV as they are.
        tell: told what a user should know.
    """

    raw: bool
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a format goes.

    Attributes:
        name: of its file or folder, unless the user gives another.
        is_ours: whether an earlier export wrote what is there.
        is_csv: whether ``raw`` means anything.
    """

    name: str
    is_ours: Callable[[Path], bool]
    is_csv: bool = False


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format that holds all tables."""

    to: Destination
    write: Callable[[Path, Sequence[Table], Iterable[tuple[str, Row]], How], None]


TABLE_FORMATS: dict[str, TableFormat] = {
    "csv": TableFormat(
        Destination("csv", _package.is_package, is_csv=True),
        lambda path, tables, rows, how: _csv.write_csv(path, tables, rows, raw=how.raw),
    ),
    "jsonl": TableFormat(
        Destination("jsonl", _package.is_package),
        lambda path, tables, rows, _: _jsonl.write_jsonl(path, tables, rows),
    ),
    "parquet": TableFormat(
        Destination("parquet", _package.is_package),
        lambda path, tables, rows, _: _parquet.write_parquet(path, tables, rows),
    ),
    "sqlite": TableFormat(
        Destination(f"{_RECORDS}{_sqlite.SUFFIX}", _sqlite.is_ours),
        lambda path, tables, rows, _: _sqlite.write_sqlite(path, tables, rows),
    ),
    "duckdb": TableFormat(
        Destination(f"{_RECORDS}{_duckdb.SUFFIX}", _duckdb.is_ours),
        lambda path, tables, rows, _: _duckdb.write_duckdb(path, tables, rows),
    ),
    "xlsx": TableFormat(
        Destination(f"{_RECORDS}{_xlsx.SUFFIX}", _xlsx.is_ours),
        lambda path, tables, rows, how: _xlsx.write_xlsx(path, tables, rows, how.tell),
    ),
}
GEOJSON = Destination(f"{_RECORDS}{_geojson.SUFFIX}", _geojson.is_ours)


def rows_to(projection: str) -> Destination:
    """Where the rows of a projection go."""
    return Destination(f"{projection}{_rows.SUFFIX}", _rows.is_ours, is_csv=True)
