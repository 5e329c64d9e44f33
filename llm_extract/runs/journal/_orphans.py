"""What a journal takes over when it is opened: answers of a killed run, lines of a lost journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from llm_extract.llm import tokens_of
from llm_extract.runs.journal._keeper import ATTEMPT, PriceOf


def adopt_answers(connection: sqlite3.Connection, model: str, price: PriceOf) -> None:
    """Account for answers that no attempt tells of: a run was killed before it read them.

    ``price`` holds for ``model``; what another one cost stays unknown.
    """
    sql = (
        "SELECT answer.number, run, key, body, model FROM answer JOIN run ON run.number = run"
        " WHERE used = 0 AND NOT EXISTS"
        " (SELECT 1 FROM attempt WHERE attempt.answer = answer.number AND recalled = 0)"
    )
    rows = connection.execute(sql).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    for number, run, key, body, asked in rows:
        tokens = tokens_of(_body(body))
        counts = (tokens.prompt, tokens.completion, tokens.cached)
        cost = price(tokens) if asked == model else None
        values = (run, key, number, "unread", None, *counts, cost, 0.0, 0.0, 200, None, 0)
        connection.execute(ATTEMPT, values)
    connection.execute("COMMIT")


def adopt_records(connection: sqlite3.Connection, lines: Iterable[tuple[str, str, str]]) -> None:
    """Take over records whose keys have no outcome yet: key, digest and line of each."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT OR IGNORE INTO run (number, started, ended, state, input, prompt, prompt_sha256,"
        " schema, schema_sha256, model, settings)"
        " VALUES (1, '', '', 'finished', '', '', '', '', '', '', '{}')"
    )
    for number, (key, digest, line) in enumerate(lines, start=1):
        sql = (
            "INSERT OR IGNORE INTO outcome SELECT ?, ?, 1, '', 'ok', NULL, ?, ? WHERE NOT EXISTS"
            " (SELECT 1 FROM outcome WHERE key = ? AND state = 'ok')"
        )
        connection.execute(sql, (number, key, digest, line, key))
    connection.execute("COMMIT")


def _body(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
