"""Records of a user's own schema: what is known from types and names alone."""

from __future__ import annotations

import copy
from datetime import date
from enum import Enum
from random import Random
from typing import Annotated, ClassVar, Literal

import pytest
from compared import left_after, line_of, shuffled
from pydantic import BaseModel, Field

from llm_extract.evaluation import compare_lines
from llm_extract.schemas import Differences, schema_of


class Rig(Enum):
    SLOOP = "sloop"
    KETCH = "ketch"


class Hand(BaseModel):
    name: str
    age: int | None
    watch_id: str | None


class Watch(BaseModel):
    cites: list[int]
    id: str
    bell: str


class Boat(BaseModel):
    cites: list[int]
    id: str
    name: str
    rig: Rig | None
    length: float | None
    state: Literal["afloat", "sunk"] | None
    is_insured: bool | None
    launched: date | None
    colours: list[str]
    story: Annotated[str, Field(max_length=400)] | None
    register_id: str | None
    crew: list[Hand]
    cargo: dict[str, int]


class Log(BaseModel):
    harbour: str | None
    pilots: list[Hand]
    boats: list[Boat]
    watches: list[Watch]


class Graded(Log):
    differences: ClassVar[Differences] = Differences(
        grades={
            "boats": "minor",
            "boats.*": "neutral",
            "boats.*.crew": "major",
            "boats.*.crew.*.name": "critical",
            "boats.*.cites": "critical",
            "harbour": "critical",
        },
        references={"boats.*.crew.*.watch_id": "watches"},
    )


SCHEMA, GRADED = schema_of(Log), schema_of(Graded)


def hand(name, age=None, watch=None):
    return {"name": name, "age": age, "watch_id": watch}


def boat(identity, name, **values):
    known = {
        "cites": [1],
        "id": identity,
        "name": name,
        "rig": "sloop",
        "length": 9.5,
        "state": "afloat",
        "is_insured": True,
        "launched": "2020-05-04",
        "colours": ["red", "white"],
        "story": "She was built at Karvel.",
        "register_id": "KA-17",
        "crew": [hand("Ane", 31, "w1"), hand("Bor", 40, "w2")],
        "cargo": {"salt": 3},
    }
    return {**known, **values}


def log(*boats, **values):
    watches = [
        {"cites": [3], "id": "w1", "bell": "first"},
        {"cites": [4], "id": "w2", "bell": "middle"},
    ]
    known = {"harbour": "Sund", "pilots": [hand("Cato")], "boats": [*boats], "watches": watches}
    return line_of({**known, **values})


AMSA = boat("b1", "Amsa")


def graded(old, new, schema=SCHEMA):
    return [(d.kind, d.path, d.grade) for d in compare_lines(old, new, schema)]


@pytest.mark.parametrize(
    ("field", "value", "grade"),
    [
        ("length", 95.0, "critical"),
        ("name", "Orl", "major"),
        ("name", "AMSA", "minor"),
        ("rig", "ketch", "major"),
        ("state", "sunk", "major"),
        ("is_insured", False, "major"),
        ("launched", "2020-05-05", "major"),
        ("colours", ["red"], "major"),
        ("colours", ["white", "red"], None),
        ("story", "She was built at Sund.", "minor"),
        ("register_id", "KA-18", "major"),
        ("id", "b7", None),
        ("cargo", {"salt": 4}, "critical"),
        ("cargo", {"rye": 3}, "critical"),
    ],
)
def test_grades_by_type(field, value, grade):
    found = graded(log(AMSA), log({**AMSA, field: value}))
    assert found == ([("value", f"boats.*.{field}", grade)] if grade else [])


CREW = [
    ([hand("Bor", 40, "w2"), hand("Ane", 31, "w1")], None),
    ([hand("Ane", 31, "w1")], "major"),
    ([hand("Ane", 13, "w1"), hand("Bor", 40, "w2")], "critical"),
    ([hand("ane", 31, "w1"), hand("Bor", 40, "w2")], "minor"),
    ([hand("Ane", 31, "w2"), hand("Bor", 40, "w1")], "major"),
    ([], "major"),
]


@pytest.mark.parametrize(("crew", "grade"), CREW)
def test_objects_within_items_are_a_set_as_well(crew, grade):
    old, new = log(AMSA), log({**AMSA, "crew": crew})
    assert graded(old, new) == ([("value", "boats.*.crew", grade)] if grade else [])
    assert graded(new, old) == ([("value", "boats.*.crew", grade)] if grade else [])


def test_lists_without_citations_are_matched_too():
    old, new = log(pilots=[hand("Cato"), hand("Dun")]), log(pilots=[hand("Dun"), hand("Cato")])
    assert graded(old, new) == []
    assert graded(old, log(pilots=[hand("Dun")])) == [("lost", "pilots.*", "major")]


def test_ids_within_items_point_where_they_pointed():
    old = log(AMSA, boat("b2", "Orl", crew=[hand("Ane", 31, "w2")]))
    assert graded(old, shuffled(old, Random(1), lambda name: f"new-{name}"), GRADED) == []
    assert graded(old, shuffled(old, Random(1), lambda name: f"new-{name}"), SCHEMA) == []
    wrong = copy.deepcopy(old)
    wrong["data"]["watches"][0]["id"], wrong["data"]["watches"][1]["id"] = "w2", "w1"
    assert {path for _, path, _ in graded(old, wrong, GRADED)} == {"boats.*.crew"}


class Tow(BaseModel):
    cites: list[int]
    boat: str
    hours: int


class Tows(BaseModel):
    boats: list[Watch]
    tows: list[Tow]
    differences: ClassVar[Differences] = Differences(references={"tows.*.boat": "boats"})


def test_equal_items_are_told_apart_by_what_they_point_to():
    schema = schema_of(Tows)
    boats = [{"cites": [1], "id": "1", "bell": "Amsa"}, {"cites": [1], "id": "2", "bell": "Orl"}]
    tows = [{"cites": [2], "boat": name, "hours": 3} for name in "12"]
    old = line_of({"boats": boats, "tows": tows})
    swapped = [boats[0] | {"id": "2"}, boats[1] | {"id": "1"}]
    assert graded(old, line_of({"boats": swapped, "tows": tows}), schema) == []
    twice = line_of({"boats": boats, "tows": [tows[0], tows[0]]})
    assert graded(old, twice, schema) == [("value", "tows.*.boat", "major")]


def test_a_schema_says_what_matters():
    old = log(AMSA, boat("b2", "Orl", cites=[5]))
    assert graded(old, log(AMSA), GRADED) == [("lost", "boats.*", "minor")]
    for field, value, kind, grade in [
        ("length", 95.0, "value", "neutral"),
        ("cites", [1, 2], "evidence", "critical"),
        ("crew", [hand("Ane", 31, "w1"), hand("Bo", 40, "w2")], "value", "critical"),
        ("crew", [hand("Ane", 31, "w1"), hand("Bor", 4, "w2")], "value", "major"),
    ]:
        new = log({**AMSA, field: value}, old["data"]["boats"][1])
        assert graded(old, new, GRADED) == [(kind, f"boats.*.{field}", grade)]
    assert graded(old, {**old, "data": {**old["data"], "harbour": "Karvel"}}, GRADED) == [
        ("value", "harbour", "critical")
    ]


def test_what_a_schema_says_of_differences_is_no_part_of_it():
    class Plain(BaseModel):
        boats: list[Watch]

    class Told(BaseModel):
        boats: list[Watch]
        differences: ClassVar[Differences] = Differences(grades={"boats": "critical"})

    Told.__name__ = Told.__qualname__ = Plain.__qualname__
    plain, said = Plain.model_json_schema(), Told.model_json_schema()
    assert {**plain, "title": ""} == {**said, "title": ""}


class Part(BaseModel):
    cites: list[int]
    name: str
    parts: list[Part]


class Whole(BaseModel):
    parts: list[Part]


def test_a_model_within_itself():
    def part(name, *parts):
        return {"cites": [1], "name": name, "parts": [*parts]}

    schema = schema_of(Whole)
    old = line_of({"parts": [part("hull", part("keel", part("bolt")), part("rib"))]})
    moved = line_of({"parts": [part("hull", part("rib"), part("keel", part("bolt")))]})
    assert graded(old, moved, schema) == []
    other = line_of({"parts": [part("hull", part("keel", part("nut")), part("rib"))]})
    assert graded(old, other, schema) == [("value", "parts.*.parts", "major")]


def test_everything_is_taken_over_from_nested_lists_too():
    other = {"rig": None, "length": 30.0, "state": None, "is_insured": None, "launched": None}
    other |= {"colours": ["black"], "story": None, "cargo": {}}
    old = log(AMSA, boat("b2", "Orl", cites=[5], crew=[]))
    tern = boat("b1", "Tern", cites=[8], crew=[hand("Fay", 20, "w1")], **other)
    new = log(tern, {**AMSA, "id": "b9", "crew": [hand("Eir", 3, "w2")]})
    found = compare_lines(old, new, GRADED)
    assert {d.kind for d in found} == {"added", "lost", "value"}
    assert left_after(old, new, found, GRADED) == ()
