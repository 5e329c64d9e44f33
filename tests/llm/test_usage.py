from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.llm._usage import Attempt, Tokens, Usage, tokens_of


def attempt(prompt, completion, cached=None) -> Attempt:
    return Attempt(1, "ok", None, prompt, completion, cached, 0.1, 0.0, 200, "fake-1")


def test_tokens_and_requests_are_summed():
    usage = Usage.of([attempt(100, 10, 64), attempt(120, 12, 100)])
    assert usage == Usage(220, 22, 164, requests=2, complete=True)


def test_an_unknown_count_makes_the_sum_incomplete_and_never_zero():
    assert Usage.of([attempt(None, None)]) == Usage(None, None, None, 1, complete=False)
    assert Usage.of([attempt(100, 10), attempt(None, 12)]) == Usage(100, 22, None, 2, False)


def test_endpoints_that_report_no_cache_are_complete_all_the_same():
    assert Usage.of([attempt(100, 10, None)]).complete


def test_adding_nothing_invents_no_zero():
    unknown = Usage.of([attempt(None, None)])
    assert Usage.of([]) + unknown == unknown


counts = st.none() | st.integers(0, 10_000)
attempts = st.lists(st.builds(attempt, counts, counts, counts), max_size=6)


@given(attempts, attempts)
def test_the_sum_of_two_runs_is_the_sum_of_their_attempts(one, other):
    assert Usage.of(one) + Usage.of(other) == Usage.of(one + other)


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        ({"usage": {"prompt_tokens": 9, "completion_tokens": 0}}, Tokens(9, 0, None)),
        ({"usage": {"prompt_tokens": -9, "completion_tokens": 3}}, Tokens(None, 3, None)),
        ({"usage": {"prompt_tokens": 10**12, "completion_tokens": True}}, Tokens()),
        ({"usage": {"prompt_tokens": "9", "completion_tokens": 2.5}}, Tokens()),
        ({"usage": None}, Tokens()),
        ({"usage": [1]}, Tokens()),
        ({}, Tokens()),
        (
            {"usage": {"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 8}}},
            Tokens(9, None, 8),
        ),
        (
            {"usage": {"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 10}}},
            Tokens(9, None, None),
        ),
        ({"usage": {"prompt_tokens": 9}, "timings": {"cache_n": 7}}, Tokens(9, None, 7)),
    ],
)
def test_counts_of_an_endpoint_are_believed_only_when_they_can_be(body, tokens):
    assert tokens_of(body) == tokens
