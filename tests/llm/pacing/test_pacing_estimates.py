from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.llm._usage import NOT_BILLED, UNKNOWN_TOKENS, Tokens
from llm_extract.llm.pacing._estimates import Estimate, Estimates


def test_the_first_guess():
    assert Estimates(800).of(7000) == Estimate(2000, 800)
    assert Estimates(800).of(7000).tokens == 2800


def test_it_comes_to_what_requests_really_take():
    estimates = Estimates(800)
    for _ in range(60):
        estimates.learn(3000, Tokens(2000, 100))
    assert estimates.of(6000).prompt == pytest.approx(4000, rel=0.02)
    assert estimates.of(6000).completion == pytest.approx(100, rel=0.1)


def test_it_follows_a_change_of_language():
    estimates = Estimates(800)
    for _ in range(1000):
        estimates.learn(4000, Tokens(1000, 100))
    for _ in range(40):
        estimates.learn(1500, Tokens(1000, 100))
    assert estimates.of(1500).prompt == pytest.approx(1000, rel=0.02)


@pytest.mark.parametrize("tokens", [NOT_BILLED, UNKNOWN_TOKENS])
def test_a_request_without_an_answer_teaches_nothing(tokens):
    estimates = Estimates(800)
    estimates.learn(7000, tokens)
    estimates.learn(0, Tokens(5, None))
    assert estimates.of(7000) == Estimate(2000, 800)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), max_size=50))
def test_the_guess_stays_between_what_was_seen(requests):
    estimates = Estimates(800)
    for characters, tokens in requests:
        estimates.learn(characters, Tokens(tokens, tokens))
    written = [800, *(tokens for _, tokens in requests if tokens)]
    assert min(written) - 1 <= estimates.of(100).completion <= max(written) + 1
