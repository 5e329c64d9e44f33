"""Where the places of a record are, as `llm_extract.gazetteer` put it beside a line.

A place without a chosen candidate is ambiguous or in no gazetteer. None is chosen for it here
either: it has candidates, but no coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from llm_extract.export._cells import text
from llm_extract.export._levels import ARTICLE_ID
from llm_extract.export._tables import Column, Row
from llm_extract.export._verdicts import item_of

Status = Literal["chosen", "ambiguous", "not_found"]

LOCATIONS = (
    ARTICLE_ID,
    Column("path", "text", "Path of the name in the record, `places.0.name`.", False),
    Column("item", "text", "Path of its item."),
    Column("name", "text", "Its name in the record.", False),
    Column("phrase", "text", "The words around the name that say how near."),
    Column(
        "status",
        "text",
        "Whether one candidate was chosen, several may be meant, or none is known.",
        False,
        ("chosen", "ambiguous", "not_found"),
    ),
    Column("rank", "integer", "Place of the candidate among those of the place, from 0.", False),
    Column("chosen", "boolean", "Whether it is the one that was chosen.", nullable=False),
    Column("gazetteer_id", "text", "Id of the candidate in the gazetteer."),
    Column("candidate", "text", "Its name in the gazetteer."),
    Column("country", "text", "Its country, ISO 3166-1 alpha-2."),
    Column("admin1", "text", "Its first-order division."),
    Column("latitude", "number", "Degrees north, WGS 84."),
    Column("longitude", "number", "Degrees east, WGS 84."),
    Column("feature", "text", "Its GeoNames feature code."),
    Column("population", "integer", "Its population."),
    Column("score", "number", "How well it fits, from 0 to 1."),
    Column("reasons", "text", "What speaks for it."),
    Column("precision", "text", "Precision codes by name, as JSON."),
    Column("gazetteer", "text", "The gazetteer."),
)


@dataclass(frozen=True, slots=True)
class Located:
    """One place of a record.

    Attributes:
        place: as in the line's ``locations``.
        item: path of its item, ``None`` for a fact of the article.
    """

    place: Mapping[str, Any]
    item: str | None

    @property
    def path(self) -> str:
        """Path of the name in the record."""
        return _path(self.place)

    @property
    def candidates(self) -> list[Mapping[str, Any]]:
        """What it may be, the best first."""
        return list(self.place["candidates"])

    @property
    def chosen(self) -> Mapping[str, Any] | None:
        """The candidate that was chosen, never the best of an ambiguous place."""
        number = self.place["chosen"]
        return None if number is None else self.candidates[number]

    @property
    def status(self) -> Status:
        """What is known of it."""
        if self.place["chosen"] is not None:
            return "chosen"
        return "ambiguous" if self.candidates else "not_found"

    @property
    def precision(self) -> Mapping[str, Any]:
        """Precision codes by name."""
        codes = self.place.get("precision") or {}
        return {name: code for name, code in codes.items() if code is not None}


def located_in(line: Mapping[str, Any], lists: frozenset[str]) -> list[Located]:
    """The places of a line, none when nobody looked for them; ``lists`` are those with items."""
    places = (line.get("locations") or {}).get("places", ())
    # A path may be that of an item itself, with no field behind it.
    return [Located(place, item_of(f"{_path(place)}.", lists)) for place in places]


def _path(place: Mapping[str, Any]) -> str:
    """Path of the name: that of what holds it, if this is not the record, and its field."""
    return ".".join(filter(None, (place["path"], place.get("field"))))


def location_rows(line: Mapping[str, Any], lists: frozenset[str]) -> Iterator[Row]:
    """One row for each candidate, and one for a place without any."""
    for located in located_in(line, lists):
        for rank, candidate in enumerate(located.candidates or ({},)):
            yield _row(line, located, rank, candidate)


def _row(line: Mapping[str, Any], located: Located, rank: int, candidate: Mapping[str, Any]) -> Row:
    place, known = located.place, candidate.get
    phrase = place.get("phrase")
    return (
        text(line["id"]),
        located.path,
        located.item,
        text(place["name"]),
        None if phrase is None else text(phrase),
        located.status,
        rank,
        rank == place["chosen"],
        *(None if known(name) is None else text(known(name)) for name in _TEXTS),
        known("latitude"),
        known("longitude"),
        known("feature"),
        known("population"),
        known("score"),
        "; ".join(known("reasons", ())) or None,
        text(located.precision) if located.precision else None,
        text(line["locations"]["gazetteer"]),
    )


_TEXTS = ("id", "name", "country", "admin1")
