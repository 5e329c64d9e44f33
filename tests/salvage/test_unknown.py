"""Members that no field takes are found whatever unions stand around them."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from llm_extract.salvage import Checker, Fault, Kept
from llm_extract.schemas import schema_of


class Strict(BaseModel, extra="forbid"):
    pass


class Sail(Strict):
    kind_of: Literal["sail"]
    masts: int


class Steam(Strict):
    kind_of: Literal["steam"]
    funnels: int


class Ship(Strict):
    cites: list[int]
    drive: Annotated[Sail | Steam, Field(discriminator="kind_of")] | None = None
    parts: list[Annotated[Sail | Steam, Field(discriminator="kind_of")]] = []


class Wreck(Strict):
    cites: list[int]
    depth: int | None = None


class Log(Strict):
    ship: Ship
    ships: list[Ship]
    found: list[Wreck | Ship] = []


CHECKER = Checker(schema_of(Log))
SAIL = {"kind_of": "sail", "masts": 2}
STEAM = {"kind_of": "steam", "funnels": 1}


@pytest.mark.parametrize(
    ("extra", "members"),
    [
        ({"tons": 9}, {"tons": 9}),
        ({"tons": 9, "the Orl sank": [1]}, {"tons": 9, "the Orl sank": [1]}),
        ({"drive": SAIL | {"knots": 4}}, {"drive.knots": 4}),
        ({"drive": SAIL | {"sail": 4}}, {"drive.sail": 4}),
        ({"drive": SAIL | {"sail": {"knots": 4}}}, {"drive.sail": {"knots": 4}}),
        (
            {"parts": [SAIL | {"a": 1}, STEAM | {"masts": 1}]},
            {"parts.0.a": 1, "parts.1.masts": 1},
        ),
    ],
)
def test_what_goes_and_what_stays(extra: dict[str, Any], members: dict[str, Any]) -> None:
    raw = {"cites": [1]} | extra
    kept = CHECKER.kept_item("ships", 0, json.dumps(raw))
    assert isinstance(kept, Kept)
    assert kept.dropped is not None
    assert (kept.dropped.raw, kept.dropped.code, kept.dropped.cites) == (
        members,
        "extra_forbidden",
        (1,),
    )
    assert "Orl" not in kept.dropped.reason
    assert CHECKER.item("ships", 0, kept.text) is None
    left = json.dumps(json.loads(kept.text))
    assert all(
        f'"{path.rpartition(".")[2]}": {json.dumps(value)}' not in left
        for path, value in members.items()
    )


def test_a_fact_is_told_by_its_path_in_the_record() -> None:
    kept = CHECKER.kept_fact("ship", '{"cites":[1],"ship":{"ship":1}}')
    assert isinstance(kept, Kept)
    assert kept.dropped is not None
    assert kept.dropped.raw == {"ship.ship": {"ship": 1}}


def test_what_is_good_stays_as_it_was_written() -> None:
    text = '{ "cites" :[1]}'
    assert CHECKER.kept_item("ships", 0, text) == Kept(text)
    assert CHECKER.kept_fact("ship", text) == Kept(text)


@pytest.mark.parametrize(
    "raw",
    [
        {"cites": ["1"], "tons": 9},
        {"cites": [1], "drive": {"kind_of": "oars", "tons": 9}},
        {"cites": [1], "drive": SAIL | {"sail": {"a": 1}, "a": 2}},
        {"tons": 9},
        [9],
        None,
    ],
)
def test_any_other_fault_stays_one(raw: Any) -> None:
    found = CHECKER.kept_item("ships", 0, json.dumps(raw))
    assert isinstance(found, Fault)
    assert found.raw == raw


def test_what_only_one_member_of_a_union_does_not_know_is_not_given_up() -> None:
    """``drive`` is unknown to a wreck, ``depth`` to a ship: neither may go."""
    raw = {"cites": [1], "depth": 3, "parts": []}
    assert isinstance(CHECKER.kept_item("found", 0, json.dumps(raw)), Fault)
