"""Members that no field takes go alone: the part that held them is kept and nothing is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from boats import PROMPT, article
from fake_endpoint import FakeEndpoint, Step, answers
from fleet import TEXT, asked, item
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from llm_extract.errors import AnswerError
from llm_extract.reading import Read, Rejected
from llm_extract.schemas import Lead

Ask = Callable[..., Read]
BARE = PROMPT.partition("# Example article 1")[0]
PASSES = BARE + "# Passage\n{{ first }} to {{ last }}\n"


class Strict(BaseModel, extra="forbid"):
    pass


class Port(Strict):
    """It can be neither null nor blank."""

    town: Annotated[str, Field(min_length=1)]
    open: bool


class Crew(Strict):
    low: int
    best: int

    @model_validator(mode="after")
    def check(self) -> Crew:
        if self.low > self.best:
            raise PydanticCustomError("count_order", "low is more than best")
        return self


class Ship(Strict):
    cites: Annotated[list[int], Field(min_length=1)]
    name: str
    crew: Crew | None = None


class Ledger(Strict):
    port: Port
    ships: Annotated[list[Ship], Lead()]
    wrecks: list[Ship] = []


PORT = {"town": "Karvel", "open": True}


def ship(number: int, **more: Any) -> dict[str, Any]:
    return {"cites": [number], "name": f"B{number}"} | more


def ledger(*ships: dict[str, Any], port: dict[str, Any] = PORT) -> Step:
    return answers(json.dumps({"port": port, "ships": ships, "wrecks": []}))


def dropped(list_name: str, raw: dict[str, Any], *cites: int) -> Rejected:
    reason = "; ".join(f"{path}: Extra inputs are not permitted" for path in raw)
    return Rejected(list_name, raw, "extra_forbidden", reason, cites)


@pytest.fixture
def read(ask: Ask) -> Ask:
    def run(*steps: Step, reading: str = "article", prompt: str = BARE) -> Read:
        return ask(reading, *steps, shown=article(TEXT), schema=Ledger, prompt=prompt)

    return run


def names(found: Read) -> list[str]:
    assert isinstance(found.record, Ledger)
    assert found.record.port == Port(town="Karvel", open=True)
    return [ship.name for ship in found.record.ships]


def test_a_fact_is_kept_without_them(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    found = read(ledger(ship(1), port=PORT | {"mood": "calm", "tide": [1]}))
    assert names(found) == ["B1"]
    assert found.rejected == (dropped("", {"port.mood": "calm", "port.tide": [1]}),)
    assert len(fake_endpoint.requests) == 1


def test_a_fact_that_is_all_there_is_needs_no_second_question(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    found = read(ledger(port=PORT | {"mood": "calm"}))
    assert names(found) == []
    assert found.rejected == (dropped("", {"port.mood": "calm"}),)
    assert len(fake_endpoint.requests) == 1


def test_items_are_kept_without_them(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    deep = {"low": 1, "best": 2, "high": 3}
    found = read(ledger(ship(1, tons=9), ship(2), ship(3, crew=deep)))
    assert names(found) == ["B1", "B2", "B3"]
    assert found.record.ships[2].crew == Crew(low=1, best=2)  # type: ignore[attr-defined]
    assert found.rejected == (
        dropped("ships", {"tons": 9}, 1),
        dropped("ships", {"crew.high": 3}, 3),
    )
    assert len(fake_endpoint.requests) == 1


def test_an_item_with_another_fault_is_asked_for_with_all_of_it(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    found = read(ledger(ship(1), ship(2, name=2, tons=9)), item(ship(2)))
    assert names(found) == ["B1", "B2"]
    assert found.rejected == ()
    question = asked(fake_endpoint, 1)
    assert '"tons":9' in question
    assert "tons: Extra inputs are not permitted" in question


def test_an_item_that_is_not_good_without_them_is_asked_for(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    bad = ship(2, tons=9, crew={"low": 5, "best": 2})
    found = read(ledger(ship(1), bad), item(None))
    assert names(found) == ["B1"]
    assert [(part.code, part.raw) for part in found.rejected] == [("withdrawn", bad)]


def test_the_second_answer_is_treated_alike(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    found = read(ledger(ship(1), ship(2, name=2)), item(ship(2, tons=9)))
    assert names(found) == ["B1", "B2"]
    assert found.rejected == (dropped("ships", {"tons": 9}, 2),)


def test_the_second_answer_about_a_fact_is_treated_alike(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    again = item({"port": PORT | {"mood": "calm"}})
    found = read(ledger(ship(1), port={"town": 3, "open": True, "mood": "calm"}), again)
    assert names(found) == ["B1"]
    assert found.rejected == (dropped("", {"port.mood": "calm"}),)
    assert len(fake_endpoint.requests) == 2


def test_a_fact_that_is_not_good_without_them_still_fails(read: Ask) -> None:
    bad = {"town": "", "open": True, "mood": "calm"}
    with pytest.raises(AnswerError) as caught:
        read(ledger(ship(1), port=bad), item({"port": bad}))
    assert caught.value.fields == ("port.town", "port.mood")


def test_sentence_by_sentence(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    facts = answers(json.dumps({"port": PORT | {"mood": "calm"}}))
    found = answers('{"items":[{"kind":"ships","name":"B1","tons":9}]}')
    steps = facts, found, answers('{"items":[]}')
    kept = read(*steps, reading="sentence")
    assert names(kept) == ["B1"]
    assert kept.rejected == (dropped("", {"port.mood": "calm"}), dropped("ships", {"tons": 9}, 1))
    assert (len(fake_endpoint.requests), kept.gaps) == (9, ())


def test_in_passes(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    leads = {"port": PORT | {"mood": "calm"}, "ships": [ship(1, tons=9)]}
    first = answers(json.dumps(leads))
    wrecks = answers(json.dumps({"wrecks": [ship(2, depth=30), ship(8, depth=30)]}))
    nothing = answers('{"wrecks":[]}')
    found = read(first, wrecks, nothing, item(None), reading="passes", prompt=PASSES)
    assert names(found) == ["B1"]
    assert [ship.name for ship in found.record.wrecks] == ["B2"]  # type: ignore[attr-defined]
    # Sentence 8 was not asked about, which no member can be blamed for.
    assert [part.code for part in found.rejected] == [
        "extra_forbidden",
        "extra_forbidden",
        "extra_forbidden",
        "withdrawn",
    ]
    assert found.rejected[-1].raw == ship(8, depth=30)


def test_good_parts_that_do_not_fit_together_are_asked_for_again(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    class Counted(Ledger):
        @model_validator(mode="after")
        def check(self) -> Counted:
            if len(self.ships) != 1:
                raise PydanticCustomError("one_ship", "there is exactly one ship")
            return self

    wrong = ledger(ship(1, tons=9), ship(2), port=PORT | {"mood": "calm"})
    found = ask("article", wrong, ledger(ship(1, tons=9)), schema=Counted, prompt=BARE)
    assert found.rejected == (dropped("ships", {"tons": 9}, 1),)
    assert len(fake_endpoint.requests) == 2
    assert "there is exactly one ship" in asked(fake_endpoint, 1)
    assert "Extra inputs" not in asked(fake_endpoint, 1)
