from __future__ import annotations

import random

import pytest
from conflict_records import (
    SAMPLE,
    completed,
    event,
    one,
    place,
    record,
    sample_items,
    source_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

LISTS = ("claims", "events", "casualties", "displacement", "places", "actors")


def by_id(made):
    """Every item by its id, lists of ids in order."""
    return {
        item.id: item.model_dump(mode="json")
        for name in (*LISTS, "quantities")
        for item in getattr(made, name)
    }


@settings(max_examples=examples(25))
@given(seed=st.integers())
def test_the_order_of_the_lists_changes_nothing(seed):
    source = source_of(*SAMPLE)
    shuffled = sample_items()
    for part in shuffled.values():
        random.Random(seed).shuffle(part)

    assert by_id(completed(source, **shuffled)) == by_id(completed(source, **sample_items()))


def test_completing_twice_is_completing_once(completed_sample, sample_source):
    assert completed_sample.completed(sample_source) == completed_sample


def test_the_answer_itself_stays_as_it_was(sample_source):
    answer = record(**sample_items())
    before = answer.model_copy(deep=True)
    answer.completed(sample_source)

    assert answer == before


def test_ids_tell_equal_items_apart_and_change_with_the_content():
    source = source_of("Two men died in Oskel.")
    twins = completed(source, events=[event([1], "Two men died")] * 2)
    other = completed(source, events=[event([1], "Two men died", place="Oskel")])

    ids = {item.id for made in (twins, other) for item in made.events}
    assert len(ids) == 3
    assert all(len(i) == 13 and i[0] == "e" for i in ids)


def test_names_the_registers_lack_are_added_with_the_sentences_that_have_them():
    source = source_of("Troops shelled Oskel.", "The troops then entered Tammel.")
    events = [
        event([1], "Troops shelled Oskel", place="Oskel", side_a=["Troops"]),
        event([2], "entered Tammel", place="Tammel", side_a=["The troops"]),
        event([2], "entered", place="Oskel"),
    ]
    made = completed(source, events=events)

    troops = one(made.actors)
    assert (troops.name, troops.forms, troops.cites) == ("Troops", ["The troops"], [1, 2])
    assert (troops.registered_by, troops.inter) == ("code", "State forces")
    assert [(p.name, p.cites, p.inferred) for p in made.places] == [
        ("Oskel", [1], False),
        ("Tammel", [2], False),
    ]
    assert [e.place_inferred for e in made.events] == [False, False, True]
    assert made.events[0].actor1 == made.events[1].actor1 == [troops.id]


def test_a_name_that_only_other_sentences_have_is_registered_as_inferred():
    source = source_of("Fighting went on.", "Oskel is quiet.")
    made = completed(source, events=[event([1], "Fighting", place="Oskel")])

    assert (one(made.places).inferred, one(made.places).cites) == (True, [2])


def test_a_name_the_text_lacks_is_not_registered():
    made = completed(source_of("Fighting went on."), events=[event([1], "Fighting", place="Sarn")])

    assert made.places == []
    assert made.events[0].place_id is None


def test_an_entry_made_by_code_does_not_outlive_its_name():
    """A rejected entry comes back for no item but one that names it in words of the text."""
    source = source_of("Fighting went on near Oskel.", "The army left.")
    named = [event([1], "Fighting", place="Oskel", side_a=["The army"])]
    made = completed(source, events=named)
    assert (len(made.places), len(made.actors)) == (1, 1)
    for entry in (*made.places, *made.actors):
        entry.name = "Sarn"

    again = made.completed(source)
    assert ([p.name for p in again.places], [a.name for a in again.actors]) == (
        ["Oskel"],
        ["The army"],
    )
    again.events.clear()
    bereft = again.completed(source)
    assert (bereft.places, bereft.actors) == ([], [])


def test_a_form_means_its_entry_and_a_name_goes_before_a_form():
    source = source_of("The bastion of Oskel fell.", "Oskel is a town.")
    places = [place([1], "bastion", "Oskel"), place([2], "Oskel")]
    made = completed(source, places=places, events=[event([1], "fell", place="Oskel")])

    assert made.events[0].place_id == one(made.places, name="Oskel").id


def test_a_form_of_two_entries_means_the_same_one_in_any_order():
    source = source_of("The town of Oskel and the town of Sarn are quiet.")
    places = [place([1], "Sarn", "the town"), place([1], "Oskel", "the town")]
    meant = []
    for listed in (places, places[::-1]):
        made = completed(source, places=listed, events=[event([1], "quiet", place="the town")])
        meant.append(made.events[0].place_id)

    assert meant == [one(made.places, name="Oskel").id] * 2


def test_a_code_registered_broker_is_no_belligerent(completed_sample):
    assert one(completed_sample.actors, name="Norland").roles == ["broker"]


@pytest.mark.parametrize(
    ("one_side", "other", "expected"),
    [
        ("soldiers", "rebels", 1),
        ("rebels", "militants", None),
        ("rebels", "insurgents", 2),
        ("rebels", "villagers", 3),
        ("shadows", "rebels", None),
    ],
)
def test_type_of_violence_follows_from_who_fights_whom(one_side, other, expected):
    source = source_of(f"The {one_side} attacked the {other} near Sarn.")
    made = completed(source, events=[event([1], "attacked", side_a=[one_side], side_b=[other])])

    assert made.events[0].ged_type_of_violence == expected


@pytest.mark.parametrize(
    ("values", "ged", "acled"),
    [
        ({"feature": "populated_place"}, 1, 1),
        ({"feature": "populated_place", "near": "near"}, 2, 2),
        ({"feature": "adm1"}, 4, 3),
        ({"feature": "sub_area"}, 5, 3),
        ({"feature": "sub_area", "adm1": "Oskel"}, 4, 3),
        ({"feature": "country"}, 6, 3),
        ({"feature": None}, None, None),
    ],
)
def test_precision_of_places(values, ged, acled):
    made = completed(source_of("Oskel is near."), places=[place([1], "Oskel", **values)])

    assert (made.places[0].ged_where_prec, made.places[0].acled_geo_precision) == (ged, acled)
