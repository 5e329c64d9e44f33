from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.errors import SettingsError
from llm_extract.llm import Slots

OK, REFUSED = 200, 429


def after(responses, *, start=20, in_flight=None, waiting=True) -> int:
    slots = Slots.adaptive(start)
    slots.used(start if in_flight is None else in_flight, waiting)
    for status in responses:
        slots.responded(status)
    return slots.limit


@pytest.mark.parametrize(
    ("responses", "limit"),
    [
        ([OK] * 20, 22),
        ([OK] * 19, 20),
        ([OK] * 19 + [REFUSED], 21),
        ([OK] * 18 + [REFUSED] * 2, 20),
        ([OK] * 10 + [REFUSED] * 10, 12),
        ([REFUSED] * 20, 12),
        ([REFUSED] * 19, 20),
        ([400] * 20, 22),
    ],
)
def test_one_window(responses, limit):
    assert after(responses) == limit


@pytest.mark.parametrize("fault", [500, 503, 529, 408, None])
@pytest.mark.parametrize("others", [OK, REFUSED])
def test_a_fault_in_the_window_leaves_the_limit(fault, others):
    assert after([fault] + [others] * 19) == 20


def test_a_fault_concerns_only_its_window():
    assert after([None] + [OK] * 39) == 22


@pytest.mark.parametrize(("in_flight", "waiting"), [(19, True), (20, False), (0, True)])
def test_it_grows_only_when_more_could_be_used(in_flight, waiting):
    assert after([OK] * 20, in_flight=in_flight, waiting=waiting) == 20
    assert after([OK] * 10 + [REFUSED] * 10, in_flight=in_flight, waiting=waiting) == 10


def test_being_full_for_a_moment_of_the_window_is_enough():
    slots = Slots.adaptive(4)
    slots.used(4, waiting=True)
    slots.used(3, waiting=True)
    for _ in range(4):
        slots.responded(OK)
    assert slots.limit == 5


def test_it_does_not_grow_again_before_the_new_slot_is_used():
    assert after([OK] * 100, start=4) == 5


def test_small_limits_are_judged_on_four_responses():
    assert after([OK] * 3, start=2) == 2
    assert after([OK] * 4, start=2) == 3


def test_responses_to_the_old_limit_do_not_count():
    slots = Slots.adaptive(64)
    slots.used(64, waiting=False)
    for _ in range(640):
        slots.responded(REFUSED)
    assert slots.limit == 32

    slots.used(32, waiting=False)
    for _ in range(32):
        slots.responded(REFUSED)
    assert slots.limit == 16


def test_a_fixed_number_stays():
    slots = Slots.fixed(8)
    slots.used(8, waiting=True)
    for status in [OK] * 80 + [REFUSED] * 80:
        slots.responded(status)
    assert slots.limit == 8


def test_it_starts_no_higher_than_it_may_go():
    assert Slots.adaptive(most=2).limit == 2


@pytest.mark.parametrize("count", [0, -1])
def test_no_slots_are_no_setting(count):
    for build in (Slots.fixed, Slots.adaptive):
        with pytest.raises(SettingsError) as caught:
            build(count)
        assert caught.value.code == "usage"


@given(
    st.integers(1, 64),
    st.lists(
        st.one_of(
            st.sampled_from([OK, REFUSED, 500, None]),
            st.tuples(st.integers(0, 70), st.booleans()),
        ),
        max_size=400,
    ),
)
def test_the_limit_stays_in_its_bounds(most, events):
    slots = Slots.adaptive(4, most)
    for event in events:
        if isinstance(event, tuple):
            slots.used(*event)
        else:
            slots.responded(event)
        assert 1 <= slots.limit <= most
