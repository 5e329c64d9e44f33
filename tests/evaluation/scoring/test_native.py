from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pytest
from documents import numbers
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from llm_extract.errors import ArticleError
from llm_extract.evaluation.scoring import (
    ALL,
    EMPTY,
    ITEMS,
    RELEVANCE,
    Interval,
    NativeGold,
    evaluate,
)
from llm_extract.evaluation.scoring._schema_slots import schema_fields
from llm_extract.schemas import Derived, Named, Unquoted, load_schema, schema_of


class Place(BaseModel):
    cites: list[int]
    name: str
    forms: list[str]


class Days(BaseModel):
    text: str | None
    start: date | None
    end: date | None


class Catch(BaseModel):
    cites: list[int]
    boat: Annotated[str, Named("places")] | None
    sort: Literal["catch"]
    crates: int | None = None
    landed: Annotated[Days | None, Derived()] = None
    id: Annotated[str, Derived()] = ""


class Wreck(BaseModel):
    cites: list[int]
    sort: Literal["wreck"]
    rescued: bool | None = None


class Log(BaseModel):
    language: Annotated[str, Unquoted()]
    keeper: str | None
    events: list[Catch | Wreck]
    places: list[Place]


SCHEMA = schema_of(Log, "log@1")


def catch(boat=None, crates=None, cites=(1,), **more):
    return {"cites": list(cites), "boat": boat, "sort": "catch", "crates": crates} | more


def line(identity, *events, keeper=None, places=()):
    data = {"language": "en", "keeper": keeper, "events": list(events), "places": list(places)}
    return {"id": identity, "data": data, "schema": "log@1"}


def result(gold, records):
    return evaluate(NativeGold(SCHEMA, gold), gold, records).results[0]


def rows(gold, records):
    scores = result(gold, records).scores
    return {row: numbers(scores.total(row)) for row in scores.rows}


def test_the_schema_says_how_fields_are_compared():
    # `sort` has one value in each model, so it tells them apart; without such a field texts do.
    fields = schema_fields(SCHEMA)
    told = {
        (family, field.slot.name): (field.slot.rule, field.slot.identifies)
        for family, some in fields.items()
        for field in some
    }
    assert told == {
        ("", "language"): ("exact", True),
        ("", "keeper"): ("text", True),
        ("events", "boat"): ("text", False),
        ("events", "sort"): ("choice", True),
        ("events", "crates"): ("number", False),
        ("events", "landed"): ("interval", False),
        ("events", "rescued"): ("choice", False),
        ("events", "cites"): ("number", False),
        ("places", "name"): ("text", True),
        ("places", "forms"): ("text", True),
        ("places", "cites"): ("number", False),
    }


def test_a_choice_of_several_values_tells_no_items_apart():
    class Storm(BaseModel):
        cites: list[int]
        sort: Literal["storm", "gale"]

    class Seen(BaseModel):
        events: list[Wreck | Storm]

    fields = schema_fields(schema_of(Seen, "seen@1"))["events"]
    assert [(field.slot.name, field.slot.identifies) for field in fields] == [
        ("sort", False),
        ("rescued", False),
        ("cites", False),
    ]


@pytest.mark.parametrize("reference", ["conflict_events@1", "conflict_events@2", "obituary@1"])
def test_every_field_of_a_bundled_schema_is_scored_or_an_id(reference):
    for family, fields in schema_fields(load_schema(reference)).items():
        names = [field.slot.name for field in fields]
        assert len(names) == len(set(names))
        assert not [name for name in names if name == "id" or name.endswith(("_id", "_ids"))]
        assert family == "" or names[-1] == "cites"


def test_items_are_compared_field_by_field():
    """One article, two catches in the gold, two predicted:

    | gold            | predicted         | sort | boat | crates               |
    | Tern, 12 crates | Tern, 20 crates   | 1/1  | 1/1  | 0/1                  |
    | Skua, null      | Skua, 5 crates    | 1/1  | 1/1  | 0/1, nothing to find |

    Facts: language en is right, the keeper is not found: 1/1 and 1/2.
    """
    gold = [line("a", catch("Tern", 12), catch("Skua"), keeper="Bo Brill")]
    records = [line("a", catch("Skua", 5), catch("Tern", 20))]
    found = rows(gold, records)
    assert found["events.sort"] == (2, 2, 2, 2)
    assert found["events.boat"] == (2, 2, 2, 2)
    assert found["events.crates"] == (0, 2, 0, 1)
    assert found["article-facts"] == (1, 1, 1, 2)
    assert found["events"] == (4, 6, 4, 5)
    assert found[ALL] == (5, 7, 5, 7)
    assert found["events-items"] == found[ITEMS] == (2, 2, 2, 2)


def test_cites_stand_beside():
    gold, records = [line("a", catch("Tern", cites=(1, 3)))], [line("a", catch("Tern", cites=(3,)))]
    found = rows(gold, records)
    assert found["events.cites"] == (1, 1, 1, 2)
    assert found["events"] == (2, 2, 2, 2)


def test_a_name_is_met_by_the_forms_the_gold_registers():
    register = [{"cites": [1], "name": "Tern", "forms": ["the old smack"]}]
    gold = [line("a", catch("Tern"), places=register)]
    for boat, right in (("old smack", 1), ("the new lugger", 0)):
        assert rows(gold, [line("a", catch(boat))])["events.boat"] == (right, 1, right, 1)
    # What the record registers proves nothing.
    bare, claimed = [line("a", catch("Tern"))], [line("a", catch("old smack"), places=register)]
    assert rows(bare, claimed)["events.boat"] == (0, 1, 0, 1)


@pytest.mark.parametrize(
    ("said", "right"),
    [("2031-05-03", 1), ("2031-05-09", 0), (None, 0)],
)
def test_dates_share_a_day(said, right):
    def landed(start, end):
        return catch("Tern", landed={"text": "then", "start": start, "end": end})

    gold = [line("a", landed("2031-05-01", "2031-05-04"))]
    record = landed(said, said) if said else catch("Tern", landed=None)
    assert rows(gold, [line("a", record)])["events.landed"] == (right, int(bool(said)), right, 1)


def test_open_dates():
    gold = [line("a", catch(landed={"text": None, "start": None, "end": "2031-05-04"}))]
    document = NativeGold(SCHEMA, gold).gold_documents(gold)[0]
    assert document.templates[1].slots["landed"][0].forms == (Interval(None, date(2031, 5, 4)),)


def test_a_date_that_is_none_is_told():
    gold = [line("a", catch(landed={"text": "", "start": "May", "end": None}))]
    with pytest.raises(ArticleError, match=r"a: events\.0\.landed: invalid_json: it is no date"):
        NativeGold(SCHEMA, gold).gold_documents(gold)


def test_what_the_gold_never_has_is_not_scored():
    gold = [line("a", catch("Tern"))]
    assert NativeGold(SCHEMA, gold).unsaid == ("events.landed", "events.rescued")
    record = line("a", catch("Tern", landed={"start": "2031-05-01", "end": "2031-05-01"}))
    assert rows(gold, [record])["events"] == (2, 2, 2, 2)
    # A null, in whatever article, is an answer.
    gold = [line("a", catch("Tern")), line("b", catch("Skua", landed=None))]
    assert NativeGold(SCHEMA, gold).unsaid == ("events.rescued",)
    assert rows(gold, [record])["events.landed"] == (0, 1, 0, 0)


def test_a_list_the_gold_never_has_is_not_scored_and_an_empty_one_is():
    gold = [{"id": "a", "events": []}]
    assert NativeGold(SCHEMA, gold).unsaid == ("language", "keeper", "places")
    found = rows(gold, [line("a", catch("Tern"))])
    assert found[ALL] == (0, 2, 0, 0)
    assert found[EMPTY] == (0, 1, 0, 0)


def test_articles_without_items_and_articles_without_records():
    """| article | gold  | predicted  |
    | a       | catch | the same   |
    | b       | none  | two catches: false items, and an article wrongly taken as relevant |
    | c       | catch | failed     |
    """
    gold = [line("a", catch("Tern")), line("b"), line("c", catch("Skua"))]
    records = [
        line("a", catch("Tern")),
        line("b", catch("Tern"), catch("Skua")),
        {"id": "c", "status": "failed", "error": {"code": "timeout"}, "schema": "log@1"},
        line("d", catch("Tern")),
    ]
    found = result(gold, records)
    assert numbers(found.scores.total(RELEVANCE)) == (1, 2, 1, 2)
    assert found.false_items == (2, 1)
    assert (found.scores.missing, found.scores.extra) == (("c",), ("d",))


def test_data_that_is_no_record_is_told():
    with pytest.raises(ArticleError, match="a: invalid_json: its data is no record"):
        NativeGold(SCHEMA, [{"id": "a", "data": []}])


_ITEMS = st.lists(
    st.builds(
        catch,
        boat=st.sampled_from((None, "Tern", "Skua", "Grey Tern")),
        crates=st.none() | st.integers(0, 3),
        landed=st.none()
        | st.builds(
            lambda day: {"text": "x", "start": f"2031-05-0{day}", "end": None}, st.integers(1, 9)
        ),
    ),
    max_size=4,
)


@given(st.lists(_ITEMS, min_size=1, max_size=3))
def test_gold_against_itself_is_all_right(articles):
    gold = [line(str(place), *items) for place, items in enumerate(articles)]
    for row, (right, predicted, found, wanted) in rows(gold, gold).items():
        assert right == predicted == found == wanted, row
