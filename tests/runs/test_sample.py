from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.errors import SettingsError
from llm_extract.runs._sample import sample_ids

IDS = st.lists(st.text(max_size=12), max_size=40)
SIZES = st.integers(1, 50)
MANY = [f"wire/{number:04}.txt" for number in range(2000)]


@given(IDS, SIZES, st.integers())
def test_as_many_different_ids_as_asked_for_or_all_there_are(ids, size, seed):
    drawn = sample_ids(iter(ids), size, seed)
    assert drawn <= set(ids)
    assert len(drawn) == min(size, len(set(ids)))


@given(IDS.flatmap(lambda ids: st.tuples(st.just(ids), st.permutations(ids))), SIZES)
def test_the_order_of_listing_does_not_matter(listings, size):
    ids, shuffled = listings
    assert sample_ids(ids, size, 7) == sample_ids(shuffled, size, 7)


@given(IDS, SIZES, st.text(max_size=12))
def test_one_more_article_displaces_one_at_most(ids, size, added):
    assert len(sample_ids(ids, size) - sample_ids([*ids, added], size)) <= 1


def test_a_smaller_sample_is_part_of_a_larger_one_with_the_same_seed():
    assert sample_ids(MANY, 20, 3) < sample_ids(MANY, 50, 3)


def test_seeds_draw_different_samples_and_each_the_same_on_every_machine():
    drawn = {seed: sample_ids(MANY, 20, seed) for seed in range(20)}
    assert len(set(drawn.values())) == 20
    assert sorted(sample_ids(MANY, 3, 0)) == ["wire/0236.txt", "wire/0288.txt", "wire/0693.txt"]


def test_each_id_is_drawn_about_as_often_as_the_others():
    halves = sum(
        name < "wire/1000.txt" for seed in range(50) for name in sample_ids(MANY, 20, seed)
    )
    assert 400 < halves < 600


@pytest.mark.parametrize("size", [0, -1])
def test_a_sample_of_none_is_refused(size):
    with pytest.raises(SettingsError, match="at least 1"):
        sample_ids(MANY, size)
