"""A gazetteer: names of places to where they may be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from llm_extract.errors import SettingsError
from llm_extract.gazetteer._cities import PACKAGE, Cities, installed_version, missing
from llm_extract.gazetteer._countries import countries
from llm_extract.gazetteer._entry import Entry, Hit, Match, Named
from llm_extract.gazetteer._geonames import admin1_names, rows
from llm_extract.gazetteer._index import BARE, OWN, Source, index_of, opened
from llm_extract.gazetteer._names import bare_key, name_key, skeleton

# Namesakes beyond the most populous ones have no part in a choice.
_MOST = 400
# What spellings with the same consonants have in common at least, out of 100.
_CUT = 85
_RANK: dict[Match, int] = {"name": 0, "other_name": 1, "without_article": 2, "near_spelling": 3}


class Gazetteer:
    """Looks names up, without a network.

    Two sources, together where both are there: the towns and countries of the extra ``places``,
    and a table of GeoNames of the user's. Each is indexed once, in the user's cache.

    Args:
        file: ``SY.txt``, ``allCountries.txt`` or a zip of one, with ``admin1CodesASCII.txt`` beside
            it if names of divisions are wanted that the table itself lacks.
        cities: look in the extra's towns, too, beside a file.
        countries: ISO 3166 codes; places of other countries are passed over.
        on_build: called before an index is built, which takes seconds to minutes.

    Attributes:
        label: what was looked in, with versions.

    Raises:
        SettingsError: ``extra_missing`` without a file and the extra; ``gazetteer_invalid``;
            ``usage`` for a file or country there is none; ``output_not_writable``.
    """

    def __init__(
        self,
        file: Path | None = None,
        *,
        cities: bool = True,
        countries: Collection[str] = (),
        on_build: Callable[[], None] = lambda: None,
    ) -> None:
        self._only = frozenset(map(_checked, countries))
        self._on_build = on_build
        self._connections: list[sqlite3.Connection] = []
        labels = []
        if file is not None:
            identity, label = _of_file(file)
            self._add(identity, lambda: _table(file))
            labels.append(label)
        release = installed_version()
        if file is None and release is None:
            raise missing()
        if file is None or (cities and release):
            identity, label = f"{PACKAGE} {release}", f"geonames-cities500 ({PACKAGE} {release})"
            self._add(identity, _cities)
            labels.append(label)
        self.label = " + ".join(labels)
        self.find = lru_cache(maxsize=20_000)(self._find)
        self.admin1_name = lru_cache(maxsize=20_000)(self._admin1_name)

    def _add(self, identity: str, source: Source) -> None:
        self._connections.append(opened(index_of(identity, source, self._on_build)))

    def close(self) -> None:
        """Close the indexes."""
        for connection in self._connections:
            connection.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find(self, name: str) -> tuple[Hit, ...]:
        """Places of a name: by their own name, by another one, or without an Arabic article.

        Only where there is none at all, places of nearly that name. The best match first, the
        most populous first.
        """
        key = name_key(name)
        if not key:
            return ()
        return self._sorted(self._exact(key)) or self._sorted(self._near(key))

    def _admin1_name(self, country: str, code: str) -> str | None:
        """Name of a first-order division, as far as a source has it."""
        sql = "SELECT name FROM admin1 WHERE country = ? AND code = ?"
        for connection in self._connections:
            if found := connection.execute(sql, (country, code)).fetchone():
                return str(found[0])
        return None

    def _exact(self, key: str) -> Iterator[Hit]:
        for entry, kind in self._entries(key):
            match: Match = "name" if kind == OWN else "other_name"
            yield Hit(entry, "without_article" if kind == BARE else match)
        if (bare := bare_key(key)) != key:
            yield from (Hit(entry, "without_article") for entry, _ in self._entries(bare))

    def _near(self, key: str) -> Iterator[Hit]:
        from rapidfuzz import fuzz

        consonants, bare = skeleton(key), bare_key(key)
        sql = "SELECT key FROM near WHERE skeleton = ?"
        for connection in self._connections:
            for (spelling,) in connection.execute(sql, (consonants,)).fetchall():
                other = bare_key(spelling)
                likeness = fuzz.ratio(bare, other) if other[0] == bare[0] else 0
                if likeness >= _CUT:
                    for entry, _ in self._in(connection, spelling):
                        yield Hit(entry, "near_spelling", round(likeness / 100, 2))

    def _entries(self, key: str) -> Iterator[tuple[Entry, int]]:
        for connection in self._connections:
            yield from self._in(connection, key)

    def _in(self, connection: sqlite3.Connection, key: str) -> Iterator[tuple[Entry, int]]:
        sql = (
            "SELECT place.*, name.kind FROM name JOIN place ON place.id = name.place"
            " WHERE name.key = ? ORDER BY name.kind, place.population DESC LIMIT ?"
        )
        for *columns, is_middle, kind in connection.execute(sql, (key, _MOST)):
            entry = Entry._make((*columns, bool(is_middle)))
            if not self._only or entry.country in self._only:
                yield entry, kind

    def _sorted(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """Each place once, by its best match; of two sources the first."""
        best: dict[int, Hit] = {}
        for hit in hits:
            known = best.get(hit.entry.id)
            if known is None or _order(hit)[:2] < _order(known)[:2]:
                best[hit.entry.id] = hit._replace(entry=known.entry) if known else hit
        return tuple(sorted(best.values(), key=_order))


def _order(hit: Hit) -> tuple[int, float, int, int]:
    return _RANK[hit.match], -hit.likeness, -hit.entry.population, hit.entry.id


def _checked(code: str) -> str:
    if code not in countries():
        raise SettingsError(
            "usage",
            f"{code!r} is no country",
            source="countries",
            hint="give ISO 3166 codes of two capitals, such as LB,SY",
        )
    return code


def _of_file(file: Path) -> tuple[str, str]:
    """What the index of a file is known by, and what its results are labelled with."""
    try:
        info = file.stat()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError("usage", reason, source=str(file)) from error
    if not file.is_file():
        raise SettingsError("usage", "it is no file", source=str(file))
    beside = file.with_name("admin1CodesASCII.txt")
    names = f" {beside.stat().st_mtime_ns}" if beside.is_file() else ""
    identity = f"{file.resolve()} {info.st_size} {info.st_mtime_ns}{names}"
    return identity, f"{file.name} ({info.st_size:,} bytes)"


def _table(file: Path) -> tuple[Iterable[Named], Iterable[tuple[str, str, str]]]:
    return rows(file), admin1_names(file)


def _cities() -> tuple[Iterable[Named], Iterable[tuple[str, str, str]]]:
    return Cities().rows(), ()
