"""Rows as Arrow record batches, which Parquet and DuckDB take."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.export._tables import Kind, Row, Table

_TYPES: dict[Kind, tuple[str, ...]] = {
    "text": ("string",),
    "integer": ("int64",),
    "number": ("float64",),
    "boolean": ("bool_",),
    "date": ("date32",),
    "timestamp": ("timestamp", "us"),
}


def library(name: str, format_name: str) -> Any:
    """A library of the extra ``tables``.

    Raises:
        SettingsError: ``extra_missing``.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise SettingsError(
            "extra_missing",
            f"{format_name} needs {name.partition('.')[0]}",
            source="--to",
            hint="pip install 'llm-extract[tables]'",
        ) from error


def arrow_schema(arrow: ModuleType, table: Table) -> Any:
    """Columns with their types and descriptions."""
    return arrow.schema(
        [
            arrow.field(
                column.name,
                _type(arrow, column.kind),
                nullable=column.nullable,
                metadata={"description": column.description},
            )
            for column in table.columns
        ],
        metadata={"description": table.description},
    )


def arrow_batch(arrow: ModuleType, schema: Any, rows: Sequence[Row]) -> Any:
    """Rows as one batch.

    Raises:
        OverflowError: a whole number has more than 64 bits.
    """
    columns = list(zip(*rows, strict=True))
    arrays = [arrow.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
    return arrow.record_batch(arrays, schema=schema)


def _type(arrow: ModuleType, kind: Kind) -> Any:
    name, *arguments = _TYPES[kind]
    return getattr(arrow, name)(*arguments)
