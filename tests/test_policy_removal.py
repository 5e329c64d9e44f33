"""Taking items and values out of a record, and what rests on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from boats import TEXT, Boat, Harbour, extractor, prompt_file
from doubts import GOOD, STRANGE, doubtful, item, record
from fake_endpoint import FakeEndpoint, answers
from pydantic import BaseModel, ConfigDict, Field

from llm_extract.grounding import Evidence, Finding, Source
from llm_extract.policy import without
from llm_extract.schemas import Derived, schema_of


@pytest.fixture
def prompt(tmp_path: Path) -> str:
    return prompt_file(tmp_path)


class Numbered(Boat):
    id: Annotated[str, Derived()] = ""


class Voyage(BaseModel):
    cites: list[int]
    boat: str
    before: str | None = None


class Ledger(BaseModel):
    """Boats and voyages: neither is anything without the other."""

    boats: list[Boat]
    voyages: list[Voyage]

    def findings(self, _source: Source, _evidence: Evidence) -> Iterator[Finding]:
        names = {boat.name for boat in self.boats}
        sailed = {voyage.boat for voyage in self.voyages}
        for place, boat in enumerate(self.boats):
            if boat.name not in sailed:
                yield Finding("idle", f"boats.{place}", "no voyage")
        for place, voyage in enumerate(self.voyages):
            if voyage.boat not in names:
                yield Finding("no_boat", f"voyages.{place}.boat", "no such boat")


def test_what_rests_on_a_dropped_item_goes_with_it(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    text = "The ferry Amsa left Karvel with 14 people. The barge Brul left Karvel."
    brul = {"cites": [2], "name": "Brul", "crew": 90}
    voyages = [{"cites": [1], "boat": "Amsa"}, {"cites": [2], "boat": "Brul"}]
    fake_endpoint.play(record(brul, GOOD, voyages=voyages))
    found = extractor(fake_endpoint, prompt, schema=Ledger, policy="drop").extract(text)
    assert found.data == Ledger(boats=[Boat(**GOOD)], voyages=[Voyage(cites=[1], boat="Amsa")])
    assert [(part.list, part.code) for part in found.rejected] == [
        ("boats", "unsupported"),
        ("voyages", "no_boat"),
    ]
    assert found.findings == ()


class Roll(BaseModel):
    """Registers by code every boat the article's own fact names."""

    flagship: str
    boats: list[Numbered]
    rounds: ClassVar[int] = 0

    def completed(self, _source: Source) -> Roll:
        type(self).rounds += 1
        if self.flagship in [boat.name for boat in self.boats]:
            return self
        added = Numbered(cites=[1], name=self.flagship, crew=None, id="code")
        return self.model_copy(update={"boats": [*self.boats, added]})


@pytest.mark.parametrize("policy", ["drop", "reask"])
def test_names_that_code_registers_again_neither_loop_nor_fill_the_rejected(
    fake_endpoint: FakeEndpoint, prompt: str, policy: str
) -> None:
    Roll.rounds = 0
    fake_endpoint.play(answers(json.dumps({"flagship": "Zed", "boats": [STRANGE]})), item(None))
    found = extractor(fake_endpoint, prompt, schema=Roll, policy=policy).extract(TEXT)
    assert Roll.rounds < 6
    assert [part.raw for part in found.rejected] == [STRANGE]
    assert found.data.boats == [  # type: ignore[attr-defined]
        Numbered(cites=[1], name="Zed", crew=None, id="code")
    ]
    # It stays with its verdict, and the model is not asked for what it never wrote.
    assert doubtful(found) == {"flagship": "unsupported", "boats.0.name": "unsupported"}
    assert len(fake_endpoint.requests) == (2 if policy == "reask" else 1)


class Ghosts(BaseModel):
    """Code that makes up something new each time."""

    boats: list[Boat]
    made: ClassVar[int] = 0

    def completed(self, _source: Source) -> Ghosts:
        type(self).made += 1
        ghost = Boat(cites=[1], name=f"Ghost {self.made}", crew=None)
        return self.model_copy(update={"boats": [*self.boats, ghost]})


def test_code_that_never_settles_ends_all_the_same(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    Ghosts.made = 0
    fake_endpoint.play(answers(json.dumps({"boats": [GOOD]})))
    found = extractor(fake_endpoint, prompt, schema=Ghosts, policy="drop").extract(TEXT)
    assert Boat(**GOOD) in found.data.boats  # type: ignore[attr-defined]
    assert Ghosts.made < 10


# what can be taken out


class Crew(BaseModel):
    model_config = ConfigDict(frozen=True)

    cites: list[int]
    boat: str
    mate: str | None = None
    hands: list[str] = Field(default_factory=list)
    tag: Annotated[str | None, Derived()] = None


class Muster(BaseModel):
    model_config = ConfigDict(frozen=True)

    harbour: Harbour | None = None
    crews: list[Crew] = Field(default_factory=list)


MUSTER = Muster(
    harbour=Harbour(town="Sark"),
    crews=[
        Crew(cites=[1], boat="Amsa", mate="Ona", hands=["Pim", "Quill", "Rue"], tag="c1"),
        Crew(cites=[2], boat="Brul"),
    ],
)


def taken(*paths: str) -> tuple[Muster, list[Any]]:
    reasons = (("altered", "it differs"), ("unsupported", "it is nowhere"))
    kept, rejected = without(MUSTER, schema_of(Muster), dict.fromkeys(paths, reasons))
    assert {part.code for part in rejected} <= {"altered"}
    assert {part.reason for part in rejected} <= {"it differs; it is nowhere"}
    assert isinstance(kept, Muster)
    assert Muster.model_validate(kept.model_dump()) == kept
    return kept, [part.raw for part in rejected]


def test_a_record_is_never_changed_in_place() -> None:
    before = MUSTER.model_copy(deep=True)
    taken("crews.0", "crews.1.boat", "harbour.town", "crews.0.hands.1")
    assert before == MUSTER


def test_values_that_may_be_missing_go_alone() -> None:
    kept, raws = taken("crews.0.mate", "crews.0.hands.0", "crews.0.hands.2", "harbour.town")
    crew = Crew(cites=[1], boat="Amsa", hands=["Quill"], tag="c1")
    assert kept == Muster(harbour=Harbour(town=None), crews=[crew, MUSTER.crews[1]])
    assert raws == [
        {"mate": "Ona"},
        {"hands.0": "Pim"},
        {"hands.2": "Rue"},
        {"harbour.town": "Sark"},
    ]


def test_a_value_that_must_be_there_takes_its_item_along_once() -> None:
    kept, raws = taken("crews.0.boat", "crews.0.mate", "crews.0", "crews.1")
    assert kept.crews == []
    hands = {"mate": "Ona", "hands": ["Pim", "Quill", "Rue"]}
    assert raws == [
        {"cites": [1], "boat": "Amsa", **hands},
        {"cites": [2], "boat": "Brul", "mate": None, "hands": []},
    ]


def test_paths_below_something_that_is_gone_and_whole_lists_are_passed_over() -> None:
    kept, raws = taken("harbour", "harbour.town", "crews")
    assert kept == Muster(crews=MUSTER.crews)
    assert raws == [{"harbour": {"town": "Sark"}}]
