from __future__ import annotations

from llm_extract.export._links import Links

RECORD = {
    "events": [
        {"id": "e1", "place_id": "p1", "parts": [{"event": "e2"}, {"event": "e1"}]},
        {"id": "e2", "place_id": None, "note": "p1 and more"},
    ],
    "places": [{"id": "p1", "name": "e2"}, {"id": "", "name": ""}],
}
LISTS = ("events", "places")


def test_an_item_refers_to_those_whose_ids_it_holds():
    links = Links(RECORD, LISTS)
    assert list(links.of("events.0")) == [("place_id", "places.0"), ("parts.event", "events.1")]
    assert list(links.of("events.1")) == []
    assert list(links.to("events.1")) == ["events.0", "places.0"]
    assert list(links.to("events.0")) == []


def test_items_are_found_by_id():
    links = Links(RECORD, LISTS)
    assert links.path_of("p1") == "places.0"
    assert [links.path_of(no) for no in ("", "x", None, 3)] == [None] * 4
    assert list(links.items) == ["events.0", "events.1", "places.0", "places.1"]
