from __future__ import annotations

from dataclasses import replace

import pytest
from documents import day, numbers, raid, raids, scored
from hypothesis import given

from llm_extract.evaluation.scoring._model import (
    ABSTAINED,
    ALL,
    EVERY,
    Interval,
    Range,
    Slot,
)

EVENT = {
    "raid": (
        Slot("side_a", "text", swaps_with="side_b"),
        Slot("side_b", "text", swaps_with="side_a"),
        Slot("deaths_a", "number", swaps_with="deaths_b"),
        Slot("deaths_b", "number", swaps_with="deaths_a"),
        Slot("day", "date"),
        Slot("days", "interval"),
        Slot("deaths", "range"),
        Slot("place", "text"),
    )
}
GOLD = raid(
    side_a=[("Government of Aldo", "army")],
    side_b=[("Blue Brigade", "rebels")],
    deaths_a=[0],
    deaths_b=[3],
    day=[day(10)],
    days=[Interval(day(7).start, day(13).end)],
    deaths=[Range(2, 4)],
    place=["Selwick"],
)


def best(gold, predicted):
    rows = scored("best_event", [gold], predicted, EVENT).rows
    return {row: numbers(counts) for row, counts in rows.items()}


def test_the_event_with_most_right_fields_counts_and_the_others_do_not():
    """Of three events the second fits best, the only one whose counts are seen:

    | field    | first   | second     | third   |
    | side_a   | army +  | army +     | farmers |
    | side_b   |         | rebels +   | farmers |
    | day      |         | the 12th   |         |
    | days     |         | the 12th + |         |
    | deaths   |         | 4 +        | 40      |
    | place    | Selwick+| (none)     | Selwick+|
    | right    | 2       | 4 of 5     | 1       |
    """
    first = raid(side_a=["army"], place=["Selwick"])
    second = raid(side_a=["army"], side_b=["rebels"], day=[day(12)], days=[day(12)], deaths=[4])
    third = raid(side_a=["farmers"], side_b=["farmers"], deaths=[40], place=["Selwick"])
    rows = best(GOLD, [first, second, third])
    assert rows["side_a"] == rows["side_b"] == rows["days"] == rows["deaths"] == (1, 1, 1, 1)
    assert rows["day"] == (0, 1, 0, 1)
    assert rows["place"] == rows["deaths_b"] == (0, 0, 0, 1)
    assert rows[ALL] == rows[EVERY] == (4, 5, 4, 8)


def test_sides_and_their_dead_may_be_told_the_other_way_round():
    turned = raid(side_a=["rebels"], side_b=["army"], deaths_a=[3], deaths_b=[0])
    rows = best(GOLD, [turned])
    for slot in ("side_a", "side_b", "deaths_a", "deaths_b"):
        assert rows[slot] == (1, 1, 1, 1)
    half = raid(side_a=["rebels"], side_b=["army"], deaths_a=[0], deaths_b=[3])
    assert best(GOLD, [half])[ALL] == (2, 4, 2, 8)


def test_slots_that_do_not_swap_stay_where_they_are():
    fixed = {"raid": tuple(replace(slot, swaps_with=None) for slot in EVENT["raid"])}
    turned = raid(side_a=["rebels"], side_b=["army"])
    rows = scored("best_event", [GOLD], [turned], fixed).rows
    assert numbers(rows[ALL]) == (0, 2, 0, 8)


def test_what_the_text_does_not_support_is_right_when_it_is_left_empty():
    """Deaths are not in the text, the place only partly: 6 fields count.

    | row       | a count was made up | nothing was said |
    | all       | side_a: 1/1, 1/6    | 1/1, 1/6         |
    | every     | 1/2, 1/8            | 1/1, 1/8         |
    | abstained | 0/1                 | 1/1              |
    """
    gold = replace(GOLD, support={"deaths": "no", "place": "partly"})
    made_up = best(gold, [raid(side_a=["army"], deaths=[9])])
    silent = best(gold, [raid(side_a=["army"])])
    assert made_up[ALL] == silent[ALL] == (1, 1, 1, 6)
    assert made_up[EVERY] == (1, 2, 1, 8)
    assert silent[EVERY] == (1, 1, 1, 8)
    assert made_up[ABSTAINED] == (0, 1, 0, 1)
    assert silent[ABSTAINED] == (1, 1, 1, 1)
    assert made_up["deaths"] == made_up["place"] == (0, 0, 0, 0)


def test_a_right_value_the_text_does_not_support_is_no_abstention_either():
    gold = replace(GOLD, support={"deaths": "no"})
    assert best(gold, [raid(side_a=["army"], deaths=[3])])[ABSTAINED] == (0, 1, 0, 1)


def test_what_the_gold_leaves_empty_is_not_scored():
    gold = raid(side_a=["army"])
    assert best(gold, [raid(side_a=["army"], place=["Selwick"])])[ALL] == (1, 1, 1, 1)


def test_without_an_event_all_of_the_gold_is_missing():
    assert best(GOLD, [])[ALL] == (0, 0, 0, 8)
    assert scored("best_event", [], [GOLD], EVENT).rows[ALL].predicted == 0


@pytest.mark.parametrize("off", [0, 1, 3])
def test_the_lenient_date_reaches_three_days_and_the_exact_one_none(off):
    rows = best(GOLD, [raid(day=[day(10 + off)], days=[day(10 + off)])])
    assert rows["days"] == (1, 1, 1, 1)
    assert rows["day"][0] == (off == 0)


def test_four_days_off_is_wrong():
    assert best(GOLD, [raid(days=[day(14)])])["days"] == (0, 1, 0, 1)


def test_readings_beside_a_field_have_rows_and_are_part_of_no_sum():
    """The day is counted once; within three days stands beside it and chooses no event."""
    table = (Slot("day", "date"), Slot("days", "interval", beside=True), Slot("place", "text"))
    events = [raid(day=[day(11)], days=[day(11)]), raid(place=["Selwick"])]
    rows = scored("best_event", [GOLD], events[:1], {"raid": table}).rows
    assert numbers(rows["days"]) == (1, 1, 1, 1)
    assert numbers(rows[ALL]) == numbers(rows[EVERY]) == (0, 1, 0, 2)
    both = scored("best_event", [GOLD], events, {"raid": table}).rows
    assert numbers(both[ALL]) == (1, 1, 1, 2)


@given(raids(most=4))
def test_more_events_never_cost_anything(events):
    rows = best(GOLD, [GOLD, *events])
    assert rows[ALL] == (8, 8, 8, 8)


@given(raids(most=4))
def test_the_order_of_events_does_not_matter(events):
    assert best(GOLD, events) == best(GOLD, tuple(reversed(events)))
