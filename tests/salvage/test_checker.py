from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from llm_extract.salvage import Checker, Fault, Parts, complete_parts
from llm_extract.schemas import Derived, schema_of


class Boat(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cites: Annotated[list[int], Field(min_length=1)]
    name: Annotated[str, Field(max_length=12)]
    type: Literal["ferry", "barge"] | None = None
    crew: int | None
    id: Annotated[str, Derived()] = ""

    @field_validator("crew")
    @classmethod
    def check(cls, crew: int | None) -> int | None:
        if crew == 13:
            raise PydanticCustomError("unlucky", "13 is no crew for {name}", {"name": "Orl"})
        if crew == 14:
            raise ValueError("the Orl never sailed with 14")
        if crew == 15:
            raise ValueError("it is too many")
        return crew


class Wreck(BaseModel):
    cites: list[int]
    depth: float


class Harbour(BaseModel):
    town: str | None


class Log(BaseModel):
    harbour: Harbour
    mood: str | None = None
    boats: Annotated[list[Boat], Field(max_length=3)]
    wrecks: list[Wreck | Boat] = []


CHECKER = Checker(schema_of(Log))


def boat(**changes: Any) -> str:
    return json.dumps({"cites": [4], "name": "Orl", "crew": 2} | changes)


@pytest.mark.parametrize(
    ("text", "code", "reason", "fields"),
    [
        (boat(crew="14"), "int_type", "crew: Input should be a valid integer", ("crew",)),
        (boat(crew=2.0), "int_type", "crew: Input should be a valid integer", ("crew",)),
        (boat(crew=True), "int_type", "crew: Input should be a valid integer", ("crew",)),
        (boat(type="tug"), "literal_error", "type: Input should be 'ferry' or 'barge'", ("type",)),
        ('{"cites":[4],"name":"Orl"}', "missing", "crew: Field required", ("crew",)),
        (
            boat(tons=9),
            "extra_forbidden",
            "tons: Extra inputs are not permitted",
            ("tons",),
        ),
        (
            boat(**{"the Orl sank": 1}),
            "extra_forbidden",
            "?: Extra inputs are not permitted",
            ("?",),
        ),
        (boat(crew=13), "unlucky", "crew: unlucky", ("crew",)),
        (boat(crew=14), "value_error", "crew: value_error", ("crew",)),
        (boat(crew=15), "value_error", "crew: Value error, it is too many", ("crew",)),
        (
            boat(cites=[], name="Orl" * 9),
            "too_short",
            "cites: List should have at least 1 item after validation, not 0; "
            "name: String should have at most 12 characters",
            ("cites", "name"),
        ),
    ],
)
def test_a_bad_item_is_told_by_its_fields(
    text: str, code: str, reason: str, fields: tuple[str, ...]
) -> None:
    fault = CHECKER.item("boats", 7, text)
    assert fault is not None
    assert (fault.list, fault.index, fault.raw) == ("boats", 7, json.loads(text))
    assert (fault.code, fault.reason, fault.fields) == (code, reason, fields)
    assert fault.cites == tuple(json.loads(text)["cites"])
    assert "Orl" not in fault.reason


@pytest.mark.parametrize("text", ['"Orl"', "7", "null", "[]", '{"cites":"4"}', '{"cites":["4",5]}'])
def test_items_of_any_shape_are_faults(text: str) -> None:
    fault = CHECKER.item("boats", 0, text)
    assert fault is not None
    assert fault.cites in ((), (5,))
    assert "\n" not in fault.reason


def test_a_control_character_spoils_one_item_only() -> None:
    spoilt = boat(name="a b").replace("a b", "a\nb")
    text = f'{{"harbour":{{"town":null}},"boats":[{boat()},{spoilt}]}}'
    checked = CHECKER.check(complete_parts(text))
    assert checked.items["boats"] == {0: boat()}
    assert [(fault.index, fault.code) for fault in checked.faults] == [(1, "json_invalid")]


def test_half_a_surrogate_pair_spoils_one_item_only() -> None:
    spoilt = boat(name="ud800").replace("ud800", "\\ud800")
    text = f'{{"boats":[{boat()},{spoilt}]}}'
    checked = CHECKER.check(complete_parts(text))
    (fault,) = checked.faults
    assert (fault.index, fault.code, fault.raw["name"]) == (1, "json_invalid", "\ufffd")


def test_facts_are_checked_one_by_one() -> None:
    parts = complete_parts('{"harbour":{"town":5},"mood":"calm"}')
    checked = CHECKER.check(parts)
    assert checked.facts == {"mood": '"calm"'}
    reason = "harbour.town: Input should be a valid string"
    assert checked.faults == (
        Fault("", None, {"town": 5}, "string_type", reason, ("harbour.town",), ()),
    )
    assert checked.any_good


def test_only_facts_without_default_are_missing() -> None:
    (fault,) = CHECKER.missing(["harbour", "mood", "boats"])
    assert (fault.code, fault.fields, fault.raw) == ("missing", ("harbour",), None)


def test_good_items_beyond_the_length_of_their_list_are_too_long() -> None:
    found = [boat(), boat(crew="x"), boat(crew=3), boat(crew=4), boat(crew=5)]
    checked = CHECKER.check(Parts(items={"boats": tuple(found)}))
    assert checked.items["boats"] == {0: found[0], 2: found[2], 3: found[3]}
    faults = [(fault.index, fault.code, fault.cites) for fault in checked.faults]
    assert faults == [(1, "int_type", (4,)), (4, "too_long", (4,))]
    assert CHECKER.beyond("wrecks", found) == []


def test_a_list_of_several_kinds_of_items() -> None:
    wreck = '{"cites":[1],"depth":30}'
    assert CHECKER.item("wrecks", 0, wreck) is None
    assert CHECKER.item("wrecks", 0, boat()) is None
    assert CHECKER.item("wrecks", 0, '{"cites":[1]}') is not None


def test_what_was_not_asked_for_is_left_out() -> None:
    plain, filled = boat(), boat(id="f00d")
    text = f'{{"boats":[{plain},{filled}],"mood": "calm","tide":3,"tides":[1]}}'
    parts = CHECKER.asked(complete_parts(text))
    assert parts.fields == {"mood": '"calm"'}
    assert parts.items["boats"][0] == plain
    assert json.loads(parts.items["boats"][1]) == json.loads(plain)
    assert parts.items.keys() == {"boats"}
    assert parts.whole


def test_a_fact_of_codes_own_is_left_out_with_whatever_it_holds() -> None:
    class Counted(Log):
        total: Annotated[int, Derived()] = 0
        lost: Annotated[list[Boat], Derived()] = []

    checker = Checker(schema_of(Counted))
    text = f'{{"mood":"calm","total":"x","lost":[{boat()},7],"boats":[{boat()}]}}'
    parts = checker.asked(complete_parts(text))
    assert (parts.fields, parts.items) == ({"mood": '"calm"'}, {"boats": (boat(),)})


numbers = st.integers(-5, 40) | st.floats(allow_nan=False, allow_infinity=False) | st.none()
boats = st.fixed_dictionaries(
    {"cites": st.lists(st.integers(), max_size=2), "name": st.text(max_size=15), "crew": numbers}
)


@given(st.lists(boats, max_size=6))
def test_each_item_is_kept_as_written_or_a_fault(found: list[dict[str, Any]]) -> None:
    text = json.dumps({"boats": found})
    checked = CHECKER.check(complete_parts(text))
    places = [*checked.items["boats"], *(fault.index for fault in checked.faults)]
    assert sorted(places) == list(range(len(found)))  # type: ignore[type-var]
    for place, kept in checked.items["boats"].items():
        assert kept in text
        assert CHECKER.value("boats", kept).model_dump(include=set(found[place])) == found[place]
    for fault in checked.faults:
        assert fault.raw == found[fault.index or 0]
