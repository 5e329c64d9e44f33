"""Facts and leads first, then the other lists by groups of sentences."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from boats import PROMPT, Boat, Harbour, article, prompt_file
from fake_endpoint import FakeEndpoint, Step, answers, refuses
from fleet import asked, item, sent
from pydantic import BaseModel

from llm_extract.errors import AnswerError, EndpointError, SettingsError
from llm_extract.llm import CallSettings, Endpoint, LlmClient
from llm_extract.prompts import Renderer, load_prompt
from llm_extract.reading import Gap, Read, Reader
from llm_extract.schemas import Gate, Lead, schema_of

Ask = Callable[..., Read]

PASSES = PROMPT.replace(
    "# Example article 1",
    "# Passage\n{{ first }} to {{ last }}:{% for s in sentences %} {{ s.number }}{% endfor %}\n"
    "# Example article 1",
).replace('"crew": null}]}', '"crew": null}], "voyages": [{"cites": [1], "goal": "Sund"}]}')
TEXT = (
    "A gull cried. The Amsa left Karvel for Sund. She carried grain. Rain fell. Snow lay. "
    "Fog came. Nobody spoke. The Orl left with 14 people. Wind blew."
)


class Voyage(BaseModel):
    cites: list[int]
    goal: str


class Voyages(BaseModel):
    harbour: Harbour
    boats: Annotated[list[Boat], Lead()]
    voyages: list[Voyage]


def leads(*cites: list[int]) -> Step:
    found = [{"cites": list(some), "name": f"B{some[0]}", "crew": None} for some in cites]
    return answers(json.dumps({"harbour": {"town": "Karvel"}, "boats": found}))


def voyages(*found: tuple[list[int], str]) -> Step:
    items = [{"cites": cites, "goal": goal} for cites, goal in found]
    return answers(json.dumps({"voyages": items}))


@pytest.fixture
def read(ask: Ask) -> Ask:
    def run(*steps: Step, **options: Any) -> Read:
        known = {"schema": Voyages, "prompt": PASSES, "shown": article(TEXT)}
        return ask("passes", *steps, **known | options)

    return run


def goals(read: Read) -> list[tuple[list[int], str]]:
    return [(found.cites, found.goal) for found in read.record.voyages]  # type: ignore[attr-defined]


def test_leads_first_then_the_rest_around_them(
    read: Ask, fake_endpoint: FakeEndpoint, calls: list[tuple[int, int, int]]
) -> None:
    found = read(leads([2]), voyages(([2], "Sund")), voyages(([8], "Lunne")))
    assert found.record == Voyages(
        harbour=Harbour(town="Karvel"),
        boats=[Boat(cites=[2], name="B2", crew=None)],
        voyages=[Voyage(cites=[2], goal="Sund"), Voyage(cites=[8], goal="Lunne")],
    )
    questions = [asked(fake_endpoint, n).splitlines()[-1] for n in range(3)]
    # Sentence 2 is cited, sentence 8 holds a number.
    assert questions == ["Log all of it.", "1 to 3: 1 2 3", "7 to 9: 7 8 9"]
    assert calls == [(1, 1, 1), (2, 3, 2), (3, 3, 3)]


def test_each_question_asks_for_its_lists_only(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    read(leads([2]), voyages())
    wires = [
        set(request.json["response_format"]["json_schema"]["schema"]["properties"])
        for request in fake_endpoint.requests
    ]
    assert wires == [{"harbour", "boats"}, {"voyages"}, {"voyages"}]


def test_the_worked_example_is_told_in_the_same_passes(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    read(leads([2]), voyages())
    shown = fake_endpoint.requests[1].json["messages"][1:-1]
    assert [json.loads(message["content"]) for message in shown[1::2]] == [
        {
            "harbour": {"town": "Sund"},
            "boats": [{"cites": [1], "name": "Orl", "crew": None}],
        },
        {"voyages": [{"cites": [1], "goal": "Sund"}]},
    ]
    assert shown[2]["content"] == "1 to 2: 1 2"


def test_all_questions_share_every_byte_before_the_question(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    read(leads([2]), voyages())
    heads = {request.body.rpartition(b"\\n\\n")[0] for request in fake_endpoint.requests}
    assert len(heads) == 1


def test_an_item_that_cites_outside_its_group_is_asked_for_again(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    stray = voyages(([2, 8], "Sund"), ([3], "Lunne"))
    found = read(leads([2]), stray, voyages(), item({"cites": [2], "goal": "Sund"}))
    assert goals(found) == [([2], "Sund"), ([3], "Lunne")]
    question = asked(fake_endpoint, 3)
    assert "cites: names sentences that were not asked about" in question
    lines = [line[:3] for line in question.splitlines() if line.startswith("[")]
    assert lines == ["[1]", "[2]", "[3]"]
    assert "Lunne" not in sent(fake_endpoint, 3)


def test_an_item_that_still_cites_outside_is_rejected(read: Ask) -> None:
    stray = {"cites": [9], "goal": "Sund"}
    found = read(leads([2]), voyages(([9], "Sund")), voyages(), item(stray))
    assert goals(found) == []
    (rejected,) = found.rejected
    assert (rejected.list, rejected.code, rejected.raw) == ("voyages", "cites_outside", stray)
    assert rejected.cites == (9,)


def test_equal_items_of_two_groups_become_one(read: Ask) -> None:
    found = read(leads([2]), voyages(([2], "Sund")), voyages(([8], "Sund")))
    assert goals(found) == [([2, 8], "Sund")]


def test_a_group_without_usable_answer_is_a_gap_at_each_of_its_sentences(read: Ask) -> None:
    useless = answers("sorry")
    steps = leads([2, 3]), useless, voyages(([8], "Lunne"))
    found = read(*steps, validation_retries=0)
    assert found.gaps == (Gap(2, "invalid_response"), Gap(3, "invalid_response"))
    assert goals(found) == [([8], "Lunne")]


def test_a_cut_group_is_continued(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    cut = answers('{"voyages":[{"cites":[2],"goal":"Sund"},{"ci', finish_reason="length")
    found = read(leads([2]), cut, voyages(([3], "Lunne")), voyages())
    assert goals(found) == [([2], "Sund"), ([3], "Lunne")]
    assert (found.gaps, len(fake_endpoint.requests)) == ((), 4)


def test_a_bad_lead_is_settled_before_the_groups_are_made(
    read: Ask, fake_endpoint: FakeEndpoint
) -> None:
    bad = {"cites": [5], "name": "Orl", "crew": "x"}
    first = answers(json.dumps({"harbour": {"town": None}, "boats": [bad]}))
    again = item({"cites": [5], "name": "Orl", "crew": 2})
    found = read(first, again, voyages())
    assert asked(fake_endpoint, 2).endswith("4 to 6: 4 5 6")
    assert len(found.attempts) == len(fake_endpoint.requests) == 4


def test_nothing_good_in_the_first_answer_fails(read: Ask) -> None:
    with pytest.raises(AnswerError) as caught:
        read(answers("{}"))
    assert (caught.value.code, len(caught.value.attempts)) == ("schema_mismatch", 2)


def test_an_endpoint_error_counts_all_attempts(read: Ask) -> None:
    with pytest.raises(EndpointError) as caught:
        read(leads([2]), voyages(), refuses(401))
    assert [attempt.outcome for attempt in caught.value.attempts] == ["ok", "ok", "failed"]


class Port(BaseModel):
    town: str | None
    open: Annotated[bool | None, Gate()]


class Gated(BaseModel):
    harbour: Port
    boats: Annotated[list[Boat], Lead()]
    voyages: list[Voyage]


@pytest.mark.parametrize(("gate", "requests"), [(False, 1), (True, 3), (None, 3)])
def test_a_closed_gate_ends_the_reading(
    read: Ask, fake_endpoint: FakeEndpoint, gate: bool | None, requests: int
) -> None:
    boat = {"cites": [2], "name": "Amsa", "crew": None}
    facts = {"harbour": {"town": None, "open": gate}, "boats": [boat]}
    prompt = PASSES.replace('"town": "Sund"}', '"town": "Sund", "open": true}')
    read(answers(json.dumps(facts)), voyages(), schema=Gated, prompt=prompt)
    assert len(fake_endpoint.requests) == requests


def test_a_schema_of_leads_only_is_one_question(read: Ask, fake_endpoint: FakeEndpoint) -> None:
    class Boats(BaseModel):
        harbour: Harbour
        boats: Annotated[list[Boat], Lead()]

    found = read(leads([2]), schema=Boats)
    assert isinstance(found.record, Boats)
    assert (len(found.record.boats), len(fake_endpoint.requests)) == (1, 1)


class Plain(BaseModel):
    boats: list[Boat]


@pytest.mark.parametrize(
    ("prompt", "schema", "said"),
    [(PROMPT, Voyages, "'# Passage'"), (PASSES, Plain, "Lead()")],
)
def test_a_prompt_or_schema_unfit_for_passes_is_told_before_any_call(
    ask: Ask,
    fake_endpoint: FakeEndpoint,
    tmp_path: Path,
    prompt: str,
    schema: type[BaseModel],
    said: str,
) -> None:
    with pytest.raises(SettingsError) as caught:
        ask("passes", leads([2]), schema=schema, prompt=prompt)
    assert caught.value.code == "usage"
    assert said in caught.value.message
    assert caught.value.source
    assert fake_endpoint.requests == []
    reader = Reader(Renderer(load_prompt(prompt_file(tmp_path, prompt))), schema_of(schema))
    reader.check("sentence")
    with pytest.raises(SettingsError):
        reader.check("passes")


def test_the_opening_is_the_first_request(
    read: Ask, fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    read(leads([2]), voyages())
    reader = Reader(Renderer(load_prompt(prompt_file(tmp_path, PASSES))), schema_of(Voyages))
    opening = reader.opening(article(TEXT), "passes")
    assert [dict(message) for message in opening] == fake_endpoint.requests[0].json["messages"]


def test_one_reader_reads_many_articles(fake_endpoint: FakeEndpoint, tmp_path: Path) -> None:
    fake_endpoint.play(leads([2]), voyages(), voyages(), leads([1]), voyages())
    reader = Reader(Renderer(load_prompt(prompt_file(tmp_path, PASSES))), schema_of(Voyages))

    async def both() -> list[Read]:
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url), CallSettings()) as client:
            texts = [article(TEXT), article("The Amsa left.")]
            return [await reader.read(client, one, "passes", lambda *_: None) for one in texts]

    assert [len(found.attempts) for found in asyncio.run(both())] == [3, 2]
