"""What people said of records: rows that are added and never changed.

They are written beside a run that goes on in the folder, by any number of reviewers at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from llm_extract.runs.journal._files import connect
from llm_extract.runs.journal._writer import lost

Action = Literal["accept", "correct", "reject", "add", "note", "done", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)

_COLUMNS = (
    "number",
    "made",
    "reviewer",
    "article",
    "outcome",
    "action",
    "path",
    "value",
    "note",
    "undoes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a reviewer says of a record.

    Attributes:
        reviewer: who decides.
        article: id of the article.
        outcome: number of the outcome the reviewer looks at.
        action: see `Action`.
        path: of a value or item, the name of a list for ``add``, ``""`` for the article.
        value: what is right (``correct``) or what is added (``add``), as JSON has it.
        note: words of the reviewer, or ``None``.
        undoes: number of the decision that an ``undo`` takes back.
    """

    reviewer: str
    article: str
    outcome: int
    action: Action
    path: str = ""
    value: Any = None
    note: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Said):
    """One row.

    Attributes:
        number: rising in the order of the commits, over all reviewers.
        made: time in UTC.
    """

    number: int
    made: str


class Decisions:
    """The table, open for reading and writing; to be used by one thread, and closed.

    Raises:
        OutputError: ``disk_full`` or ``output_lost``, from every method.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._kept():
            self._connection = connect(path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def after(self, number: int = 0, reviewer: str | None = None) -> list[Decision]:
        """Decisions behind a number in order, of everybody or of one reviewer."""
        with self._kept():
            return list(decisions_of(self._connection, after=number, reviewer=reviewer))

    def add(self, said: Said, newest: int | None = None) -> Decision | None:
        """Store a decision, and return it once it is on disk.

        ``newest`` is the number of the reviewer's newest decision as far as the caller knows: if
        there is a newer one, nothing is stored and ``None`` is returned.
        """
        made = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = {"made": made, **asdict(said), "value": _written(said)}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        with self._kept(), self._transaction():
            if newest is not None and self._newest(said.reviewer) != newest:
                return None
            sql = f"INSERT INTO decision ({names}) VALUES ({marks})"  # noqa: S608
            number = self._connection.execute(sql, tuple(row.values())).lastrowid
        return Decision(number=int(number or 0), made=made, **asdict(said))

    def _newest(self, reviewer: str) -> int:
        sql = "SELECT coalesce(max(number), 0) FROM decision WHERE reviewer = ?"
        return int(self._connection.execute(sql, (reviewer,)).fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise lost(error, self._path, "a decision") from error


def decisions_of(
    connection: sqlite3.Connection, *, after: int = 0, reviewer: str | None = None
) -> Iterator[Decision]:
    """Decisions of a journal in order; none where no release with reviews has opened it yet."""
    if not has_decisions(connection):
        return
    sql = (
        f"SELECT {', '.join(_COLUMNS)} FROM decision WHERE number > ?"  # noqa: S608
        " AND (? IS NULL OR reviewer = ?) ORDER BY number"
    )
    for row in connection.execute(sql, (after, reviewer, reviewer)):
        known = dict(zip(_COLUMNS, row, strict=True))
        value = known.pop("value")
        yield Decision(value=None if value is None else json.loads(value), **known)


def has_decisions(connection: sqlite3.Connection) -> bool:
    """Whether there is a table for them."""
    sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'decision'"
    return bool(connection.execute(sql).fetchone()[0])


def _written(said: Said) -> str | None:
    return json.dumps(said.value) if said.action in ("correct", "add") else None
