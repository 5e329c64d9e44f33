from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.llm.pacing import Bucket


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def let_through(bucket: Bucket, clock: Clock, amount: float) -> None:
    while (seconds := bucket.wait(amount)) > 0:
        clock.now += seconds
    bucket.take(amount)


def times(per_minute, amounts, *, pauses=()) -> list[float]:
    """When each amount went."""
    clock, went = Clock(), []
    bucket = Bucket(per_minute, clock)
    for number, amount in enumerate(amounts):
        clock.now += pauses[number] if pauses else 0
        let_through(bucket, clock, amount)
        went.append(clock.now)
    return went


@pytest.mark.parametrize(
    ("per_minute", "amounts", "expected"),
    [
        (120, [1, 1, 1, 1], [0, 0, 0.5, 1.0]),
        (60, [1, 1, 1], [0, 1, 2]),
        (3, [1, 1, 1], [0, 20, 40]),
        (600, [100, 1], [0, 9.1]),
        (None, [1e9, 1e9], [0, 0]),
    ],
)
def test_when_amounts_go(per_minute, amounts, expected):
    assert times(per_minute, amounts) == pytest.approx(expected)


@given(
    st.floats(1, 1e6),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 30)), min_size=1, max_size=40),
)
def test_no_window_gets_more_than_the_capacity_and_what_flows_in(per_minute, steps):
    capacity = Bucket(per_minute, Clock()).capacity
    amounts = [share * capacity for share, _ in steps]
    went = times(per_minute, amounts, pauses=[pause for _, pause in steps])

    for first in range(len(went)):
        for last in range(first, len(went)):
            most = capacity + per_minute / 60 * (went[last] - went[first])
            assert sum(amounts[first : last + 1]) <= most + 1e-3


@given(
    st.floats(1, 1e4),
    st.lists(st.tuples(st.floats(0, 50), st.floats(0, 30)), min_size=1, max_size=40),
)
def test_amounts_above_the_capacity_add_no_more_than_themselves(per_minute, steps):
    capacity = Bucket(per_minute, Clock()).capacity
    amounts = [share * capacity for share, _ in steps]
    went = times(per_minute, amounts, pauses=[pause for _, pause in steps])

    for first in range(len(went)):
        for last in range(first, len(went)):
            most = max(capacity, amounts[last]) + per_minute / 60 * (went[last] - went[first])
            assert sum(amounts[first : last + 1]) <= most + 1e-3


def test_any_minute_gets_the_limit_and_one_second_more_at_most():
    went = times(600, [1] * 2000)
    assert max(sum(t <= u < t + 60 for u in went) for t in went[:100]) in range(600, 612)


def test_what_was_not_used_comes_back():
    clock = Clock()
    bucket = Bucket(600, clock)
    bucket.take(10)
    bucket.give_back(4)
    assert bucket.wait(4) == 0
    assert bucket.wait(5) == pytest.approx(0.1)


def test_what_was_used_beyond_is_owed():
    clock = Clock()
    bucket = Bucket(600, clock)
    bucket.take(10)
    bucket.give_back(-20)
    assert bucket.wait(1) == pytest.approx(2.1)


def test_what_comes_back_does_not_add_up_beyond_the_capacity():
    bucket = Bucket(600, Clock())
    bucket.give_back(1000)
    bucket.take(10)
    assert bucket.wait(1) > 0


@pytest.mark.parametrize(
    ("asked", "heard", "wait"),
    [
        (None, [60], 1.0),
        (60, [6000], 1.0),
        (6000, [60], 1.0),
        (6000, [60, 120], 0.5),
        (60, [120, 6000], 1.0),
    ],
)
def test_the_lower_of_two_limits_holds(asked, heard, wait):
    clock = Clock()
    bucket = Bucket(asked, clock)
    for limit in heard:
        bucket.hear(limit)
    let_through(bucket, clock, bucket.capacity)
    clock.now += 100
    let_through(bucket, clock, bucket.capacity)
    assert bucket.wait(1) == pytest.approx(wait)


def test_a_new_limit_fills_nothing_and_holds_from_then_on():
    clock = Clock()
    bucket = Bucket(60, clock)
    bucket.take(3)
    clock.now = 1.0
    bucket.hear(30)
    assert bucket.wait(0.5) == pytest.approx(3.0)
    clock.now = 100.0
    assert bucket.wait(0.5) == 0
    bucket.take(0.5)
    assert bucket.wait(0.5) == pytest.approx(1.0)


def test_hearing_the_same_limit_again_fills_nothing():
    bucket = Bucket(None, Clock())
    bucket.hear(60)
    bucket.take(1)
    bucket.hear(60)
    assert bucket.wait(1) == pytest.approx(1.0)
