"""JSON Lines: one file for each table, one object for each row, nulls included."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from llm_extract.export._cells import iso
from llm_extract.export._tables import Row, Table
from llm_extract.export.formats._package import write_package

SUFFIX = ".jsonl"


def write_jsonl(folder: Path, tables: Sequence[Table], rows: Iterable[tuple[str, Row]]) -> None:
    """Write the rows; dates are ISO 8601."""
    folder.mkdir()
    names = {table.name: [column.name for column in table.columns] for table in tables}
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=iso)
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / f"{name}{SUFFIX}").open("w", encoding="utf-8"))
            for name in names
        }
        for name, row in rows:
            files[name].write(f"{encoder.encode(dict(zip(names[name], row, strict=True)))}\n")
    write_package(folder, SUFFIX, tables)
