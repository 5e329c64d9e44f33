"""What a journal adds up to: runs, articles, requests, tokens, money."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from llm_extract.llm import Usage

_SPENT = (
    "SELECT count(*), sum(prompt_tokens), sum(completion_tokens), sum(cached_tokens),"
    " total(cost), count(cost), count(*) FILTER (WHERE prompt_tokens IS NULL"
    " OR completion_tokens IS NULL) FROM attempt WHERE recalled = 0"
)


@dataclass(frozen=True, slots=True)
class RunTotals:
    """One run.

    Attributes:
        number: from 1.
        started: time in UTC.
        ended: likewise, ``None`` while it runs, or when it was killed.
        state: ``running``, ``finished``, ``interrupted`` or ``aborted``; a run that was killed
            stays ``running``.
        reason: code of what aborted it.
        input: what was read.
        prompt: reference of the prompt.
        schema: reference of the schema.
        model: what was asked.
        command: the command line, without keys.
        states: inputs that have ended, by state.
        reused: how many of them had an outcome before.
        duplicates: how many have the text of another one.
        codes: inputs without a record, by code.
        usage: what was sent; answers that were recalled are not part of it.
        cost: US dollars, ``None`` when a price is unknown.
    """

    number: int
    started: str
    ended: str | None
    state: str
    reason: str | None
    input: str
    prompt: str
    schema: str
    model: str
    command: str | None
    states: dict[str, int]
    reused: int
    duplicates: int
    codes: dict[str, int]
    usage: Usage
    cost: float | None


@dataclass(frozen=True, slots=True)
class Totals:
    """A journal.

    Attributes:
        runs: in order.
        records: texts with a record, over all prompts, schemas and models.
        usage: over all runs.
        cost: likewise, in US dollars, ``None`` when a price is unknown.
        unread: answers that are paid for and not used yet; the next run begins with them.
    """

    runs: tuple[RunTotals, ...]
    records: int
    usage: Usage
    cost: float | None
    unread: int

    def as_json(self) -> dict[str, Any]:
        """The totals as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a run: its state, the number of its outcome, and the article as JSON."""

    position: int
    id: str
    state: str
    outcome: int | None
    about: str | None


def totals_of(connection: sqlite3.Connection) -> Totals:
    """Add up a journal."""
    usage, cost = spent(connection)
    numbers = connection.execute("SELECT number FROM run WHERE started != '' ORDER BY number")
    return Totals(
        runs=tuple(run_totals(connection, number) for (number,) in numbers.fetchall()),
        records=_one(connection, "SELECT count(DISTINCT key) FROM outcome WHERE state = 'ok'"),
        usage=usage,
        cost=cost,
        unread=_one(connection, "SELECT count(*) FROM answer WHERE used = 0"),
    )


def run_totals(connection: sqlite3.Connection, number: int) -> RunTotals:
    """Add up one run."""
    row = connection.execute(
        "SELECT number, started, ended, state, reason, input, prompt, schema, model, command"
        " FROM run WHERE number = ?",
        (number,),
    ).fetchone()
    usage, cost = spent(connection, number)
    values: tuple[Any, ...] = (
        *row,
        dict(_counted(connection, "state", number)),
        _one(connection, "SELECT total(reused) FROM article WHERE run = ?", number),
        _one(connection, "SELECT count(same_as) FROM article WHERE run = ?", number),
        _codes(connection, number),
        usage,
        cost,
    )
    return RunTotals(*values)


def spent(connection: sqlite3.Connection, run: int | None = None) -> tuple[Usage, float | None]:
    """Usage and US dollars of one run, or of all."""
    sql, values = (_SPENT, ()) if run is None else (f"{_SPENT} AND run = ?", (run,))
    requests, prompt, completion, cached, cost, priced, unknown = connection.execute(
        sql, values
    ).fetchone()
    usage = Usage(prompt, completion, cached, requests, complete=not unknown)
    return usage, cost if priced == requests else None


def lines_of(
    connection: sqlite3.Connection, run: int, position: int | None = None
) -> Iterator[tuple[str, str | None, str, str | None, str | None]]:
    """Inputs of a run in order: id, what is known of the article, outcome, id of its twin, places.

    Everything but the ids is JSON. ``position`` asks for one input only.
    """
    found, join = "location.found", " LEFT JOIN location ON location.outcome = article.outcome"
    if not _has_locations(connection):
        found, join = "NULL", ""
    return connection.execute(
        f"SELECT id, about, coalesce(outcome.line, article.line), same_as, {found} FROM article"  # noqa: S608
        f" LEFT JOIN outcome ON outcome.number = article.outcome{join}"
        " WHERE article.run = ? AND coalesce(article.position = ?, 1) ORDER BY position",
        (run, position),
    )


def inputs_of(connection: sqlite3.Connection, run: int) -> list[Input]:
    """The same inputs without their outcomes."""
    sql = "SELECT position, id, state, outcome, about FROM article WHERE run = ? ORDER BY position"
    return [Input(*row) for row in connection.execute(sql, (run,))]


def _has_locations(connection: sqlite3.Connection) -> bool:
    """Whether a run has opened the journal since there is a table for them."""
    sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'location'"
    return bool(_one(connection, sql))


def _counted(connection: sqlite3.Connection, column: str, run: int) -> list[tuple[str, int]]:
    sql = f"SELECT {column}, count(*) FROM article WHERE run = ? GROUP BY {column}"  # noqa: S608
    return connection.execute(sql, (run,)).fetchall()


def _codes(connection: sqlite3.Connection, run: int) -> dict[str, int]:
    sql = (
        "SELECT coalesce(outcome.code, article.line ->> '$.error.code') AS reason, count(*)"
        " FROM article LEFT JOIN outcome ON outcome.number = article.outcome"
        " WHERE article.run = ? AND article.state = 'failed' GROUP BY reason ORDER BY 2 DESC, 1"
    )
    return dict(connection.execute(sql, (run,)).fetchall())


def _one(connection: sqlite3.Connection, sql: str, *values: object) -> int:
    return int(connection.execute(sql, values).fetchone()[0])
