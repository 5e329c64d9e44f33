"""What people said of records: rows that are added and never changed.

They are written beside a run that goes on in the folder, by any number of reviewers at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
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
    "item",
    "value",
    "note",
    "undoes",
    "request",
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
        item: id of the item that stood at the path, as items may move in their list; of ``done``,
            what tells the items of the record from others; ``None`` where there was none.
        value: what is right (``correct``) or what is added (``add``), as JSON has it.
        note: words of the reviewer, or ``None``.
        undoes: number of the decision that an ``undo`` takes back.
        request: what tells it from the reviewer's others, so that one sent again is stored once.
    """

    reviewer: str
    article: str
    outcome: int
    action: Action
    path: str = ""
    item: str | None = None
    value: Any = None
    note: str | None = None
    undoes: int | None = None
    request: str | None = None


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
        there is a newer one, nothing is stored and ``None`` is returned. A decision whose
        ``request`` is known is that one, whatever else it says.
        """
        made = self.add_all([said], newest)
        return made[0] if made else None

    def add_all(self, said: Sequence[Said], newest: int | None = None) -> list[Decision] | None:
        """Store decisions of one reviewer, all or none; otherwise as `add`."""
        with self._kept(), self._transaction():
            if newest is not None and any(self._newest(one.reviewer) != newest for one in said):
                return None
            return [self._requested(one) or self._added(one) for one in said]

    def _added(self, said: Said) -> Decision:
        made = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = {"made": made, **asdict(said), "value": _written(said)}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        sql = f"INSERT INTO decision ({names}) VALUES ({marks})"  # noqa: S608
        number = self._connection.execute(sql, tuple(row.values())).lastrowid
        return Decision(number=int(number or 0), made=made, **asdict(said))

    def _requested(self, said: Said) -> Decision | None:
        condition = "reviewer = ? AND request = ?"
        return next(_select(self._connection, condition, said.reviewer, said.request), None)

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
    condition = "number > ? AND (? IS NULL OR reviewer = ?)"
    yield from _select(connection, condition, after, reviewer, reviewer)


def has_decisions(connection: sqlite3.Connection) -> bool:
    """Whether there is a table for them."""
    sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'decision'"
    return bool(connection.execute(sql).fetchone()[0])


def _select(connection: sqlite3.Connection, condition: str, *values: object) -> Iterator[Decision]:
    names = ", ".join(_COLUMNS)
    sql = f"SELECT {names} FROM decision WHERE {condition} ORDER BY number"  # noqa: S608
    for row in connection.execute(sql, values):
        known = dict(zip(_COLUMNS, row, strict=True))
        value = known.pop("value")
        yield Decision(value=None if value is None else json.loads(value), **known)


def _written(said: Said) -> str | None:
    return json.dumps(said.value) if said.action in ("correct", "add") else None
