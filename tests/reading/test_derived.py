"""What a model writes where code fills in is dropped unseen, and costs nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from boats import PROMPT, article
from fake_endpoint import FakeEndpoint, Step, answers
from fleet import TEXT, asked, item
from pydantic import BaseModel, Field

from llm_extract.reading import Read, Rejected
from llm_extract.schemas import Derived, Lead, load_schema

Ask = Callable[..., Read]
BARE = PROMPT.partition("# Example article 1")[0]
PASSES = BARE + "# Passage\n{{ first }} to {{ last }}\n"
CONFLICT = load_schema("conflict_events@2")
# None of them is the text the fields below hold.
MALFORMED: list[Any] = [7, None, {"day": "x"}, [[]], "f00d"]


class Strict(BaseModel, extra="forbid"):
    pass


class Engine(Strict):
    maker: str
    serial: Annotated[str, Field(max_length=3), Derived()] = ""


class Ship(Strict):
    cites: list[int]
    name: str
    engines: list[Engine] = []
    id: Annotated[str, Field(max_length=3), Derived()] = ""


class Port(Strict):
    town: str
    code: Annotated[str, Field(max_length=3), Derived()] = ""


class Ledger(Strict):
    port: Port
    ships: Annotated[list[Ship], Lead()]
    wrecks: list[Ship] = []
    total: Annotated[int, Field(ge=50), Derived()] = 50


def ship(number: int, **filled: Any) -> dict[str, Any]:
    return {"cites": [number], "name": f"B{number}"} | filled


def ledger(*ships: dict[str, Any], port: dict[str, Any] | None = None, **filled: Any) -> Step:
    record = {"port": port or {"town": "Karvel"}, "ships": ships, "wrecks": []}
    return answers(json.dumps(record | filled))


def names(read: Read) -> list[str]:
    assert isinstance(read.record, Ledger)
    return [found.name for found in read.record.ships]


@pytest.mark.parametrize("value", MALFORMED)
@pytest.mark.parametrize(
    "spoilt",
    [
        lambda value: ledger(ship(1, id=value), ship(2)),
        lambda value: ledger(ship(1, engines=[{"maker": "Orl", "serial": value}]), ship(2)),
        lambda value: ledger(ship(1), ship(2), port={"town": "Karvel", "code": value}),
        lambda value: ledger(ship(1), ship(2), total=value),
    ],
    ids=["item", "nested", "in a fact", "fact"],
)
def test_it_is_dropped_wherever_it_stands(
    ask: Ask, fake_endpoint: FakeEndpoint, spoilt: Callable[[Any], Step], value: Any
) -> None:
    read = ask("article", spoilt(value), schema=Ledger, prompt=BARE)
    assert names(read) == ["B1", "B2"]
    assert read.record.port == Port(town="Karvel")  # type: ignore[attr-defined]
    assert read.record.total == 50  # type: ignore[attr-defined]
    assert (len(fake_endpoint.requests), read.rejected, read.gaps) == (1, (), ())


def test_it_is_dropped_beside_a_bad_item_which_alone_is_asked_for(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    answer = ledger(ship(1, id=7), ship(2, name=2, id={"n": 7}), total="many")
    again = item(ship(2, id=[7]))
    read = ask("article", answer, again, shown=article(TEXT), schema=Ledger, prompt=BARE)
    assert names(read) == ["B1", "B2"]
    assert (len(fake_endpoint.requests), read.rejected) == (2, ())
    assert '"id"' not in asked(fake_endpoint, 1)


def test_it_is_dropped_from_an_answer_that_was_cut_off(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    cut = '{"total":"x","port":{"town":"Karvel","code":9},"ships":[{"cites":[1],"name":"B1","id":7'
    rest = ledger(ship(1, id={}), ship(2, id=7), port={"town": "Karvel", "code": 8})
    read = ask("article", answers(cut, finish_reason="length"), rest, schema=Ledger, prompt=BARE)
    assert names(read) == ["B1", "B2"]
    assert (len(fake_endpoint.requests), read.rejected, read.gaps) == (2, (), ())


def test_it_is_dropped_from_the_answer_about_a_fact(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    answer = ledger(ship(1), port={"town": 3, "code": 7})
    again = item({"port": {"town": "Karvel", "code": 7}, "total": "x"})
    read = ask("article", answer, again, schema=Ledger, prompt=BARE)
    assert read.record.port == Port(town="Karvel")  # type: ignore[attr-defined]
    assert (len(fake_endpoint.requests), read.rejected) == (2, ())


def test_it_is_dropped_sentence_by_sentence(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    facts = answers('{"port":{"town":"Karvel","code":7},"total":"x"}')
    found = answers('{"items":[{"kind":"ships","name":"B1","id":7}]}')
    nothing = answers('{"items":[]}')
    read = ask("sentence", facts, found, nothing, nothing, schema=Ledger, prompt=BARE)
    assert names(read) == ["B1"]
    assert (len(fake_endpoint.requests), read.rejected, read.gaps) == (4, (), ())


def test_it_is_dropped_in_passes(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    leads = {"port": {"town": "Karvel"}, "ships": [ship(1, id=7), ship(2, id={})], "total": "x"}
    steps = leads, {"wrecks": [ship(1, id=7)]}
    read = ask(
        "passes", *(answers(json.dumps(step)) for step in steps), schema=Ledger, prompt=PASSES
    )
    assert names(read) == ["B1", "B2"]
    assert [found.name for found in read.record.wrecks] == ["B1"]  # type: ignore[attr-defined]
    assert (len(fake_endpoint.requests), read.rejected, read.gaps) == (2, (), ())


def test_a_repeated_question_does_not_speak_of_it(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    wrong = ledger(ship(1, name=1, id=7), port={"town": 3, "code": 7})
    ask("article", wrong, ledger(ship(1)), schema=Ledger, prompt=BARE)
    question = asked(fake_endpoint, 1)
    assert "port.town" in question
    assert "port.code" not in question
    assert "ships.0.id" not in question


EVENT: dict[str, Any] = {
    "cites": [1],
    "what": "clashed",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "date_text": None,
    "place": None,
    "side_a": [],
    "side_b": [],
    "status": "new",
    "modality": "asserted",
}


def conflict(event: dict[str, Any], **facts: Any) -> Step:
    """A record of version 2 that a model wrote without constraint."""
    known = {"reports_conflict": True, "language": "en", "agency": None, "byline": None}
    record: dict[str, Any] = {"article": known | facts} | {name: [] for name in CONFLICT.items}
    return answers(json.dumps(record | {"events": [event]}))


@pytest.mark.parametrize(
    "filled",
    [{"id": 7}, {"when": {"start": "soon"}}, {"when": {"lat": 3.5}}, {"related": [{"event": 1}]}],
)
def test_an_event_with_a_malformed_field_of_codes_own_is_kept(
    ask: Ask, fake_endpoint: FakeEndpoint, filled: dict[str, Any]
) -> None:
    answer = conflict(EVENT | filled, agency_inferred="maybe")
    read = ask("article", answer, schema=CONFLICT.model, prompt=BARE)
    (event,) = read.record.events  # type: ignore[attr-defined]
    assert (event.what, event.id, event.when, event.related) == ("clashed", "", None, [])
    assert (len(fake_endpoint.requests), read.rejected) == (1, ())


def test_an_unknown_member_of_an_event_goes_alone(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    answer = conflict(EVENT | {"weapon": "rifle", "id": 7}, mood="calm")
    read = ask("article", answer, schema=CONFLICT.model, prompt=BARE)
    assert len(read.record.events) == len(fake_endpoint.requests) == 1  # type: ignore[attr-defined]
    fact, event = read.rejected
    reason = "Extra inputs are not permitted"
    assert fact == Rejected(
        "", {"article.mood": "calm"}, "extra_forbidden", f"article.mood: {reason}", ()
    )
    assert event == Rejected(
        "events", {"weapon": "rifle"}, "extra_forbidden", f"Battles.weapon: {reason}", (1,)
    )


def test_an_event_with_coordinates_stays_a_fault(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    located = EVENT | {"lat": 3.5, "weapon": "rifle"}
    read = ask("article", conflict(located), item(located), schema=CONFLICT.model, prompt=BARE)
    assert read.record.events == []  # type: ignore[attr-defined]
    assert [part.code for part in read.rejected] == ["coordinates_from_model"]
    assert len(fake_endpoint.requests) == 2
