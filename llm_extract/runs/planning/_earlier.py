"""What the journal of an output folder knows of a plan's articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from llm_extract.runs._reuse import PASSING
from llm_extract.runs.journal import JOURNAL, read_only
from llm_extract.runs.planning._measured import Paid

_STANDS = (
    "SELECT CASE state WHEN 'ok' THEN 'ok' ELSE code END FROM outcome WHERE key = ?"
    " ORDER BY state = 'ok' DESC, number DESC LIMIT 1"
)
# Of one run alone: with --fresh a text is paid for more than once.
_PAID = (
    "SELECT count(*), sum(prompt_tokens), sum(completion_tokens), sum(seconds + waited),"
    " coalesce(run.settings ->> '$.run.concurrency', 1)"
    " FROM attempt JOIN run ON run.number = attempt.run"
    " WHERE key = ? AND run.model = ? AND status = 200 AND prompt_tokens IS NOT NULL"
    " GROUP BY attempt.run ORDER BY attempt.run DESC LIMIT 1"
)


class Earlier:
    """Earlier runs into a folder, or none.

    Args:
        connection: to the journal, ``None`` without one.
        model: only its calls are means to go by.
    """

    def __init__(self, connection: sqlite3.Connection | None, model: str) -> None:
        self._connection = connection
        self._model = model

    def knows(self, key: str) -> bool:
        """Whether a run would take over an outcome for the key."""
        row = self._row(_STANDS, key)
        return row is not None and row[0] not in PASSING

    def paid(self, key: str) -> Paid | None:
        """What the calls for the key took."""
        row = self._row(_PAID, key, self._model)
        return Paid(*row) if row and None not in row else None

    def _row(self, sql: str, *values: str) -> tuple[Any, ...] | None:
        if self._connection is None:
            return None
        row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row


@contextmanager
def earlier(folder: Path | None, model: str) -> Iterator[Earlier]:
    """Open the journal of ``folder`` for reading, if there is one."""
    path = folder / JOURNAL if folder else None
    if path is None or not path.is_file():
        yield Earlier(None, model)
        return
    with closing(read_only(path)) as connection:
        yield Earlier(connection, model)
