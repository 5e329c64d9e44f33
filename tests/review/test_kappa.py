from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.review._kappa import kappa, observed

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30)


def test_a_table_counted_by_hand():
    # 20 of 50 both yes, 15 both no; 25 and 30 yes each: 0.7 observed, 0.5 expected.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert observed(pairs) == pytest.approx(0.7)
    assert kappa(pairs) == pytest.approx(0.4)


def test_what_is_undefined_is_none_and_not_one():
    assert observed([]) is None
    assert kappa([]) is None
    assert kappa([("a", "a")] * 9) is None
    assert kappa([("a", "a"), ("b", "b")]) == 1.0


@given(PAIRS)
def test_either_may_be_the_first(pairs):
    other = [(two, one) for one, two in pairs]
    assert kappa(pairs) == kappa(other)


@given(PAIRS)
def test_it_lies_between_minus_one_and_one_and_is_one_where_all_agree(pairs):
    found = kappa(pairs)
    if found is not None:
        assert -1 <= found <= 1
        assert (found == 1) == (observed(pairs) == 1)
