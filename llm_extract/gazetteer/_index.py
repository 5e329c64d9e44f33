"""The index of one source: an SQLite file in the user's cache, built once.

Tables: ``place`` (the entries), ``name`` (folded name to place), ``near`` (consonants to folded
names) and ``admin1`` (names of first-order divisions). Sorting is left to SQLite, on disk, so that
memory does not grow with the source.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from llm_extract.errors import SettingsError
from llm_extract.gazetteer._cache import index_folder
from llm_extract.gazetteer._countries import countries
from llm_extract.gazetteer._divisions import divisions, plain
from llm_extract.gazetteer._entry import Named
from llm_extract.gazetteer._names import bare_key, folded, skeleton

# Part of the name of an index. To be raised with any change of tables, folding, or of the names of
# countries and divisions, so that indexes of before are built anew.
_FORM = 2
OWN, OTHER, BARE = 0, 1, 2
_TABLES = """
    CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL,
      admin1 TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
      feature TEXT NOT NULL, population INTEGER NOT NULL, is_middle INTEGER NOT NULL) STRICT;
    CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL,
      PRIMARY KEY (key, place)) STRICT, WITHOUT ROWID;
    CREATE TABLE near (skeleton TEXT NOT NULL, key TEXT NOT NULL,
      PRIMARY KEY (skeleton, key)) STRICT, WITHOUT ROWID;
    CREATE TABLE admin1 (country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
      PRIMARY KEY (country, code)) STRICT, WITHOUT ROWID;
    CREATE TEMPORARY TABLE found (key TEXT, skeleton TEXT, place INTEGER, kind INTEGER);
"""
_SORTED = """
    INSERT INTO name SELECT key, place, min(kind) FROM found GROUP BY key, place;
    INSERT INTO near SELECT DISTINCT skeleton, key FROM found
      WHERE skeleton IS NOT NULL AND kind != 2 ORDER BY skeleton, key;
    DROP TABLE found;
"""
# Those of the source come last, and count.
_DIVISION = "INSERT OR REPLACE INTO admin1 VALUES (?, ?, ?)"

Source = Callable[[], tuple[Iterable[Named], Iterable[tuple[str, str, str]]]]
"""Gives the places, and country, code and name of first-order divisions."""


def index_of(identity: str, source: Source, on_build: Callable[[], None] = lambda: None) -> Path:
    """The index of what ``identity`` names; built when there is none.

    Raises:
        SettingsError: ``output_not_writable``, the cache cannot be written; those of ``source``.
    """
    digest = hashlib.sha256(f"{_FORM}\n{identity}".encode()).hexdigest()
    path = index_folder() / f"{digest[:24]}.sqlite"
    if not path.is_file():
        on_build()
        try:
            _build(path, source)
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(
                "output_not_writable",
                f"the index of the gazetteer cannot be written: {error}",
                source=str(path.parent),
                hint="set LLM_EXTRACT_CACHE_DIR to a folder with room",
            ) from error
    return path


def opened(path: Path) -> sqlite3.Connection:
    """Open an index for reading; any thread may use it, one at a time."""
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def _build(path: Path, source: Source) -> None:
    """Write the index under a temporary name, then rename: two may build it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".building-", suffix=".sqlite")
    os.close(handle)
    temporary = Path(name)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            _fill(connection, *source())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(
    connection: sqlite3.Connection,
    places: Iterable[Named],
    names: Iterable[tuple[str, str, str]],
) -> None:
    # Nothing is lost if the machine stops: the file has no name yet.
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
    connection.execute("BEGIN")
    known = ((one.country, one.code, one.name) for one in divisions())
    connection.executemany(_DIVISION, chain(known, names))
    for named in places:
        entry = named.entry
        connection.execute("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?)", entry)
        if entry.feature == "ADM1":
            values = (entry.country, entry.admin1, plain(entry.name))
            connection.execute(_DIVISION, values)
        connection.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", _keys(named))
    connection.execute("COMMIT")
    connection.executescript(_SORTED)


def _keys(named: Named) -> Iterator[tuple[str, str | None, int, int]]:
    """Folded names of a place: its own, its others, and those without an article."""
    entry = named.entry
    seen: set[str] = set()
    spelled = [(entry.name, OWN), *((other, OTHER) for other in named.others)]
    if entry.feature == "ADM1":
        spelled.append((plain(entry.name), OWN))
    if entry.feature.startswith("PCL") and entry.country in countries():
        spelled += [(name, OWN) for name in countries()[entry.country].names]
    for name, kind in spelled:
        key = folded(name)
        for written, as_kind in ((key, kind), (bare_key(key), BARE)):
            if written and written not in seen:
                seen.add(written)
                yield written, skeleton(written) if as_kind != BARE else None, entry.id, as_kind
