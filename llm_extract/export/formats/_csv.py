"""CSV as RFC 4180 has it: UTF-8, commas, CRLF, quotes only where they are needed.

An empty cell is null, ``""`` is an empty text. Dates are ISO 8601, yes and no are ``true`` and
``false``. NUL, which readers of CSV stop at, becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from llm_extract.export._cells import REPLACED
from llm_extract.export._neutral import neutral
from llm_extract.export._tables import Cell, Row, Table
from llm_extract.export.formats._package import write_package

SUFFIX = ".csv"
# Blanks at the ends are quoted, because some readers strip what is not.
_TO_QUOTE = re.compile(r'[",\r\n\x00]|^\s|\s$|^$')


def write_csv(
    folder: Path, tables: Sequence[Table], rows: Iterable[tuple[str, Row]], *, raw: bool = False
) -> None:
    """Write one file for each table; ``raw`` leaves texts that look like formulas as they are."""
    folder.mkdir()
    with ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for table in tables:
            files[table.name] = stack.enter_context(open_csv(folder / f"{table.name}{SUFFIX}"))
            files[table.name].write(csv_line([column.name for column in table.columns], raw=raw))
        for name, row in rows:
            files[name].write(csv_line(row, raw=raw))
    write_package(folder, SUFFIX, tables)


def open_csv(path: Path) -> TextIO:
    """A file whose line ends are as they are written."""
    return path.open("w", encoding="utf-8", newline="")


def csv_line(row: Iterable[Cell], *, raw: bool) -> str:
    """One record with its line end."""
    make = _raw if raw else _neutral
    return f"{','.join([_cell(value, make) for value in row])}\r\n"


def _cell(value: Cell, make: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return make(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value.isoformat()


def _neutral(text: str) -> str:
    return _raw(neutral(text))


def _raw(text: str) -> str:
    if not _TO_QUOTE.search(text):
        return text
    return '"' + text.replace('"', '""').replace("\0", REPLACED) + '"'
