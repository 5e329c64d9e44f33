from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import pytest
from boats import (
    FACTS,
    MISFIT,
    NOTHING,
    PROMPT,
    RECORD,
    Boat,
    Harbour,
    Log,
    article,
    boats,
    prompt_file,
)
from fake_endpoint import FakeEndpoint, answers, refuses
from pydantic import BaseModel, model_validator
from pydantic_core import PydanticCustomError

from llm_extract.errors import AnswerError, CallError, EndpointError
from llm_extract.llm import CallSettings, Endpoint, LlmClient, Usage
from llm_extract.prompts import Renderer, load_prompt
from llm_extract.reading import Gap, Read, Reader, Reading, Rejected
from llm_extract.schemas import Gate, schema_of

Ask = Callable[..., Read]
Calls = list[tuple[int, int, int]]


def questions(fake_endpoint: FakeEndpoint) -> list[str]:
    """The last line of each request."""
    return [
        request.json["messages"][-1]["content"].splitlines()[-1]
        for request in fake_endpoint.requests
    ]


def test_whole_article_in_one_request(ask: Ask, fake_endpoint: FakeEndpoint, calls: Calls) -> None:
    read = ask("article", RECORD)
    assert read.record == Log(
        harbour=Harbour(town="Karvel"), boats=[Boat(cites=[1], name="Amsa", crew=14)]
    )
    assert (read.gaps, read.model, len(read.attempts)) == ((), "fake-1", 1)
    assert questions(fake_endpoint) == ["Log all of it."]
    assert calls == [(1, 1, 1)]


def test_whole_article_is_shown_after_the_worked_example(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    ask("article", RECORD)
    messages = fake_endpoint.requests[0].json["messages"]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert messages[0]["content"] == "You log boats."
    assert "The barge Orl" in messages[1]["content"]
    assert json.loads(messages[2]["content"])["boats"][0]["name"] == "Orl"
    assert "[1] The ferry Amsa left Karvel with 14 people." in messages[3]["content"]


@pytest.mark.parametrize(("reading", "requests"), [("article", 1), ("sentence", 3)])
def test_two_articles_share_every_byte_before_the_article(
    ask: Ask, fake_endpoint: FakeEndpoint, reading: Reading, requests: int
) -> None:
    shown = [article("A gull cried. Rain."), article("The ferry Amsa sank. Nobody swam.")]
    steps = [RECORD] if reading == "article" else [FACTS, NOTHING, NOTHING]
    for one in shown:
        ask(reading, *steps, shown=one)
    assert len(fake_endpoint.requests) == 2 * requests
    heads = {
        request.body.partition(f"=== {one.sha256[:8]}".encode())[0]
        for number, one in enumerate(shown)
        for request in fake_endpoint.requests[number * requests : (number + 1) * requests]
    }
    (head,) = heads
    assert b"The barge Orl" in head
    assert b"gull" not in head
    assert b"ferry" not in head


def test_questions_about_one_article_share_every_byte_before_the_question(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    ask("sentence", FACTS, NOTHING)
    tails = [request.body.rpartition(b"\\n\\n")[0] for request in fake_endpoint.requests]
    assert len(set(tails)) == 1
    assert b"back at dusk" in tails[0]


def test_facts_first_then_one_question_for_each_sentence(
    ask: Ask, fake_endpoint: FakeEndpoint, calls: Calls
) -> None:
    read = ask("sentence", FACTS, boats(("Amsa", 14)), NOTHING, boats(("Amsa", None)))
    assert questions(fake_endpoint) == [
        "Which harbour?",
        "Log sentence 1.",
        "Log sentence 2.",
        "Log sentence 3.",
    ]
    assert read.record == Log(
        harbour=Harbour(town="Karvel"),
        boats=[Boat(cites=[1], name="Amsa", crew=14), Boat(cites=[3], name="Amsa", crew=None)],
    )
    assert calls == [(1, 4, 1), (2, 4, 2), (3, 4, 3), (4, 4, 4)]


def test_a_model_cannot_choose_its_citation(ask: Ask) -> None:
    lie = answers('{"items":[{"kind":"boats","cites":[9],"name":"Amsa","crew":14}]}')
    read = ask("sentence", FACTS, NOTHING, lie, NOTHING)
    assert isinstance(read.record, Log)
    assert [boat.cites for boat in read.record.boats] == [[2]]


def test_equal_items_become_one_with_both_sentences(ask: Ask) -> None:
    read = ask("sentence", FACTS, boats(("Amsa", 14)), boats(("Orl", 14)), boats(("Amsa", 14)))
    assert isinstance(read.record, Log)
    assert read.record.boats == [
        Boat(cites=[1, 3], name="Amsa", crew=14),
        Boat(cites=[2], name="Orl", crew=14),
    ]


def test_schema_without_facts_asks_for_none(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    class Boats(BaseModel):
        boats: list[Boat]

    read = ask("sentence", boats(("Amsa", 14)), NOTHING, schema=Boats)
    assert questions(fake_endpoint) == [f"Log sentence {number}." for number in (1, 2, 3)]
    assert read.record == Boats(boats=[Boat(cites=[1], name="Amsa", crew=14)])


def test_a_corrected_answer_is_used_and_both_are_paid_for(
    ask: Ask, fake_endpoint: FakeEndpoint, calls: Calls
) -> None:
    read = ask("sentence", FACTS, MISFIT, boats(("Amsa", 14)), NOTHING)
    assert (read.gaps, read.rejected) == ((), ())
    assert [attempt.outcome for attempt in read.attempts] == ["ok", "invalid", "ok", "ok", "ok"]
    assert Usage.of(read.attempts) == Usage(500, 50, 320, requests=5, complete=True)
    assert len(fake_endpoint.requests) == 5
    assert calls == [(1, 4, 1), (2, 4, 3), (3, 4, 4), (4, 4, 5)]


def test_a_sentence_without_usable_answer_is_a_gap_and_the_rest_stands(
    ask: Ask, calls: Calls
) -> None:
    read = ask("sentence", FACTS, boats(("Amsa", 14)), MISFIT, MISFIT, boats(("Orl", 2)))
    assert read.gaps == (Gap(2, "schema_mismatch"),)
    assert isinstance(read.record, Log)
    assert [(boat.name, boat.cites) for boat in read.record.boats] == [("Amsa", [1]), ("Orl", [3])]
    assert [attempt.code for attempt in read.attempts] == [
        None,
        None,
        "schema_mismatch",
        "schema_mismatch",
        None,
    ]
    assert calls[-1] == (4, 4, 5)


def test_each_gap_keeps_its_own_code(ask: Ask) -> None:
    cut = answers('{"items":', finish_reason="length")
    read = ask("sentence", FACTS, NOTHING, cut, answers(""), validation_retries=0)
    assert read.gaps == (Gap(2, "truncated"), Gap(3, "empty_answer"))


def test_no_usable_sentence_is_an_error(ask: Ask) -> None:
    with pytest.raises(AnswerError) as caught:
        ask("sentence", FACTS, MISFIT)
    assert caught.value.code == "schema_mismatch"
    outcomes = [attempt.outcome for attempt in caught.value.attempts]
    assert outcomes == ["ok"] + 6 * ["invalid"]


def test_an_article_without_sentences_is_no_error(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    bare = article("date 2031-05-20")
    assert bare.sentences == ()
    read = ask("sentence", FACTS, shown=bare)
    assert read.record == Log(harbour=Harbour(town="Karvel"), boats=[])
    assert len(fake_endpoint.requests) == 1


def test_more_items_than_the_list_holds_are_rejected(ask: Ask) -> None:
    many = boats(("A", 1), ("B", 1)), boats(("C", 1), ("D", 1))
    read = ask("sentence", FACTS, *many, NOTHING)
    assert isinstance(read.record, Log)
    assert [boat.name for boat in read.record.boats] == ["A", "B", "C"]
    late = {"cites": [2], "name": "D", "crew": 1}
    assert read.rejected == (Rejected("boats", late, "too_long", "boats: more than 3", (2,)),)


class Manifest(BaseModel):
    harbour: Harbour
    boats: list[Boat]

    @model_validator(mode="after")
    def check(self) -> Manifest:
        if len({boat.name for boat in self.boats}) < len(self.boats):
            raise PydanticCustomError("same_name", "two boats have one name")
        return self


def test_sentences_that_do_not_join_to_a_valid_record(ask: Ask) -> None:
    steps = FACTS, boats(("Amsa", 1)), boats(("Amsa", 2)), NOTHING
    with pytest.raises(AnswerError) as caught:
        ask("sentence", *steps, schema=Manifest)
    assert (caught.value.code, caught.value.fields) == ("schema_mismatch", ("(root)",))
    assert len(caught.value.attempts) == 4


def test_a_record_whose_good_parts_contradict_each_other_is_asked_for_again_whole(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    boat = {"cites": [1], "name": "Amsa", "crew": 1}
    twice = answers(json.dumps({"harbour": {"town": None}, "boats": [boat, boat]}))
    read = ask("article", twice, RECORD, schema=Manifest)
    assert [attempt.outcome for attempt in read.attempts] == ["invalid", "ok"]
    assert "same_name" in fake_endpoint.requests[1].json["messages"][-1]["content"]
    assert isinstance(read.record, Manifest)
    assert len(read.record.boats) == 1


def test_an_endpoint_error_ends_the_article_with_every_attempt_counted(
    ask: Ask, fake_endpoint: FakeEndpoint, calls: Calls
) -> None:
    with pytest.raises(EndpointError) as caught:
        ask("sentence", FACTS, MISFIT, NOTHING, refuses(400))
    assert (caught.value.code, caught.value.status) == ("bad_request", 400)
    outcomes = [attempt.outcome for attempt in caught.value.attempts]
    assert outcomes == ["ok", "invalid", "ok", "failed"]
    assert len(fake_endpoint.requests) == 4
    assert calls == [(1, 4, 1), (2, 4, 3), (3, 4, 4)]


def test_a_passing_fault_is_counted_and_passes(ask: Ask) -> None:
    read = ask("article", refuses(503, retry_after_ms="1"), RECORD)
    assert [attempt.outcome for attempt in read.attempts] == ["failed", "ok"]
    assert read.attempts[0].status == 503
    assert read.attempts[1].waited > 0


@pytest.mark.parametrize("reading", ["article", "sentence"])
def test_unusable_answers_never_show_the_text(ask: Ask, reading: Reading) -> None:
    with pytest.raises(CallError) as caught:
        ask(reading, answers('{"harbour":"The ferry Amsa"}'))
    assert caught.value.code == "schema_mismatch"
    assert "Amsa" not in str(caught.value)
    assert len(caught.value.attempts) == 2


class Port(BaseModel):
    town: str | None
    open: Annotated[bool | None, Gate()]


class GatedLog(BaseModel):
    harbour: Port
    boats: list[Boat]


def gated_prompt(renderer_folder: Path) -> str:
    text = PROMPT.replace('"town": "Sund"}', '"town": "Sund", "open": true}')
    return prompt_file(renderer_folder, text)


@pytest.mark.parametrize(("gate", "asked"), [("false", 1), ("true", 4), ("null", 4)])
def test_a_closed_gate_ends_the_reading_and_nothing_else_does(
    fake_endpoint: FakeEndpoint, tmp_path: Path, gate: str, asked: int
) -> None:
    facts = answers(f'{{"harbour":{{"town":"Karvel","open":{gate}}}}}')
    fake_endpoint.play(facts, boats(("Amsa", 14)), NOTHING, NOTHING)

    async def read() -> Read:
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url), CallSettings()) as client:
            reader = Reader(Renderer(load_prompt(gated_prompt(tmp_path))), schema_of(GatedLog))
            return await reader.read(client, article(), "sentence", lambda *_: None)

    record = asyncio.run(read()).record

    assert len(fake_endpoint.requests) == asked
    assert isinstance(record, GatedLog)
    assert len(record.boats) == (0 if gate == "false" else 1)


def test_a_gate_is_part_of_the_schema_hash() -> None:
    class Open(BaseModel):
        town: str | None
        open: bool | None

    class Plain(BaseModel):
        harbour: Open
        boats: list[Boat]

    assert schema_of(GatedLog).gates == (("harbour", "open"),)
    assert schema_of(Plain).gates == ()
    assert schema_of(GatedLog).sha256 != schema_of(Plain).sha256
