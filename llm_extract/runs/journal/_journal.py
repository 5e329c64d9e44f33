"""The journal itself: opened by one run, read by anyone."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from llm_extract.errors import SettingsError
from llm_extract.llm import Usage
from llm_extract.runs.journal._entries import (
    ARTICLE,
    Entry,
    RunHead,
    entries_of,
    head_of,
    outcome_line,
)
from llm_extract.runs.journal._files import connect, is_cut, is_sound
from llm_extract.runs.journal._keeper import ArticleKeeper, PriceOf
from llm_extract.runs.journal._migrations import migrate
from llm_extract.runs.journal._orphans import adopt_answers, adopt_records
from llm_extract.runs.journal._outcome import Outcome, newest_outcome
from llm_extract.runs.journal._rescue import put_aside, salvage
from llm_extract.runs.journal._sources import SourceTable
from llm_extract.runs.journal._totals import lines_of, spent
from llm_extract.runs.journal._writer import Change, Writer

JOURNAL = "journal.sqlite"

RunState = Literal["running", "finished", "interrupted", "aborted"]

_OUTCOME = (
    "INSERT INTO outcome (number, key, run, made, state, code, digest, line)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


class Numbers:
    """Row numbers that no other process of the run gives out, rising within each.

    22 bits for the run, 8 for the process, 32 to count.
    """

    def __init__(self, run: int, process: int = 0) -> None:
        self.run = run
        self._count = itertools.count(run << 40 | process << 32)

    def next(self) -> int:
        """A new number."""
        return next(self._count)

    def now(self) -> str:
        """The time in UTC, to the millisecond."""
        return datetime.now(UTC).isoformat(timespec="milliseconds")


class Journal:
    """The journal of a folder whose lock is held; `close` it when the run is over.

    A file that cannot be read is put aside, and what can be read of it goes into a new one.

    Attributes:
        path: the file.
        notice: what was done about a damaged file, or ``None``.

    Raises:
        SettingsError: ``output_not_writable``.
    """

    def __init__(self, path: Path, *, checked: bool = True) -> None:
        self.path = path
        self.notice: str | None = None
        try:
            self._reading = self._opened() if checked else connect(path)
        except sqlite3.Error as error:
            raise SettingsError(
                "output_not_writable", f"the journal cannot be opened: {error}", source=str(path)
            ) from error
        self.writer = Writer(lambda: connect(path), path)
        self._unused: frozenset[str] = frozenset()
        self.numbers = Numbers(0)

    @classmethod
    def attached(cls, path: Path, run: int, process: int) -> Journal:
        """Open the journal of a run that another process has begun."""
        journal = cls(path, checked=False)
        journal.attach(run, process)
        return journal

    def adopt(self, lines: Iterable[tuple[str, str, str]]) -> None:
        """Take over records of a lost journal: key, digest and line of each."""
        adopt_records(self._reading, lines)

    def begin(self, head: RunHead, price: PriceOf | None) -> int:
        """Start a run and return its number; answers no attempt tells of are accounted for.

        Without a ``price`` they are left to the next run that asks a model.
        """
        if price:
            adopt_answers(self._reading, head.model, price)
        number = self._one("SELECT coalesce(max(number), 0) + 1 FROM run")
        self.attach(number)
        values = (
            number,
            self.numbers.now(),
            "running",
            head.input,
            head.prompt,
            head.prompt_sha256,
            head.schema,
            head.schema_sha256,
            head.model,
            json.dumps(head.settings),
            head.command,
        )
        sql = (
            "INSERT INTO run (number, started, state, input, prompt, prompt_sha256, schema,"
            " schema_sha256, model, settings, command) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        self.writer.make((sql, values))
        return int(number)

    def attach(self, run: int, process: int = 0) -> None:
        """Write for a run that is going on, as one of its processes."""
        self.numbers = Numbers(run, process)
        rows = self._reading.execute("SELECT DISTINCT key FROM answer WHERE used = 0")
        self._unused = frozenset(key for (key,) in rows)

    def end(self, state: RunState, reason: str | None = None) -> None:
        """Close the run; waits until everything is on disk."""
        sql = "UPDATE run SET ended = ?, state = ?, reason = ? WHERE number = ?"
        self.writer.make((sql, (self.numbers.now(), state, reason, self.numbers.run)))

    def close(self) -> None:
        """Close the file; raises `OutputError` when something could not be written."""
        try:
            self.writer.close()
        finally:
            self._reading.close()

    def knows_any(self) -> bool:
        """Whether there is any outcome of an earlier run."""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM outcome)"))

    def outcome(self, key: str) -> Outcome | None:
        """The newest record under ``key``, else the newest failure, of what is on disk."""
        return newest_outcome(self._reading, key)

    def keeper(self, key: str, price: PriceOf, *, recalling: bool) -> ArticleKeeper:
        """Keep answers about the article of ``key``; ``recalling`` those no outcome has used."""
        kept: list[tuple[int, str, bytes]] = []
        if recalling and key in self._unused:
            sql = (
                "SELECT number, request, body FROM answer WHERE key = ? AND used = 0"
                " ORDER BY number"
            )
            kept = self._reading.execute(sql, (key,)).fetchall()
        return ArticleKeeper(self.writer, self.numbers, key, kept, price)

    def settle(self, key: str, code: str | None, digest: str, line: str, *, final: bool) -> int:
        """Store what came of a text; returns the number of the outcome.

        After a ``final`` one its answers are not recalled again.
        """
        number = self.numbers.next()
        run, now = self.numbers.run, self.numbers.now()
        state = "failed" if code else "ok"
        changes: list[Change] = [(_OUTCOME, (number, key, run, now, state, code, digest, line))]
        if final:
            changes.append(("UPDATE answer SET used = 1 WHERE key = ? AND used = 0", (key,)))
        self.writer.put(*changes)
        return number

    def file(
        self,
        position: int,
        identity: str,
        state: str,
        *,
        key: str | None = None,
        outcome: int | None = None,
        reused: bool = False,
        same_as: str | None = None,
        about: str | None = None,
        line: str | None = None,
    ) -> None:
        """Store in which state an input of this run has ended."""
        entry = Entry(position, identity, state, key, outcome, reused, same_as, about, line)
        self.writer.put((ARTICLE, entry.row(self.numbers.run)))

    def file_all(self, entries: Iterable[Entry]) -> None:
        """Store all inputs of this run at once, and wait for the disk: all of them or none."""
        self.writer.make(*((ARTICLE, entry.row(self.numbers.run)) for entry in entries))

    def rewrite(self, run: int | None, identity: str, key: str, line: str, about: str) -> None:
        """Replace the newest record under ``key``, and what is known of an article of ``run``."""
        newest = "SELECT max(number) FROM outcome WHERE key = ? AND state = 'ok'"
        self.writer.put(
            (f"UPDATE outcome SET line = ? WHERE number = ({newest})", (line, key)),  # noqa: S608
            ("UPDATE article SET about = ? WHERE run = ? AND id = ?", (about, run, identity)),
        )

    def store_locations(self, gazetteer: str, found: Iterable[tuple[int, str]]) -> None:
        """Store where the places of outcomes are, all at once, and wait for the disk."""
        sql = "INSERT OR REPLACE INTO location (outcome, gazetteer, made, found) VALUES (?,?,?,?)"
        now = self.numbers.now()
        self.writer.make(*((sql, (outcome, gazetteer, now, places)) for outcome, places in found))

    def drop_location(self, key: str) -> None:
        """Forget where the places of the newest record under ``key`` are."""
        newest = "SELECT max(number) FROM outcome WHERE key = ? AND state = 'ok'"
        self.writer.put((f"DELETE FROM location WHERE outcome = ({newest})", (key,)))  # noqa: S608

    def published_run(self) -> int:
        """The run whose lines ``records.jsonl`` holds, else the newest one with inputs."""
        last = "SELECT max(run) FROM article"
        return int(self._one(f"SELECT coalesce((SELECT run FROM published), ({last}))"))  # noqa: S608

    def lines(self, run: int) -> Iterator[tuple[str, str | None, str, str | None, str | None]]:
        """As of `lines_of`."""
        return lines_of(self._reading, run)

    def head(self, run: int) -> RunHead:
        """As of `head_of`."""
        return head_of(self._reading, run)

    def entries(self, run: int) -> Iterator[Entry]:
        """As of `entries_of`."""
        return entries_of(self._reading, run)

    def outcome_line(self, number: int) -> str:
        """As of `outcome_line`."""
        return outcome_line(self._reading, number)

    def is_published(self, run: int, signature: str) -> bool:
        """Whether the file with this signature holds the lines of ``run``, or equal ones."""
        found = next(self.query("SELECT run FROM published WHERE signature = ?", signature), None)
        if found is None:
            return False
        rows = "SELECT position, id, outcome, about, line, same_as FROM article WHERE run = ?"
        differs = f"SELECT EXISTS ({rows} EXCEPT {rows})"
        pairs = ((run, found[0]), (found[0], run))
        return not any(next(self.query(differs, *pair))[0] for pair in pairs)

    def note_published(self, run: int, signature: str) -> None:
        """Store that the file with this signature holds the lines of ``run``."""
        sql = "INSERT OR REPLACE INTO published (one, run, signature) VALUES (1, ?, ?)"
        self.writer.make((sql, (run, signature)))

    def spent(self, run: int) -> tuple[Usage, float | None]:
        """Usage and US dollars of a run, added up from its attempts; of what is on disk."""
        return spent(self._reading, run)

    def last_run(self) -> int | None:
        """Number of the newest run with inputs that have ended."""
        number: int | None = self._one("SELECT max(run) FROM article")
        return number

    def sources(self) -> SourceTable:
        """The table of files that were read, for another thread."""
        return SourceTable(self.path, self.writer)

    def query(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Rows of what is on disk."""
        return iter(self._reading.execute(sql, values))

    def _one(self, sql: str) -> Any:
        return self._reading.execute(sql).fetchone()[0]

    def _opened(self) -> sqlite3.Connection:
        if is_cut(self.path):
            return self._rescued()
        connection = sqlite3.connect(":memory:")
        try:
            connection = connect(self.path)
            sound = is_sound(connection, thoroughly=_was_killed(connection))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            sound = False
        if not sound:
            connection.close()
            return self._rescued()
        migrate(connection, self.path)
        return connection

    def _rescued(self) -> sqlite3.Connection:
        aside = put_aside(self.path)
        connection = connect(self.path)
        migrate(connection, self.path)
        rows = salvage(aside, connection)
        self.notice = (
            f"{self.path.name} was damaged: {rows:,} of its rows go into a new one, "
            f"and the old one is kept as {aside.name}"
        )
        return connection


def _was_killed(connection: sqlite3.Connection) -> bool:
    try:
        sql = "SELECT state FROM run ORDER BY number DESC LIMIT 1"
        return bool(connection.execute(sql).fetchone() == ("running",))
    except sqlite3.OperationalError:
        # No table yet.
        return False
