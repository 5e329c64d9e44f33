"""The inputs of a run as the journal has them, to be carried into another run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

ARTICLE = (
    "INSERT INTO article (run, position, id, state, key, outcome, reused, same_as, about, line)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class RunHead:
    """What a run was started with; ``settings`` is a snapshot of every option."""

    input: str
    prompt: str
    prompt_sha256: str
    schema: str
    schema_sha256: str
    model: str
    settings: dict[str, Any]
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An input that has ended; the members are the columns of the table ``article``."""

    position: int
    id: str
    state: str
    key: str | None = None
    outcome: int | None = None
    reused: bool = False
    same_as: str | None = None
    about: str | None = None
    line: str | None = None

    def row(self, run: int) -> tuple[Any, ...]:
        """Values for `ARTICLE`."""
        return (run, *astuple(self))


def head_of(connection: sqlite3.Connection, run: int) -> RunHead:
    """What a run was started with."""
    sql = (
        "SELECT input, prompt, prompt_sha256, schema, schema_sha256, model, settings, command"
        " FROM run WHERE number = ?"
    )
    row = connection.execute(sql, (run,)).fetchone()
    *texts, settings, command = row
    values: tuple[Any, ...] = (*texts, json.loads(settings), command)
    return RunHead(*values)


def entries_of(connection: sqlite3.Connection, run: int) -> Iterator[Entry]:
    """The inputs of a run, in order."""
    sql = (
        "SELECT position, id, state, key, outcome, reused, same_as, about, line"
        " FROM article WHERE run = ? ORDER BY position"
    )
    for row in connection.execute(sql, (run,)):
        yield Entry(*row)


def outcome_line(connection: sqlite3.Connection, number: int) -> str:
    """The line of an outcome, without what is the article's own."""
    sql = "SELECT line FROM outcome WHERE number = ?"
    return str(connection.execute(sql, (number,)).fetchone()[0])
