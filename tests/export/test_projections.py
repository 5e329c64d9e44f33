from __future__ import annotations

import json
from typing import ClassVar

import pytest
from located_lines import candidate, locations, place, with_places
from pydantic import BaseModel
from runs_of import EXAMPLES, accepted, line_of

from llm_extract import read_articles
from llm_extract.errors import SettingsError
from llm_extract.export import projections_of
from llm_extract.export._projections import ADDED, Projected, header
from llm_extract.schemas import load_schema, schema_of

CONFLICT = load_schema("conflict_events@2")


class Deed(BaseModel):
    cites: list[int]
    id: str
    where: str | None = None
    precise: int | None = None
    of: str | None = None


class Deeds(BaseModel):
    projections: ClassVar = {"plain": ("deed", "latitude", "where", "days")}
    fault: ClassVar[Exception | None] = None

    deeds: list[Deed]

    def rows(self, article):
        if self.fault:
            raise self.fault
        made = [{"deed": d.id, "where": d.precise, "days": [1, 2]} for d in self.deeds]
        return {"plain": made, "texts": [{"id": "x", "words": article.text}]}


OWN = schema_of(Deeds, "own:Deeds")


def rows(schema, name, line, article=None):
    projected = Projected(schema, name)
    return list(projected.rows([(line, article)])), projected


@pytest.fixture(scope="module")
def articles():
    return {article.id: article for article in read_articles(EXAMPLES)}


@pytest.mark.parametrize("name", ["acled", "ged"])
def test_declared_columns_are_those_of_the_rows(name, articles):
    line = accepted()[0]
    record = CONFLICT.model.model_validate_json(json.dumps(line["data"]))
    made = record.rows(articles[line["id"]])[name]
    assert made
    filled_in = ("latitude", "longitude")
    declared = [c for c in projections_of(CONFLICT)[name] if c not in filled_in]
    for row in made:
        assert list(row) == declared


@pytest.mark.parametrize("name", ["acled", "ged"])
def test_rows_have_the_values_of_the_schema_and_what_is_known_around_them(name, articles):
    for line in accepted():
        article = articles[line["id"]]
        record = CONFLICT.model.model_validate_json(json.dumps(line["data"]))
        found, projected = rows(CONFLICT, name, line, article)
        expected = record.rows(article)[name]
        assert len(found) == len(expected)
        for mine, theirs in zip(found, expected, strict=True):
            assert mine.items() >= theirs.items()
            assert set(mine) <= set(header(projections_of(CONFLICT)[name]))
            assert mine["article_id"] == line["id"]
            item = mine["item"].partition(".")
            event = line["data"][item[0]][int(item[2])]
            assert event["id"] == next(iter(theirs.values()))
        assert projected.without_text == 0


def test_doubts_of_the_item_and_of_what_refers_to_it_are_counted():
    line = line_of(
        {"deeds": [{"cites": [1], "id": "a"}, {"cites": [1], "id": "b", "of": "a"}]},
        evidence={
            "items": [],
            "values": [
                {"path": "deeds.0.id", "verdict": "exact", "spans": []},
                {"path": "deeds.1.of", "verdict": "unsupported", "spans": []},
            ],
            "verdicts": {},
        },
    )
    (first, second), _ = rows(OWN, "plain", line)
    assert (first["doubtful"], first["doubtful_linked"], first["worst_verdict"]) == (
        0,
        1,
        "unsupported",
    )
    assert (second["doubtful"], second["doubtful_linked"]) == (1, 0)


def test_coordinates_are_those_of_the_chosen_candidate_only():
    line = with_places(next(one for one in accepted() if len(one["data"]["places"]) > 2))
    ids = {one["id"]: f"places.{n}" for n, one in enumerate(line["data"]["places"])}
    places = {event["id"]: ids.get(event["place_id"]) for event in line["data"]["events"]}
    found, _ = rows(CONFLICT, "acled", line)
    statuses = {"places.0": "chosen", "places.1": "ambiguous"}
    seen = set()
    for row in found:
        at = places[row["event_id"]]
        expected = statuses.get(at, "not_found" if at else None)
        assert row.get("location_status") == expected
        assert row.get("latitude") == (10.5 if expected == "chosen" else None)
        assert row.get("longitude") == (20.25 if expected == "chosen" else None)
        seen.add(expected)
    assert "chosen" in seen
    assert len(seen) > 1


def test_precision_fills_what_the_record_leaves_open_and_changes_nothing_else():
    line = with_places(next(one for one in accepted() if len(one["data"]["places"]) > 2))
    clear = line["data"]["places"][0]
    at = {e["id"] for e in line["data"]["events"] if e["place_id"] == clear["id"]}
    found, _ = rows(CONFLICT, "acled", line)
    assert {row["geo_precision"] for row in found if row["event_id"] in at} == {2}
    assert {row["geo_precision"] for row in found if row["event_id"] not in at} == {None}
    assert clear["acled_geo_precision"] is None
    clear["acled_geo_precision"] = 1
    found, _ = rows(CONFLICT, "acled", line)
    assert {row["geo_precision"] for row in found if row["event_id"] in at} <= {1, 2}
    assert 1 in {row["geo_precision"] for row in found}


def test_an_item_of_two_places_has_no_point():
    point = candidate(3, "There", 1.0, 2.0, 0.8)
    data = {"deeds": [{"cites": [1], "id": "a", "where": "x", "of": "y"}]}
    one = locations(place("deeds.0", "x", (point,), 0, field="where"))
    two = locations(*one["places"], place("deeds.0", "y", (point,), 0, field="of"))
    (row,), _ = rows(OWN, "plain", line_of(data, locations=one))
    assert (row["latitude"], row["location_status"]) == (1.0, "chosen")
    (row,), _ = rows(OWN, "plain", line_of(data, locations=two))
    assert "latitude" not in row


def test_an_article_that_is_gone_is_told():
    line = line_of({"deeds": []})
    (row,), projected = rows(OWN, "texts", line)
    assert (row["words"], projected.without_text) == ("", 1)


def test_an_article_with_the_text_of_another_has_no_rows():
    found, projected = rows(OWN, "texts", line_of({"deeds": []}, same_as="b.txt"))
    assert (found, projected.twins, projected.without_text) == ([], 1, 0)


def test_lists_in_rows_are_json():
    (row,), _ = rows(
        OWN, "plain", line_of({"deeds": [{"cites": [1], "id": "d"}]}, identity="\ud800")
    )
    assert (row["days"], row["article_id"]) == ("[1, 2]", "\ufffd")


def test_rows_a_schema_does_not_have_are_refused():
    with pytest.raises(SettingsError, match=r"'other' is no format .* own:Deeds: plain, texts"):
        rows(OWN, "other", line_of({"deeds": []}))


def test_a_schema_whose_code_fails_is_told_without_words(monkeypatch):
    monkeypatch.setattr(Deeds, "fault", KeyError("words of the article"))
    with pytest.raises(
        SettingsError, match=r"own:Deeds: schema_invalid: rows\(\) failed"
    ) as caught:
        rows(OWN, "plain", line_of({"deeds": []}))
    assert "words" not in str(caught.value)
    assert "KeyError at test_projections.py" in str(caught.value)


def test_schemas_without_rows_have_no_projections():
    assert projections_of(load_schema("obituary@1")) == {}
    assert projections_of(OWN) == {"plain": ("deed", "latitude", "where", "days")}


def test_added_columns_stand_behind_unless_they_are_placed():
    assert header(("latitude", "x")) == ["latitude", "x", *list(ADDED)[1:]]
