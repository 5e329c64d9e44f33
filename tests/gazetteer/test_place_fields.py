from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel

from llm_extract.gazetteer import named_places, place_fields
from llm_extract.schemas import Toponym, load_schema, schema_of

Name = Annotated[str, Toponym(country="country")]


class Leg(BaseModel):
    cites: list[int]
    start: Name
    stops: list[Annotated[str, Toponym()]] = []
    country: str | None = None


class Sea(BaseModel):
    cites: list[int]
    start: Name | None


class Tour(BaseModel):
    home: Annotated[str, Toponym()] | None
    legs: list[Leg | Sea]
    plain: str


class Plain(BaseModel):
    legs: list[str]


class Tree(BaseModel):
    name: Name
    parts: list[Tree] = []


RECORD = {
    "home": "Porto",
    "legs": [
        {"cites": [1], "start": "Lyon", "stops": ["Vic", " ", "Tyre"], "country": "France"},
        {"cites": [2], "start": None},
        {"cites": [3], "start": "Aden"},
    ],
    "plain": "Zahlé",
}


def test_marked_fields_are_found_at_any_depth_each_once():
    fields = [(field.holder, field.name) for field in place_fields(Tour)]
    assert fields == [((), "home"), (("legs", "*"), "start"), (("legs", "*"), "stops")]
    assert place_fields(Plain) == ()


def test_a_schema_that_holds_itself_is_said_to_its_first_level():
    assert [field.holder for field in place_fields(Tree)] == [()]


def test_names_of_a_record_know_their_place_and_their_siblings():
    found = list(named_places(RECORD, Tour))
    assert [(place.path, place.field, place.name) for place in found] == [
        ("", "home", "Porto"),
        ("legs.0", "start", "Lyon"),
        ("legs.2", "start", "Aden"),
        ("legs.0", "stops.0", "Vic"),
        ("legs.0", "stops.2", "Tyre"),
    ]
    assert [place.sibling("country") for place in found] == [None, "France", None, None, None]
    assert found[1].sibling("admin1") is None


@pytest.mark.parametrize("data", [{}, {"home": 3, "legs": None}, {"legs": [None, "x", []]}])
def test_a_record_with_holes_has_no_names_there(data):
    assert list(named_places(data, Tour)) == []


def test_a_mark_changes_nothing_of_the_json_schema():
    class Marked(BaseModel):
        legs: list[Leg]

    Plainly = type(  # noqa: N806
        "Leg", (BaseModel,), {"__annotations__": {
            "cites": list[int], "start": str, "stops": list[str], "country": str | None,
        }, "stops": [], "country": None},
    )  # fmt: skip

    class Unmarked(BaseModel):
        legs: list[Plainly]

    Unmarked.__name__ = "Marked"
    marked, unmarked = Marked.model_json_schema(), Unmarked.model_json_schema()
    assert marked["$defs"]["Leg"]["properties"] == unmarked["$defs"]["Leg"]["properties"]
    assert schema_of(Marked).sha256


@pytest.mark.parametrize("reference", ["conflict_events@1", "conflict_events@2", "obituary@1"])
def test_bundled_schemas_have_places(reference):
    assert place_fields(load_schema(reference).model)
