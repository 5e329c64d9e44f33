"""One place of a gazetteer."""

from __future__ import annotations

from typing import Literal, NamedTuple

Match = Literal["name", "other_name", "without_article", "near_spelling"]


class Entry(NamedTuple):
    """A place as GeoNames describes it.

    Attributes:
        id: its number in GeoNames.
        name: as GeoNames writes it.
        country: ISO 3166 alpha-2, empty where there is none.
        admin1: code of the first-order division within the country, or empty.
        latitude: degrees, WGS 84.
        longitude: likewise.
        feature: GeoNames' feature code, such as ``PPL``, ``ADM1`` or ``PCLI``.
        population: 0 where it is not known.
        is_middle: the coordinates are the middle of the towns in it, not GeoNames' own.
    """

    id: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    feature: str
    population: int
    is_middle: bool = False


class Hit(NamedTuple):
    """A place found under a name.

    Attributes:
        entry: the place.
        match: by which of its names.
        likeness: 0 to 1; of a near spelling how much the names have in common, else 1.
    """

    entry: Entry
    match: Match
    likeness: float = 1.0


class Named(NamedTuple):
    """An entry with its other names, as a source gives them."""

    entry: Entry
    others: tuple[str, ...] = ()
