from __future__ import annotations

import random

import pytest
from simulated_endpoint import Endpoint, work_through
from virtual_time import run

from llm_extract.llm.pacing import Slots

SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3, 4))]


@pytest.mark.parametrize("start", [4, 64])
@pytest.mark.parametrize("seconds", [0.5, 5.0])
@pytest.mark.parametrize("capacity", [2, 8, 16, 40])
def test_slots_settle_near_what_the_endpoint_takes(capacity, seconds, start):
    endpoint = Endpoint(capacity=capacity, seconds=seconds)

    limits = run(work_through(1000, endpoint, Slots.adaptive(start))).limits

    settled = limits[500:-64]
    assert min(settled) >= 0.7 * capacity
    assert max(settled) <= max(1.35 * capacity, capacity + 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_slots_do_not_give_way_to_a_few_429s_at_random(seed):
    endpoint = Endpoint(refusals=0.05, chance=random.Random(seed))

    limits = run(work_through(2000, endpoint, Slots.adaptive(64))).limits

    assert endpoint.refused > 50
    assert min(limits[:-64]) >= 50


def test_slots_shrink_fast_when_half_is_refused():
    limits = run(work_through(600, Endpoint(refusals=0.5), Slots.adaptive(64))).limits

    assert limits[200] <= 16
    assert min(limits) >= 1


@pytest.mark.parametrize("seconds", [0.5, 2.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_429s_of_some_cost_the_others_little(seed, seconds):
    clean = run(work_through(2000, Endpoint(seconds=seconds), Slots.fixed(64))).seconds
    endpoint = Endpoint(seconds=seconds, refusals=0.05, chance=random.Random(seed))

    took = run(work_through(2000, endpoint, Slots.fixed(64))).seconds

    assert took <= 1.15 * clean + endpoint.refused * endpoint.retry_after / 64
