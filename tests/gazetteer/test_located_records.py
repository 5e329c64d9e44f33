"""Which place is meant, over the gold and in single steps."""

from __future__ import annotations

from typing import Annotated

import pytest
from geonames_table import row, write_table
from place_gold import Route, Stop, held_out, located, marches, outcomes, traps
from pydantic import BaseModel

from llm_extract import article_from_text
from llm_extract.gazetteer import Gazetteer, locate_record
from llm_extract.schemas import Toponym, load_schema

CASES = [*traps(), *held_out(), *marches()]


def chosen(place):
    return None if place.chosen is None else place.candidates[place.chosen].id


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.article.id)
def test_what_is_chosen_is_right_and_the_right_one_is_offered(case, gazetteer):
    for one in outcomes(case, gazetteer):
        assert one.chosen in (None, one.expected), one
        assert one.expected is None or one.is_offered, one
        assert one.where_prec in (None, one.found_prec), one


def test_most_of_the_places_are_chosen(gazetteer):
    found = [one for case in CASES for one in outcomes(case, gazetteer)]
    known = [one for one in found if one.expected is not None]
    assert sum(one.is_right for one in known) > 0.85 * len(known)


@pytest.mark.parametrize(
    ("text", "name", "identity"),
    [
        ("A choir sang in Tripoli, Lebanese radio said.", "Tripoli", 266826),
        ("A choir sang in Tripoli, Libyan radio said.", "Tripoli", 2210247),
        ("A choir sang in Tripoli.", "Tripoli", None),
        ("A choir sang in Paris, Texas.", "Paris", 4717560),
        ("A choir sang in Georgia.", "Georgia", None),
        ("A choir sang in Veskar.", "Veskar", None),
    ],
)
def test_context_decides_and_without_any_nothing_is_chosen(text, name, identity, gazetteer):
    (place,) = located(article_from_text(text), [name], gazetteer)
    assert chosen(place) == identity


def test_a_name_in_no_gazetteer_has_no_candidates(gazetteer):
    (place,) = located(article_from_text("A fair in Veskar."), ["Veskar"], gazetteer)
    assert (place.candidates, place.chosen, place.precision) == ((), None, (None, None))


def test_candidates_are_few_sorted_and_say_why(gazetteer):
    (place,) = located(article_from_text("A fair in Springfield."), ["Springfield"], gazetteer)
    scores = [one.score for one in place.candidates]
    assert len(scores) == 8
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) < 1
    assert all(one.reasons == ("name",) for one in place.candidates)
    assert {one.country for one in place.candidates} == {"US"}


def test_a_clear_place_speaks_for_its_neighbours(few):
    alone = located(article_from_text("A fair in Tripoli."), ["Tripoli"], few)
    text = article_from_text("A fair in Tripoli. Bakers came from Beirut and Zahlé.")
    together = located(text, ["Tripoli", "Beirut", "Zahlé"], few)
    assert chosen(alone[0]) is None
    assert [chosen(place) for place in together] == [266826, 276781, 266045]
    assert "near_others" in together[0].candidates[0].reasons


def test_a_dateline_is_company_too(few):
    text = "BEIRUT, May 3, 2027 — A fair opened in Tripoli."
    (place,) = located(article_from_text(text), ["Tripoli"], few)
    assert place.candidates[0].id == 266826
    assert "same_country_as_others" in place.candidates[0].reasons


def test_without_the_article_title_and_dateline_are_read(few):
    record = Route(stops=[Stop(cites=[1], name="Tripoli")])
    (place,) = locate_record(record, few, title="Lebanese bakers march")
    assert chosen(place) == 266826
    (place,) = locate_record(record, few, dateline="TRIPOLI, Lebanon, April 4, 2027")
    assert chosen(place) == 266826
    (place,) = locate_record(record, few)
    assert chosen(place) is None


def test_json_needs_the_model_of_its_record(few):
    data = {"stops": [{"cites": [1], "name": "Beirut"}]}
    (place,) = locate_record(data, few, model=Route)
    assert (place.path, place.field, chosen(place)) == ("stops.0", "name", 276781)
    with pytest.raises(TypeError, match="model"):
        locate_record(data, few)


class Halt(BaseModel):
    cites: list[int]
    name: Annotated[
        str,
        Toponym(
            forms="forms",
            country="country",
            feature="feature",
            near="near",
            reference="reference",
            precise="where_prec",
        ),
    ]
    forms: list[str] = []
    country: str | None = None
    feature: str | None = None
    near: str | None = None
    reference: str | None = None
    where_prec: int | None = None


class Halts(BaseModel):
    halts: list[Halt]


def at_halt(gazetteer, text="", **fields):
    record = Halts(halts=[Halt(cites=[1], **fields)])
    article = article_from_text(text) if text else None
    (place,) = locate_record(record, gazetteer, article=article)
    return place


def test_a_name_that_begins_with_a_direction_is_a_name_if_there_is_such_a_place(tmp_path, cache):
    table = (
        row(1, "South Sudan", "SS", 7.5, 30, 8260490, kind="A", feature="PCLI"),
        row(2, "Sudan", "SD", 16, 30, 41801533, kind="A", feature="PCLI"),
    )
    with Gazetteer(write_table(tmp_path / "t.txt", table), cities=False) as found:
        place = at_halt(found, "A fair in South Sudan.", name="South Sudan")
        assert ([one.id for one in place.candidates], place.precision) == ([1], (6, 3))
        place = at_halt(found, "A fair in eastern Sudan.", name="eastern Sudan")
        assert ([one.id for one in place.candidates], place.precision) == ([2], (5, 3))
        assert place.phrase == "eastern Sudan"


def test_a_bare_name_is_that_of_the_town_and_not_of_its_division(tmp_path, cache):
    table = (
        row(1, "Idlib", "SY", 35.93, 36.63, 128840, admin1="12"),
        row(2, "Idlib", "SY", 35.6, 36.7, 1500000, admin1="12", kind="A", feature="ADM1"),
        row(3, "Ontario", "CA", 50, -85, 14000000, admin1="08", kind="A", feature="ADM1"),
        row(4, "Ontario", "CA", 45, -80, 600, admin1="08"),
    )
    with Gazetteer(write_table(tmp_path / "t.txt", table), cities=False) as found:
        town = at_halt(found, "A fair in Idlib.", name="Idlib")
        assert (chosen(town), town.precision) == (1, (1, 1))
        division = at_halt(found, "A fair in Idlib province.", name="Idlib")
        assert (chosen(division), division.precision) == (2, (4, 3))
        assert "division_of_a_town" in town.candidates[1].reasons
        # A hamlet is not what a division is named for.
        assert chosen(at_halt(found, "A fair in Ontario.", name="Ontario")) == 3


def test_the_country_of_the_record_decides(few):
    assert chosen(at_halt(few, name="Tripoli", country="Libya")) == 2210247
    assert chosen(at_halt(few, name="Tripoli", country="LB")) == 266826
    # None of that name in it is known: rather nothing than a town elsewhere.
    assert chosen(at_halt(few, name="Tripoli", country="Spain")) is None


def test_other_words_for_a_place_are_tried_when_its_name_is_not_found(few):
    assert chosen(at_halt(few, name="the city", forms=["the town", "Beirut"])) == 276781
    assert at_halt(few, name="the city", forms=["the town"]).candidates == ()


def test_a_place_in_no_gazetteer_is_put_where_the_place_it_is_near_is(few):
    place = at_halt(few, name="hill", reference="Beirut")
    assert (chosen(place), place.precision) == (276781, (2, 2))
    assert place.candidates[0].reasons[0] == "place_nearby"
    assert "place_nearby" not in at_halt(few, name="Beirut").candidates[0].reasons


def test_precision_of_the_record_comes_first_then_its_words_then_the_place(few):
    text = "A fair opened near Beirut."
    assert at_halt(few, text, name="Beirut", where_prec=4).precision == (4, 3)
    assert at_halt(few, text, name="Beirut").precision == (2, 2)
    assert at_halt(few, name="Beirut", near="close to it").precision == (2, 2)
    assert at_halt(few, name="Beirut").precision == (1, 1)
    assert at_halt(few, name="Lebanon").precision == (6, 3)


def test_the_phrase_is_that_of_the_cited_sentence(few):
    text = "A fair near Beirut. Bakers of Beirut came."
    record = Halts(halts=[Halt(cites=[1], name="Beirut"), Halt(cites=[2], name="Beirut")])
    first, second = locate_record(record, few, article=article_from_text(text))
    assert (first.phrase, second.phrase) == ("near Beirut", None)


def test_places_of_the_bundled_schemas_are_marked(few):
    record = {"person": {"name": "Asta Brill", "place_of_death": "Beirut"}}
    (place,) = locate_record(record, few, model=load_schema("obituary@1").model)
    assert (place.path, place.field, chosen(place)) == ("person", "place_of_death", 276781)
    of_places = {"places": [{"cites": [1], "name": "Beirut", "ged_where_prec": 2}]}
    (place,) = locate_record(of_places, few, model=load_schema("conflict_events@2").model)
    assert (place.path, place.precision, chosen(place)) == ("places.0", (2, 2), 276781)
    of_events = {"events": [{"place": "Beirut"}], "displacement": [{"origin": "Zahlé"}]}
    found = locate_record(of_events, few, model=load_schema("conflict_events@1").model)
    assert [(p.path, p.field) for p in found] == [
        ("events.0", "place"),
        ("displacement.0", "origin"),
    ]


def test_a_place_as_json_has_plain_members(few):
    told = at_halt(few, "A fair near Beirut.", name="Beirut").as_json()
    assert list(told) == [
        "path", "field", "name", "phrase", "precision", "chosen", "candidates",
    ]  # fmt: skip
    assert told["precision"] == {"ged_where_prec": 2, "acled_geo_precision": 2}
    assert list(told["candidates"][0]) == [
        "id", "name", "country", "admin1", "latitude", "longitude", "feature", "population",
        "score", "reasons",
    ]  # fmt: skip
