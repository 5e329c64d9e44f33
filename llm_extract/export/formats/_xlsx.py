"""One workbook with a sheet for each table: header in sight, dates as dates, numbers as numbers.

What a spreadsheet cannot hold is changed, and only here: a text that may be a formula is marked as
text, one longer than a cell is cut, characters XML forbids become U+FFFD, line ends become line
feeds. Whole numbers of more than 15 digits, which would be rounded, and days before March 1900,
which Excel counts wrongly, are texts. Rows beyond the last of a sheet go on in another one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from llm_extract.export._cells import REPLACED
from llm_extract.export._names import Names
from llm_extract.export._neutral import is_formula
from llm_extract.export._tables import Cell, Row, Table
from llm_extract.export.formats._arrow import library
from llm_extract.export.formats._package import GENERATOR

SUFFIX = ".xlsx"
# UTF-16 code units of a cell, characters of a sheet's name, rows of a sheet.
LONGEST_TEXT, LONGEST_NAME, MOST_ROWS = 32_767, 31, 1_048_576
_DIGITS = 10**15
_FIRST_DAY = date(1900, 3, 1)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
# Excel keeps this name for itself.
_RESERVED = ("history",)
_NARROW, _WIDE = 10, 40


def write_xlsx(
    path: Path,
    tables: Sequence[Table],
    rows: Iterable[tuple[str, Row]],
    tell: Callable[[str], None],
    most_rows: int = MOST_ROWS,
) -> None:
    """Write all tables; ``tell`` is told what was cut."""
    library("openpyxl", "a workbook")
    names, cut = Names(_RESERVED), _Cut()
    book = _book()
    sheets = {table.name: _Sheets(book, table, names, cut, most_rows) for table in tables}
    for name, row in rows:
        sheets[name].append(row)
    for sheet in sheets.values():
        sheet.close()
    book.save(path)
    if cut.texts:
        tell(f"texts cut to the {LONGEST_TEXT:,} characters of a cell: {cut.texts:,}")


def is_ours(path: Path) -> bool:
    """Whether an earlier export wrote a file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return GENERATOR.encode() in archive.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError):
        return False


def _book() -> Any:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = GENERATOR
    return book


def _written(text: str) -> str:
    return _LINE_END.sub("\n", _FORBIDDEN.sub(REPLACED, text))


class _Cut:
    """Counts texts that were cut."""

    def __init__(self) -> None:
        self.texts = 0

    def fitting(self, text: str) -> str:
        """The text, or as much of it as a cell holds."""
        if len(text) <= LONGEST_TEXT // 2:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= 2 * LONGEST_TEXT:
            return text
        self.texts += 1
        # Half a character at the cut is dropped.
        return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


class _Sheets:
    """The sheet of a table, and those it goes on in."""

    def __init__(self, book: Any, table: Table, names: Names, cut: _Cut, most_rows: int) -> None:
        self._book = book
        self._table = table
        self._names = names
        self._cut = cut
        self._most = most_rows
        self._begin()

    def append(self, row: Row) -> None:
        """Add a row, on a new sheet when the last one is full."""
        if self._rows == self._most:
            self.close()
            self._begin()
        self._sheet.append([self._cell(value) for value in row])
        self._rows += 1

    def close(self) -> None:
        """Let the header filter the rows."""
        from openpyxl.utils import get_column_letter

        last = get_column_letter(len(self._table.columns))
        self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"

    def _begin(self) -> None:
        from openpyxl.utils import get_column_letter

        self._sheet = self._book.create_sheet(self._names.unique(self._table.name, LONGEST_NAME))
        self._sheet.freeze_panes = "A2"
        for number, column in enumerate(self._table.columns, start=1):
            width = min(max(len(column.name) + 4, _NARROW), _WIDE)
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.append([self._title(column.name) for column in self._table.columns])
        self._rows = 1

    def _title(self, name: str) -> Any:
        from openpyxl.styles import Font

        cell = self._text(name)
        cell.font = Font(bold=True)
        return cell

    def _cell(self, value: Cell) -> Any:
        if isinstance(value, str):
            text = self._cut.fitting(value if value.isprintable() else _written(value))
            # Openpyxl takes "=..." for a formula and "#N/A" for an error.
            return self._text(text) if text.startswith("#") or is_formula(text) else text
        if isinstance(value, int) and abs(value) >= _DIGITS:
            return str(value)
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            return value.isoformat() if day < _FIRST_DAY else value
        return value

    def _text(self, value: str) -> Any:
        """A cell that stays a text also when somebody edits it."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
        return cell
