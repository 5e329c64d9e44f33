"""The columns of a schema's tables as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.export._about import descriptions_of
from llm_extract.export._layout import Layout
from llm_extract.export._projections import ADDED, header, projections_of
from llm_extract.export._tables import Column, Reference, Table
from llm_extract.schemas import Schema

_INTRODUCTION = """\
What `llm-extract export OUT --to FORMAT` writes for records of `{reference}`. This page is made by
`llm-extract schemas columns {reference}`.

Each format has the same tables and columns: `csv`, `jsonl` and `parquet` are folders with a file
for each table and a `datapackage.json`, `sqlite`, `duckdb` and `xlsx` are one file. An item has one
row in the table of its list; a list inside an item is a table of its own, whose rows name the
article and the `position` of the item. A nested object is spread over columns: `when_start` is the
field `start` of `when`. A second column of one name ends in `_2`. `records.jsonl` remains the full
record.

| type | csv, jsonl | parquet, duckdb | sqlite | xlsx |
| --- | --- | --- | --- | --- |
| text | text | string | TEXT | text |
| integer | number | 64 bits | INTEGER | number; text beyond 15 digits |
| number | number | double | REAL | number |
| boolean | `true`, `false` | boolean | 0 or 1 | boolean |
| date | ISO 8601 | date | ISO 8601 | date; text before March 1900 |
| timestamp | ISO 8601 | microseconds, UTC | ISO 8601 | date and time |

In `csv` and `xlsx` a text that a spreadsheet may run as a formula (it begins with `=`, `+`, `-`,
`@`, their fullwidth forms, a tab or a line end) is kept from it: `csv` puts an apostrophe before
it, unless `--raw` is given, `xlsx` marks the cell as text. Numbers stay numbers.
"""
_ROWS = """\
What `llm-extract export OUT --to {name}` writes, one row for each item the schema makes a row of.
"""


def columns_page(schema: Schema) -> str:
    """All tables with their columns, types and descriptions, and the rows of projections."""
    return "\n".join(_lines(schema)).rstrip("\n")


def _lines(schema: Schema) -> Iterator[str]:
    yield f"# Columns of {schema.reference}\n"
    yield _INTRODUCTION.format(reference=schema.reference)
    for table in Layout(schema).tables:
        yield from _table(table)
    said = descriptions_of(schema)
    for name, columns in projections_of(schema).items():
        yield f"## Rows of {name}\n"
        yield _ROWS.format(name=name)
        yield "| column | description |\n| --- | --- |"
        for column in header(columns):
            yield _row(f"`{column}`", said.get(f"{name}.{column}") or ADDED.get(column, ""))
        yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    if table.description:
        yield f"{table.description}\n"
    keys = f"Key: {_names(table.key)}."
    yield f"{keys}{_belongs(table.parent) if table.parent else ''}\n"
    yield "| column | type | description |\n| --- | --- | --- |"
    for column in table.columns:
        kind = column.kind if column.nullable else f"{column.kind}, never empty"
        yield _row(f"`{column.name}`", kind, _description(column))
    yield ""


def _belongs(parent: Reference) -> str:
    return f" {_names(parent.columns)} is the key {_names(parent.key)} of `{parent.table}`."


def _description(column: Column) -> str:
    choices = f"One of {', '.join(f'`{choice}`' for choice in column.choices)}."
    return f"{column.description} {choices if column.choices else ''}".strip()


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
