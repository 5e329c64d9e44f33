"""A bad item costs one small question about this item; the good ones are never sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from boats import FACTS, MISFIT, NOTHING, RECORD, Boat, Harbour, Log, article, boats
from fake_endpoint import FakeEndpoint, answers, refuses, tool_calls
from fleet import NAMES, TEXT, Fleet, asked, boat, fleet, item, sent
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from llm_extract.errors import AnswerError
from llm_extract.llm import Usage
from llm_extract.reading import Gap, Read, Rejected

Ask = Callable[..., Read]
EIGHT = [boat(number) for number in range(1, 9)]
BAD = boat(5, crew="many")
SEVEN_GOOD = fleet(*EIGHT[:4], BAD, *EIGHT[5:])


def names(read: Read) -> list[str]:
    assert isinstance(read.record, Fleet | Log)
    return [found.name for found in read.record.boats]


def test_one_bad_of_eight_costs_one_small_request(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    read = ask("article", answers(SEVEN_GOOD), item(boat(5)), shown=article(TEXT), schema=Fleet)
    assert read.record == Fleet.model_validate_json(fleet(*EIGHT))
    assert (read.gaps, read.rejected) == ((), ())
    assert len(fake_endpoint.requests) == len(read.attempts) == 2
    assert Usage.of(read.attempts) == Usage(200, 20, 128, requests=2, complete=True)
    first, second = (len(request.body) for request in fake_endpoint.requests)
    assert second < first


def test_a_repair_shows_the_item_its_fault_and_the_sentences_around_it(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    shown = article(TEXT, published="2031-05-20")
    ask("article", answers(SEVEN_GOOD), item(boat(5)), shown=shown, schema=Fleet)
    messages = fake_endpoint.requests[1].json["messages"]
    assert [message["role"] for message in messages] == ["system", "user"]
    assert messages[0]["content"] == "You log boats."
    question = messages[1]["content"]
    assert '{"cites":[5],"name":"Elke","crew":"many"}' in question
    assert "crew: Input should be a valid integer" in question
    assert "2031-05-20" in question
    assert [line[:3] for line in question.splitlines() if line.startswith("[")] == [
        "[4]",
        "[5]",
        "[6]",
    ]


def test_good_items_are_never_sent_again(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    ask("article", answers(SEVEN_GOOD), item(boat(5)), shown=article(TEXT), schema=Fleet)
    question = sent(fake_endpoint, 1)
    for good in EIGHT[:4] + EIGHT[5:]:
        assert json.dumps(good, separators=(",", ":")) not in question
    for far in ("Amsa", "Brul", "Corv", "Gorm", "Hild"):
        assert far not in question


def test_the_size_of_a_repair_does_not_grow_with_the_article(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    sizes = []
    for characters in (1_000, 50_000):
        shown = article(TEXT + " Rain fell on the harbour all day." * (characters // 34))
        fake_endpoint.requests.clear()
        ask("article", answers(SEVEN_GOOD), item(boat(5)), shown=shown, schema=Fleet)
        sizes.append([len(request.body) for request in fake_endpoint.requests])
    (small, small_repair), (large, large_repair) = sizes
    assert large > small + 45_000
    assert large_repair == small_repair


def test_good_items_are_kept_as_they_were_written(ask: Ask) -> None:
    class Loaded(BaseModel):
        cites: list[int]
        name: str
        load: float | None

    class Loads(BaseModel):
        boats: list[Loaded]

    odd = '{"boats":[{"name":"\\u00c5sa \\ud83d\\udea2 {]","load":1.50e1,"cites":[1]},{"name":4}]}'
    read = ask("article", answers(odd), item(None), schema=Loads)
    assert read.record == Loads(boats=[Loaded(cites=[1], name="Åsa 🚢 {]", load=15.0)])


def test_a_repaired_item_takes_its_place_in_the_order(ask: Ask) -> None:
    read = ask("article", answers(SEVEN_GOOD), item(boat(5)), shown=article(TEXT), schema=Fleet)
    assert names(read) == list(NAMES)


def test_two_bad_items_cost_two_requests(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    other = boat(2, name=None)
    answer = answers(fleet(boat(1), other, boat(3), BAD))
    read = ask("article", answer, item(boat(2)), item(boat(5)), shown=article(TEXT), schema=Fleet)
    assert names(read) == ["Amsa", "Brul", "Corv", "Elke"]
    assert len(fake_endpoint.requests) == 3
    assert "Elke" not in asked(fake_endpoint, 1)


def test_a_withdrawn_item_is_rejected_as_such(ask: Ask) -> None:
    read = ask("article", answers(SEVEN_GOOD), item(None), shown=article(TEXT), schema=Fleet)
    assert names(read) == [name for name in NAMES if name != "Elke"]
    (rejected,) = read.rejected
    assert (rejected.list, rejected.raw, rejected.code) == ("boats", BAD, "withdrawn")
    assert rejected.cites == (5,)


def test_an_item_that_stays_bad_is_rejected_with_its_reason(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    again = boat(5, crew=5.5)
    read = ask("article", answers(SEVEN_GOOD), item(again), shown=article(TEXT), schema=Fleet)
    reason = "crew: Input should be a valid integer"
    (rejected,) = read.rejected
    assert (rejected.list, rejected.raw, rejected.cites) == ("boats", again, (5,))
    assert (rejected.code, rejected.reason) == ("int_type", reason)
    assert len(names(read)) == 7
    assert len(fake_endpoint.requests) == 2


@pytest.mark.parametrize(
    "answer",
    [
        MISFIT,
        answers("no JSON at all"),
        answers('{"item":{"cites":[5],"na', finish_reason="length"),
        answers(""),
        answers(message={"content": None, "refusal": "I will not"}),
    ],
)
def test_an_unusable_repair_rejects_the_item_as_it_was(
    ask: Ask, fake_endpoint: FakeEndpoint, answer: Any
) -> None:
    read = ask("article", answers(SEVEN_GOOD), answer, shown=article(TEXT), schema=Fleet)
    (rejected,) = read.rejected
    assert (rejected.raw, rejected.code) == (BAD, "int_type")
    assert len(fake_endpoint.requests) == len(read.attempts) == 2


def test_an_endpoint_that_fails_during_a_repair_costs_the_item_only(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    read = ask("article", answers(SEVEN_GOOD), refuses(401), shown=article(TEXT), schema=Fleet)
    assert len(read.record.boats) == 7
    assert [rejected.code for rejected in read.rejected] == ["int_type"]
    assert [attempt.outcome for attempt in read.attempts] == ["ok", "failed"]


def test_an_item_without_citation_is_shown_with_the_sentences_that_share_its_words(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    lost = boat(7, cites=[])
    shown = article(TEXT + " Snow lay on the hills.")
    ask("article", answers(fleet(boat(1), lost)), item(boat(7)), shown=shown, schema=Fleet)
    question = asked(fake_endpoint, 1)
    assert "[7] The ferry Gorm" in question
    assert "Snow" not in question
    assert "[1]" not in question


class Named(BaseModel):
    cites: list[int]
    low: int
    best: int

    @model_validator(mode="after")
    def check(self) -> Named:
        if self.low > self.best:
            raise PydanticCustomError("count_order", "low is more than best")
        return self


class Counts(BaseModel):
    counts: list[Named]


def test_an_error_of_the_schema_keeps_its_own_code(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    good, bad = {"cites": [1], "low": 1, "best": 2}, {"cites": [2], "low": 5, "best": 2}
    answer = answers(json.dumps({"counts": [good, bad]}))
    read = ask("article", answer, item(bad), schema=Counts)
    assert read.rejected == (
        Rejected("counts", bad, "count_order", "(root): low is more than best", (2,)),
    )
    assert "low is more than best" in asked(fake_endpoint, 1)


def test_a_bad_fact_is_asked_for_with_the_edges_of_the_article(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    answer = answers(fleet(boat(1), boat(8), harbour={"town": 3}))
    again = item({"harbour": {"town": "Karvel"}})
    read = ask("article", answer, again, shown=article(TEXT), schema=Fleet)
    assert isinstance(read.record, Fleet)
    assert read.record.harbour == Harbour(town="Karvel")
    question = asked(fake_endpoint, 1)
    lines = [line for line in question.splitlines() if line.startswith("[")]
    assert [line[1] for line in lines] == ["1", "2", "3", "4", "7", "8"]
    assert "harbour.town: Input should be a valid string" in question
    assert "boats" not in json.dumps(fake_endpoint.requests[1].json["response_format"])


def test_a_fact_that_stays_bad_is_rejected_and_left_blank(ask: Ask) -> None:
    answer = answers(fleet(boat(1), harbour={"town": 3}))
    read = ask("article", answer, item({"harbour": {"town": 4}}), schema=Fleet)
    assert isinstance(read.record, Fleet)
    assert read.record.harbour == Harbour(town=None)
    reason = "harbour.town: Input should be a valid string"
    assert read.rejected == (Rejected("", {"town": 4}, "string_type", reason, ()),)
    assert names(read) == ["Amsa"]


def test_a_missing_fact_is_asked_for_alone(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    answer = answers(json.dumps({"boats": [boat(1)]}))
    read = ask("article", answer, item({"harbour": {"town": "Karvel"}}), schema=Fleet)
    assert isinstance(read.record, Fleet)
    assert read.record.harbour.town == "Karvel"
    assert len(fake_endpoint.requests) == 2


def test_a_fact_that_cannot_be_blank_fails_the_article(ask: Ask) -> None:
    class Dated(BaseModel):
        day: Annotated[int, Field(ge=1)]
        boats: list[Boat]

    answer = answers(json.dumps({"day": 0, "boats": [boat(1)]}))
    with pytest.raises(AnswerError) as caught:
        ask("article", answer, item({"day": 0}), schema=Dated)
    assert (caught.value.code, caught.value.fields) == ("schema_mismatch", ("day",))
    assert len(caught.value.attempts) == 2


def test_without_any_good_part_the_whole_is_asked_for_again_and_fails(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    answer = answers(fleet(BAD, harbour={"town": 3}))
    with pytest.raises(AnswerError) as caught:
        ask("article", answer, schema=Fleet)
    assert caught.value.fields == ("harbour.town", "boats.0.crew")
    assert caught.value.raw == fleet(BAD, harbour={"town": 3})
    assert len(fake_endpoint.requests) == len(caught.value.attempts) == 2
    assert len(fake_endpoint.requests[1].json["messages"]) == 6


def test_unknown_fields_of_the_record_cost_nothing(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    class Strict(Fleet, extra="forbid"):
        pass

    answer = answers(json.dumps({**json.loads(fleet(boat(1))), "mood": "calm"}))
    read = ask("article", answer, schema=Strict)
    assert isinstance(read.record, Strict)
    assert len(read.record.boats) == len(fake_endpoint.requests) == 1


def test_a_bad_item_of_a_sentence_is_asked_for_alone_after_all_sentences(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    bad = answers('{"items":[{"kind":"boats","name":"Amsa","crew":"14"}]}')
    good = item({"cites": [3], "name": "Amsa", "crew": 14})
    read = ask("sentence", FACTS, bad, boats(("Orl", 2)), NOTHING, good)
    assert isinstance(read.record, Log)
    assert read.record.boats == [
        Boat(cites=[1], name="Amsa", crew=14),
        Boat(cites=[2], name="Orl", crew=2),
    ]
    assert (read.gaps, read.rejected, len(fake_endpoint.requests)) == ((), (), 5)
    assert "Orl" not in sent(fake_endpoint, 4)
    assert "[3]" not in asked(fake_endpoint, 4)


def test_a_sentence_whose_items_all_stay_bad_is_no_gap(ask: Ask) -> None:
    bad = answers('{"items":[{"kind":"boats","name":14}]}')
    read = ask("sentence", FACTS, bad, NOTHING, NOTHING, item(None))
    assert read.gaps == ()
    (rejected,) = read.rejected
    assert (rejected.code, rejected.raw) == ("withdrawn", {"cites": [1], "name": 14})


def test_items_of_no_list_and_too_many_items_of_a_sentence_are_rejected(ask: Ask) -> None:
    many = [{"kind": "boats", "name": f"B{n}", "crew": n} for n in range(9)]
    fleet_ = answers(json.dumps({"items": many}))
    stray = answers('{"items":[{"kind":"ships","name":"Orl"},7]}')
    read = ask("sentence", FACTS, fleet_, stray, NOTHING, schema=Fleet)
    found = [(rejected.code, rejected.raw, rejected.cites) for rejected in read.rejected]
    assert found == [
        ("too_long", many[8], (1,)),
        ("literal_error", {"kind": "ships", "name": "Orl"}, (2,)),
        ("literal_error", 7, (2,)),
    ]
    assert len(names(read)) == 8


def test_a_cut_sentence_keeps_its_complete_items_and_is_a_gap(ask: Ask) -> None:
    cut = '{"items":[{"kind":"boats","name":"Amsa","crew":14},{"kind":"bo'
    steps = FACTS, answers(cut, finish_reason="length"), NOTHING, NOTHING
    read = ask("sentence", *steps)
    assert names(read) == ["Amsa"]
    assert read.gaps == (Gap(1, "truncated"),)


def test_an_answer_that_is_right_at_once_is_one_request(
    ask: Ask, fake_endpoint: FakeEndpoint
) -> None:
    read = ask("article", RECORD)
    assert (names(read), len(fake_endpoint.requests)) == (["Amsa"], 1)


def test_tool_calls_are_salvaged_too(ask: Ask, fake_endpoint: FakeEndpoint) -> None:
    answer = answers(message=tool_calls(("Fleet", SEVEN_GOOD)))
    again = answers(message=tool_calls(("OneItem", json.dumps({"item": boat(5)}))))
    read = ask("article", answer, again, shown=article(TEXT), schema=Fleet, mode="tools")
    assert names(read) == list(NAMES)
    assert len(fake_endpoint.requests) == 2


def test_no_text_is_logged(
    ask: Ask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    ask("article", answers(SEVEN_GOOD), item(boat(5, crew=[])), shown=article(TEXT), schema=Fleet)
    logged = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert "Elke" not in "".join([*logged, *capfd.readouterr()])
