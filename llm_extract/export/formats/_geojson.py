"""GeoJSON (RFC 7946): where items are, longitude before latitude, WGS 84.

A feature is an item and a place it names: a place of the record itself, or one it refers to by id.
The geometry is the point of the candidate that was chosen. An ambiguous place, or one that is in
no gazetteer, has none: its candidates, if any, are among the properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from llm_extract.export._cells import iso, text
from llm_extract.export._layout import Layout
from llm_extract.export._links import Links
from llm_extract.export._names import Names
from llm_extract.export._places import Located, located_in
from llm_extract.export.formats._package import GENERATOR

SUFFIX = ".geojson"
_HEAD = f'{{"type":"FeatureCollection","generator":"{GENERATOR}","features":['
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=iso)
_ABOUT_CANDIDATE = ("country", "admin1", "feature", "population", "score")
_CANDIDATE = ("id", "name", *_ABOUT_CANDIDATE, "latitude", "longitude")


def write_geojson(path: Path, layout: Layout, lines: Iterable[Mapping[str, Any]]) -> int:
    """Write a feature for each item and place, one on each line; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for feature in chain.from_iterable(features(line, layout) for line in lines):
            file.write(f"{',' if count else ''}\n{_JSON.encode(feature)}")
            count += 1
        file.write("\n]}\n")
    return count


def is_ours(path: Path) -> bool:
    """Whether an earlier export wrote a file."""
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD.encode()


def features(line: Mapping[str, Any], layout: Layout) -> Iterator[dict[str, Any]]:
    """The features of one line."""
    places = located_in(line, layout.lists)
    if line["status"] != "ok" or not places:
        return
    links, cells = Links(line["data"], layout.schema.items), _cells(line, layout)
    for place in places:
        if place.item is None:
            yield _feature(line, place, None, place.path, {})
    for item in links.items:
        for field, place in _places_of(item, places, links):
            yield _feature(line, place, item, field, cells[item])


def _places_of(
    item: str, places: Iterable[Located], links: Links
) -> Iterator[tuple[str | None, Located]]:
    """Places of an item with the field that names each; none for the place the item is."""
    known = list(places)
    for place in known:
        if place.item == item:
            yield place.path[len(item) + 1 :] or None, place
    for field, target in dict.fromkeys(links.of(item)):
        yield from ((field, place) for place in known if place.item == target)


def _feature(
    line: Mapping[str, Any],
    located: Located,
    item: str | None,
    field: str | None,
    cells: Mapping[str, Any],
) -> dict[str, Any]:
    known = {"article_id": text(line["id"]), **cells}
    names = Names(tuple(known))
    place = {names.unique(name): value for name, value in _place(line, located, field).items()}
    identity = "#".join(filter(None, (text(line["id"]), item, field)))
    return {
        "type": "Feature",
        "id": identity,
        "geometry": _point(located.chosen),
        "properties": known | place,
    }


def _point(chosen: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    return {"type": "Point", "coordinates": [chosen["longitude"], chosen["latitude"]]}


def _place(line: Mapping[str, Any], located: Located, field: str | None) -> dict[str, Any]:
    chosen, codes = located.chosen or {}, located.place.get("precision") or {}
    return {
        "article_published": (line.get("article") or {}).get("published"),
        "location_field": field,
        "location_name": text(located.place["name"]),
        "location_phrase": _text(located.place.get("phrase")),
        "location_status": located.status,
        "location_candidate": _text(chosen.get("name")),
        "location_gazetteer_id": chosen.get("id"),
        **{f"location_{name}": _clean(chosen.get(name)) for name in _ABOUT_CANDIDATE},
        "location_alternatives": len(located.candidates) - (located.chosen is not None),
        "location_candidates": [_candidate(other) for other in located.candidates],
        "location_gazetteer": text(line["locations"]["gazetteer"]),
        **{f"location_{name}": code for name, code in codes.items()},
    }


def _candidate(candidate: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _clean(candidate.get(name)) for name in _CANDIDATE}


def _clean(value: Any) -> Any:
    return text(value) if isinstance(value, str) else value


def _text(value: str | None) -> str | None:
    return None if value is None else text(value)


def _cells(line: Mapping[str, Any], layout: Layout) -> dict[str, dict[str, Any]]:
    """Columns of each item's table with the item's cells, by path."""
    columns = {
        table.name: [column.name for column in table.columns]
        for table in map(layout.table_of, layout.schema.items)
    }
    found = (
        dict(zip(columns[name], row, strict=True))
        for name, row in layout.record_rows(line)
        if name in columns
    )
    return {str(cells["item"]): cells for cells in found}
