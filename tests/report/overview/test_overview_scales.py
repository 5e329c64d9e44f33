"""Scales grow with their numbers and stay on their axis; ticks are round and few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.report.overview._scales import Scale, rounded, scale_for

NUMBERS = st.integers(0, 10**12)


@given(st.lists(NUMBERS), NUMBERS, NUMBERS)
def test_a_scale_never_falls_and_never_leaves_its_axis(values, one, two):
    scale = scale_for(values, 88.0)
    low, high = sorted((one, two))
    assert 0 <= scale.at(low) <= scale.at(high) <= 88.0
    assert scale.at(0) == 0
    assert scale.at(scale.top) == 88.0


@given(st.lists(NUMBERS, min_size=1), st.integers(2, 8))
def test_ticks_are_few_and_on_the_axis(values, most):
    scale = scale_for(values, 88.0)
    ticks = scale.ticks(most)
    assert ticks[0] == 0
    assert list(ticks) == sorted(set(ticks))
    assert ticks[-1] <= scale.top
    assert len(ticks) <= most + 1


def test_numbers_far_apart_take_a_logarithmic_axis():
    assert not scale_for([3, 40], 1.0).is_log
    far = scale_for([3, 4000], 1.0)
    assert far.is_log
    assert far.ticks() == (0, 1, 10, 100, 1000)
    assert far.at(3) > 0.1


def test_ticks_are_round():
    assert Scale(34, 1.0).ticks() == (0, 10, 20, 30)
    assert Scale(3, 1.0).ticks(4) == (0, 1, 2, 3)
    assert Scale(1200, 1.0).ticks(4) == (0, 500, 1000)


@given(st.integers(0, 10**9))
def test_a_rounded_top_is_a_tick_of_its_own_scale(top):
    above = rounded(top, 4)
    assert above >= max(top, 1)
    assert Scale(above, 160.0).ticks(4)[-1] == above
