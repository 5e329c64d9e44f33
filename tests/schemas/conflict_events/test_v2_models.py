from __future__ import annotations

import json

import pytest
from conflict_records import SCHEMA, casualty, displaced, event, facts, place, record
from pydantic import ValidationError

from llm_extract.schemas import load_schema, record_wire, sentence_wire

V1 = load_schema("conflict_events@1")
CODE_FILLS = (
    "event_id",
    "ged_field",
    "place_id",
    "registered_by",
    "supports",
    "when",
    "photo_caption",
)


def as_bounds(numbers):
    return dict(zip(("low", "best", "high"), numbers, strict=True))


def error_types(raised):
    return {error["type"] for error in raised.value.errors()}


def test_one_sentence_is_asked_what_version_1_asked():
    assert sentence_wire(SCHEMA).json_schema == sentence_wire(V1).json_schema


def test_what_code_fills_in_is_on_no_wire():
    for wire in (record_wire(SCHEMA), sentence_wire(SCHEMA)):
        written = json.dumps(wire.json_schema)
        assert [name for name in CODE_FILLS if f'"{name}"' in written] == []


def test_a_whole_article_is_asked_for_registers_and_context():
    written = json.dumps(record_wire(SCHEMA).json_schema)

    assert all(f'"{name}"' in written for name in ("forms", "Conflict context", "Displacement"))


@pytest.mark.parametrize("name", ["lat", "Longitude", "pcode", "coordinates"])
def test_coordinates_of_a_model_are_refused_by_name(name):
    with pytest.raises(ValidationError) as raised:
        record(places=[place([1], "Oskel") | {name: 34.9}])

    assert error_types(raised) == {"coordinates_from_model"}


def test_coordinates_of_an_event_are_refused_by_name():
    with pytest.raises(ValidationError) as raised:
        record(events=[event([1], "a clash") | {"lat": 34.9}])

    assert error_types(raised) == {"coordinates_from_model"}


@pytest.mark.parametrize(("name", "make"), [("casualties", casualty), ("displacement", displaced)])
@pytest.mark.parametrize("bounds", [(3, 2, None), (None, 5, 4), (3, None, 2)])
def test_bounds_that_decrease_are_refused(name, make, bounds):
    with pytest.raises(ValidationError) as raised:
        record(**{name: [make([1], "two people", "people") | as_bounds(bounds)]})

    assert error_types(raised) == {"count_order"}


@pytest.mark.parametrize("bounds", [(2, None, 3), (2, 2, 2), (None, None, None), (None, 4, 4)])
def test_bounds_that_do_not_decrease_are_kept(bounds):
    made = record(casualties=[casualty([1], "two people", "people") | as_bounds(bounds)])

    assert (made.casualties[0].low, made.casualties[0].high) == (bounds[0], bounds[2])


@pytest.mark.parametrize("number", ["14", 14.0, True])
def test_numbers_are_not_read_out_of_other_types(number):
    with pytest.raises(ValidationError):
        record(casualties=[casualty([1], "14 soldiers", "soldiers", number)])


def test_fields_beyond_the_schema_and_missing_ones_are_refused():
    with pytest.raises(ValidationError) as raised:
        record(events=[event([1], "a clash") | {"confidence": "high"}])
    assert error_types(raised) == {"extra_forbidden"}

    without = event([1], "a clash")
    del without["place"]
    with pytest.raises(ValidationError) as raised:
        record(events=[without])
    assert error_types(raised) == {"missing"}


def test_a_record_comes_back_from_its_json(completed_sample):
    again = SCHEMA.model.model_validate_json(completed_sample.model_dump_json())

    assert again == completed_sample
    assert again.events[0].when is not None


def test_facts_need_the_fields_of_version_1_only():
    assert record(article=facts()).article.genre is None
