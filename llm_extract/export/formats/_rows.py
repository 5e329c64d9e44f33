"""One CSV file with the rows of a projection, such as those in the columns of another data set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from llm_extract.errors import SettingsError
from llm_extract.export._projections import ADDED, header
from llm_extract.export._tables import Cell
from llm_extract.export.formats._csv import csv_line, open_csv

SUFFIX = ".csv"
_LAST = ",".join(list(ADDED)[-3:])


def write_rows(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], *, raw: bool
) -> None:
    """Write rows in their order; without ``columns`` these are what the rows have.

    Raises:
        SettingsError: ``schema_invalid``, a row has a column that ``columns`` lacks.
    """
    if not columns:
        rows = list(rows)
        columns = list(dict.fromkeys(name for row in rows for name in row if name not in ADDED))
    names = header(columns)
    with open_csv(path) as file:
        file.write(csv_line(names, raw=raw))
        for row in rows:
            _check(row, names)
            file.write(csv_line([row.get(name) for name in names], raw=raw))


def _check(row: Mapping[str, Cell], names: Sequence[str]) -> None:
    unknown = [name for name in row if name not in names]
    if unknown:
        message = f"rows() gives a column {unknown[0]!r} that `projections` does not name"
        raise SettingsError("schema_invalid", message, source="--to")


def is_ours(path: Path) -> bool:
    """Whether an earlier export wrote a file: the last columns are ours."""
    with path.open("rb") as file:
        return file.readline(10_000).rstrip(b"\r\n").endswith(_LAST.encode())
