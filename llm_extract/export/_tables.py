"""What an export is made of: tables with typed and documented columns, and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Kind = Literal["text", "integer", "number", "boolean", "date", "timestamp"]
# A cell is of the Python type of its column's kind, or ``None``.
Cell: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: unique in its table, also where case does not count.
        kind: of its cells. A ``timestamp`` is without a zone: in UTC when the value gives an
            offset, else as written.
        description: one line; may be empty for a field of a schema that says nothing of it.
        nullable: whether a cell may be empty.
        choices: the values the schema allows, when it lists them.
    """

    name: str
    kind: Kind
    description: str = ""
    nullable: bool = True
    choices: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of one table that are the key of another."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: unique in its export, also where case does not count; letters, digits and ``_``.
        columns: in order.
        description: one line.
        key: columns no two rows share the values of.
        parent: the table its rows belong to.
    """

    name: str
    columns: tuple[Column, ...]
    description: str
    key: tuple[str, ...]
    parent: Reference | None = None
