"""An answer that was cut off or broken is continued; what is complete is never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from boats import Harbour, article
from fake_endpoint import FakeEndpoint, Step, answers, refuses
from fleet import NAMES, TEXT, Fleet, asked, boat, fleet, item

from llm_extract.errors import AnswerError, EndpointError
from llm_extract.llm import Usage
from llm_extract.reading import Gap, Read

Ask = Callable[..., Read]


def cut(text: str, behind: str) -> Step:
    """An answer that reached the token limit in the middle of the part after `behind`."""
    return answers(text[: text.index(behind) + len(behind) + 3], finish_reason="length")


def more(*numbers: int, cut_off: bool = False) -> Step:
    text = json.dumps({"boats": [boat(number) for number in numbers]})
    return cut(text, NAMES[numbers[-1] - 1]) if cut_off else answers(text)


ALL = fleet(*(boat(number) for number in range(1, 9)))
FOUR = cut(ALL, "Elke")


@pytest.fixture
def read(ask: Ask) -> Callable[..., Read]:
    def run(*steps: Step, **settings: Any) -> Read:
        return ask("article", *steps, shown=article(TEXT), schema=Fleet, **settings)

    return run


def names(read: Read) -> list[str]:
    assert isinstance(read.record, Fleet)
    return [found.name for found in read.record.boats]


def test_cut_once(read: Callable[..., Read], fake_endpoint: FakeEndpoint) -> None:
    found = read(FOUR, more(5, 6, 7, 8))
    assert found.record == Fleet.model_validate_json(ALL)
    assert (found.gaps, found.rejected) == ((), ())
    assert [attempt.code for attempt in found.attempts] == ["truncated", None]
    assert Usage.of(found.attempts) == Usage(200, 20, 128, requests=2, complete=True)
    first, second = (request.json["messages"] for request in fake_endpoint.requests)
    assert second[: len(first)] == first
    kept, question = second[len(first) :]
    assert kept["role"] == "assistant"
    assert json.loads(kept["content"]) == json.loads(fleet(*map(boat, range(1, 5))))
    assert ": " not in kept["content"]
    assert "The 4 items above are kept" in question["content"]


def test_a_continuation_does_not_ask_for_facts_that_are_there(
    read: Callable[..., Read], fake_endpoint: FakeEndpoint
) -> None:
    read(FOUR, more(5))
    wires = [
        request.json["response_format"]["json_schema"]["schema"]["properties"].keys()
        for request in fake_endpoint.requests
    ]
    assert [*map(set, wires)] == [{"harbour", "boats"}, {"boats"}]


def test_cut_twice_with_repeats(read: Callable[..., Read]) -> None:
    found = read(FOUR, more(4, 5, 6, 7, cut_off=True), more(7, 8))
    assert names(found) == list(NAMES)
    assert found.gaps == ()
    assert len(found.attempts) == 3


def test_cut_for_ever_without_anything_new(read: Callable[..., Read]) -> None:
    found = read(FOUR, more(1, 2, 3, cut_off=True))
    assert names(found) == list(NAMES[:4])
    assert found.gaps == (Gap(None, "truncated"),)
    assert len(found.attempts) == 2


def test_cut_for_ever_with_something_new_each_time_ends_after_eight_rounds(
    read: Callable[..., Read],
) -> None:
    rounds = [
        answers(json.dumps({"boats": [boat(1, crew=100 + number)]})[:-1], finish_reason="length")
        for number in range(20)
    ]
    found = read(FOUR, *rounds)
    assert len(names(found)) == 4 + 8
    assert found.gaps == (Gap(None, "truncated"),)
    assert len(found.attempts) == 9


def test_the_same_item_written_over_and_over_is_kept_once(read: Callable[..., Read]) -> None:
    text = fleet(*([boat(1)] * 30))
    found = read(answers(text[:-9], finish_reason="length"), more(2))
    assert names(found) == ["Amsa", "Brul"]


def test_cut_inside_the_first_item_with_the_facts_complete(read: Callable[..., Read]) -> None:
    found = read(cut(ALL, "Ams"), more(1, 2))
    assert isinstance(found.record, Fleet)
    assert found.record.harbour == Harbour(town="Karvel")
    assert names(found) == ["Amsa", "Brul"]


def test_cut_before_anything_is_complete_fails_as_before(
    read: Callable[..., Read], fake_endpoint: FakeEndpoint
) -> None:
    text = '{"harbour":{"town":"The ferry'
    with pytest.raises(AnswerError) as caught:
        read(answers(text, finish_reason="length"))
    assert (caught.value.code, caught.value.raw) == ("truncated", text)
    assert "ferry" not in f"{caught.value} {caught.value!r} {vars(caught.value)}"
    assert len(fake_endpoint.requests) == len(caught.value.attempts) == 1


def test_broken_in_the_middle(read: Callable[..., Read], fake_endpoint: FakeEndpoint) -> None:
    broken = ALL.replace('"name": "Elke"', '"name": "the "Elke""')
    found = read(answers(broken), more(5, 6, 7, 8))
    assert names(found) == list(NAMES)
    assert (found.gaps, len(fake_endpoint.requests)) == ((), 2)


def test_a_bad_item_before_the_cut_is_asked_for_alone(
    read: Callable[..., Read], fake_endpoint: FakeEndpoint
) -> None:
    text = fleet(boat(1), boat(2, crew="two"), boat(3))
    found = read(cut(text, "Corv"), more(3), item(boat(2)))
    assert names(found) == ["Amsa", "Brul", "Corv"]
    assert len(found.attempts) == len(fake_endpoint.requests) == 3
    assert "Corv" in asked(fake_endpoint, 2)  # the neighbouring sentence
    assert '"name":"Corv"' not in asked(fake_endpoint, 2)


def test_a_list_that_was_never_begun_is_asked_for(read: Callable[..., Read]) -> None:
    found = read(answers('{"harbour":{"town":"Karvel"}}'), more(1))
    assert (names(found), found.gaps) == (["Amsa"], ())


def test_a_list_that_never_comes_is_a_gap(read: Callable[..., Read]) -> None:
    found = read(answers('{"harbour":{"town":"Karvel"}}'))
    assert (names(found), found.gaps) == ([], (Gap(None, "schema_mismatch"),))


def test_an_unusable_continuation_keeps_what_is_there(read: Callable[..., Read]) -> None:
    found = read(FOUR, answers("sorry"), validation_retries=0)
    assert names(found) == list(NAMES[:4])
    assert found.gaps == (Gap(None, "truncated"),)


def test_a_conversation_that_became_too_long_keeps_what_is_there(
    read: Callable[..., Read],
) -> None:
    too_long = {"code": "context_length_exceeded", "message": "This is too long."}
    found = read(FOUR, refuses(400, too_long))
    assert names(found) == list(NAMES[:4])
    assert found.gaps == (Gap(None, "truncated"),)
    assert [attempt.outcome for attempt in found.attempts] == ["invalid", "failed"]


def test_an_endpoint_that_fails_during_a_continuation_ends_the_article(
    read: Callable[..., Read],
) -> None:
    with pytest.raises(EndpointError) as caught:
        read(FOUR, refuses(401))
    assert [attempt.outcome for attempt in caught.value.attempts] == ["invalid", "failed"]
