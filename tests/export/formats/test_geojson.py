from __future__ import annotations

import json

import pytest
from located_lines import candidate, locations, place, with_places
from own_schemas import NASTY, nasty_record
from runs_of import accepted, line_of

from llm_extract.export import Layout
from llm_extract.export.formats._geojson import features, is_ours, write_geojson


@pytest.fixture
def line():
    """The line of an article whose events are at two of its places, at least."""
    return with_places(next(one for one in accepted() if len(one["data"]["places"]) > 2))


def test_items_stand_at_the_place_they_refer_to(conflict, line):
    data = line["data"]
    clear = data["places"][0]["id"]
    expected = {("places.0", "name")} | {
        (f"events.{number}", "place_id")
        for number, event in enumerate(data["events"])
        if event["place_id"] == clear
    }
    assert len(expected) > 1
    found = [one for one in features(line, conflict) if one["geometry"]]
    assert {
        (one["properties"]["item"], one["properties"]["location_field"])
        for one in found
        if one["properties"]["item"].startswith(("events", "places"))
    } == expected
    for one in found:
        # Longitude first.
        assert one["geometry"] == {"type": "Point", "coordinates": [20.25, 10.5]}
        assert one["properties"]["location_status"] == "chosen"
        assert one["properties"]["location_score"] == 0.9
        assert one["properties"]["location_alternatives"] == 1
        assert one["properties"]["location_ged_where_prec"] == 2


def test_an_ambiguous_place_has_candidates_and_no_point(conflict, line):
    (one,) = (f for f in features(line, conflict) if f["properties"]["item"] == "places.1")
    assert one["geometry"] is None
    assert one["properties"]["location_status"] == "ambiguous"
    assert one["properties"]["location_score"] is None
    assert [c["latitude"] for c in one["properties"]["location_candidates"]] == [10.5, -33.0]


def test_an_unknown_place_is_there_without_a_point(conflict, line):
    (one,) = (f for f in features(line, conflict) if f["properties"]["item"] == "places.2")
    assert one["geometry"] is None
    assert one["properties"]["location_status"] == "not_found"
    assert one["properties"]["location_candidates"] == []


def test_properties_hold_the_columns_of_the_item(conflict, line):
    one = next(f for f in features(line, conflict) if f["properties"]["item"].startswith("events"))
    number = int(one["properties"]["item"].partition(".")[2])
    event = line["data"]["events"][number]
    assert one["properties"]["event_type"] == event["event_type"]
    assert one["properties"]["article_published"] == line["article"]["published"]
    assert one["properties"]["doubtful"] >= 0


def test_two_places_of_one_item_and_a_fact_are_features_of_their_own():
    point = candidate(3, "There", 1.0, 2.0, 0.8)
    line = line_of(
        nasty_record(),
        locations=locations(
            place("evidence.0", "x", (point,), 0, field="only_boat"),
            place("evidence.0", "n", field="note"),
            place("", "of the record", (point,), 0, field="article_id"),
        ),
    )
    found = list(features(line, Layout(NASTY)))
    assert [one["id"] for one in found] == [
        "a.txt#article_id",
        "a.txt#evidence.0#only_boat",
        "a.txt#evidence.0#note",
    ]
    assert [one["geometry"] is None for one in found] == [False, False, True]


def test_the_file_is_one_feature_collection(conflict, line, tmp_path):
    plain = accepted()[0]
    failed = {"id": "b", "status": "failed", "error": None, "attempts": []}
    hard = json.loads(json.dumps(line))
    for one in hard["locations"]["places"]:
        one["name"] = "\u202e<img>\ud800\n"
    count = write_geojson(tmp_path / "x.geojson", conflict, [plain, hard, failed])
    collection = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == count == len(list(features(line, conflict))) > 1
    names = {one["properties"]["location_name"] for one in collection["features"]}
    assert names == {"\u202e<img>\ufffd\n"}
    assert is_ours(tmp_path / "x.geojson")
    (tmp_path / "other.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert not is_ours(tmp_path / "other.geojson")


def test_no_features_are_an_empty_collection(conflict, tmp_path):
    assert write_geojson(tmp_path / "x.geojson", conflict, [accepted()[0]]) == 0
    assert json.loads((tmp_path / "x.geojson").read_text())["features"] == []
