"""The tables of a journal, as steps that each lead from one version to the next."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from llm_extract.errors import SettingsError

# Each step is applied once, in order, and never edited after a release; ``user_version`` of the
# file counts them.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE run (
      number INTEGER PRIMARY KEY,
      started TEXT NOT NULL,
      ended TEXT,
      -- running, finished, interrupted, aborted; one that was killed stays running
      state TEXT NOT NULL,
      -- code of what aborted it
      reason TEXT,
      input TEXT NOT NULL,
      prompt TEXT NOT NULL,
      prompt_sha256 TEXT NOT NULL,
      schema TEXT NOT NULL,
      schema_sha256 TEXT NOT NULL,
      model TEXT NOT NULL,
      settings TEXT NOT NULL,
      command TEXT
    ) STRICT;

    -- What was found of a text with a prompt, a schema, a model and parameters. A line without
    -- the name of the article: identical texts share it.
    CREATE TABLE outcome (
      number INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      run INTEGER NOT NULL REFERENCES run,
      made TEXT NOT NULL,
      -- ok or failed
      state TEXT NOT NULL,
      code TEXT,
      -- what the line says, in numbers
      digest TEXT NOT NULL,
      line TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outcome_key ON outcome (key, state);

    -- The inputs of a run that have ended, in exactly one state: ok, failed or skipped.
    CREATE TABLE article (
      run INTEGER NOT NULL REFERENCES run,
      position INTEGER NOT NULL,
      id TEXT NOT NULL,
      state TEXT NOT NULL,
      key TEXT,
      outcome INTEGER REFERENCES outcome,
      -- 1 when the outcome is that of an earlier run
      reused INTEGER NOT NULL,
      -- id of the article of this run whose text is the same
      same_as TEXT,
      -- what is known of the article but its text
      about TEXT,
      -- of an input without an outcome: the line that says why
      line TEXT,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    -- Bodies of responses, stored before anything was made of them.
    CREATE TABLE answer (
      number INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run,
      key TEXT NOT NULL,
      request TEXT NOT NULL,
      received TEXT NOT NULL,
      -- 1 once an outcome has been made of it
      used INTEGER NOT NULL DEFAULT 0,
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX answer_unused ON answer (key) WHERE used = 0;

    -- Every request sent, and every answer recalled instead of sending one.
    CREATE TABLE attempt (
      number INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run,
      key TEXT NOT NULL,
      answer INTEGER REFERENCES answer,
      outcome TEXT NOT NULL,
      code TEXT,
      prompt_tokens INTEGER,
      completion_tokens INTEGER,
      cached_tokens INTEGER,
      cost REAL,
      seconds REAL NOT NULL,
      waited REAL NOT NULL,
      status INTEGER,
      model TEXT,
      recalled INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX attempt_answer ON attempt (answer) WHERE recalled = 0;

    -- Files as they were when they were read, so that unchanged ones need not be read again.
    CREATE TABLE source (
      name TEXT PRIMARY KEY,
      signature TEXT NOT NULL,
      entries TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Of which run records.jsonl is, and what the file looked like then.
    CREATE TABLE published (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      run INTEGER NOT NULL REFERENCES run,
      signature TEXT NOT NULL
    ) STRICT;

    CREATE VIEW reject AS
      SELECT outcome.key, outcome.number AS outcome,
        part.value ->> 'list' AS list, part.value ->> 'code' AS code,
        part.value ->> 'reason' AS reason, part.value -> 'raw' AS raw
      FROM outcome, json_each(outcome.line, '$.rejected') AS part
      WHERE outcome.state = 'ok';
    """,
    # Comments stand above the statements here: SQLite keeps a statement as it is written, and as
    # long as all of them fit on the first page, no other page can take the tables with it.
    """
    -- Where the places of a record are, as a gazetteer has it; found anew at any time. What was
    -- found is the member "locations" of a line.
    CREATE TABLE location (outcome INTEGER PRIMARY KEY, gazetteer TEXT NOT NULL,
      made TEXT NOT NULL, found TEXT NOT NULL) STRICT;

    -- What people said of records; rows are added, never changed. They refer to nothing, so that
    -- they outlive whatever happens to the other tables. The outcome is the one they looked at;
    -- the action is accept, correct, reject, add, note, done or undo; the path is that of a value
    -- or item, empty for the article; the item is the id of the one the path led to; the value is
    -- JSON, what is right or what was added. One that is sent again under the name of its request
    -- is stored once.
    CREATE TABLE decision (number INTEGER PRIMARY KEY, made TEXT NOT NULL,
      reviewer TEXT NOT NULL, article TEXT NOT NULL, outcome INTEGER NOT NULL,
      action TEXT NOT NULL, path TEXT NOT NULL, item TEXT, value TEXT, note TEXT,
      undoes INTEGER, request TEXT) STRICT;
    CREATE UNIQUE INDEX decision_request ON decision (reviewer, request);
    """,
)


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the tables are of the newest version."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version == len(MIGRATIONS))


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to the newest version; each step is applied whole or not at all.

    Raises:
        SettingsError: ``output_not_writable``, a newer release wrote the journal.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise SettingsError(
            "output_not_writable",
            "a newer release of llm-extract wrote this journal",
            source=str(path),
            hint="upgrade, or choose another folder with -o",
        )
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        try:
            connection.executescript(f"BEGIN IMMEDIATE;{step};PRAGMA user_version={number};COMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise
