"""What came of a text, as the journal has it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

_NEWEST = (
    "SELECT number, state, code, digest FROM outcome WHERE key = ?"
    " ORDER BY state = 'ok' DESC, number DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a text under a fingerprint key.

    Attributes:
        number: of the row.
        state: ``ok`` or ``failed``.
        code: of the error, ``None`` for a record.
        digest: JSON of what the line says, in numbers.
    """

    number: int
    state: Literal["ok", "failed"]
    code: str | None
    digest: str


def newest_outcome(connection: sqlite3.Connection, key: str) -> Outcome | None:
    """The newest record under ``key``, else the newest failure."""
    row = connection.execute(_NEWEST, (key,)).fetchone()
    return Outcome(*row) if row else None
