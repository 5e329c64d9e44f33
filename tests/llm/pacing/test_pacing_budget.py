from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paced import no_price

from llm_extract.errors import SettingsError, StoppedError
from llm_extract.llm._usage import NOT_BILLED, UNKNOWN_TOKENS, Tokens, Usage
from llm_extract.llm.pacing import Budget, Spent
from llm_extract.llm.pacing._estimates import Estimate

ESTIMATE = Estimate(1000, 500)


def price(usage: Usage) -> float:
    """One cent per thousand tokens read, two per thousand written."""
    return (usage.prompt_tokens * 0.01 + usage.completion_tokens * 0.02) / 1000


def refusal_of(budget: Budget, estimate: Estimate = ESTIMATE) -> StoppedError:
    with pytest.raises(StoppedError) as caught:
        budget.reserve(estimate)
    return caught.value


def spend(budget: Budget, tokens: Tokens, estimate: Estimate = ESTIMATE) -> None:
    budget.settle(budget.reserve(estimate), tokens)


def test_without_limits_everything_goes():
    budget = Budget(None, None, no_price)
    for _ in range(1000):
        spend(budget, Tokens(10**8, 10**8))


def test_requests_in_flight_count_with_their_estimates():
    budget = Budget(0.07, None, price)
    for _ in range(3):
        budget.reserve(ESTIMATE)
    assert refusal_of(budget).code == "budget"


def test_requests_that_ended_count_with_what_they_took():
    budget = Budget(0.07, None, price)
    for _ in range(10):
        spend(budget, Tokens(100, 50))
    spend(budget, Tokens(2500, 500))
    assert refusal_of(budget).message.startswith("spent $0.0550 of --max-cost $0.0700; ")


def test_the_refusal_says_what_was_spent_and_what_to_do():
    budget = Budget(2.00, None, price)
    spend(budget, Tokens(100_000, 49_000))
    assert str(refusal_of(budget, Estimate(3000, 0))) == (
        "budget: spent $1.98 of --max-cost $2.00; the requests in flight and the next may take "
        "$0.0300 more (run again with a higher limit to go on)"
    )


def test_tokens_are_limited_without_a_price():
    budget = Budget(None, 10_000, no_price)
    for _ in range(6):
        budget.reserve(ESTIMATE)
    assert refusal_of(budget).message == (
        "spent 0 of --max-tokens 10,000; the requests in flight and the next may take "
        "10,500 tokens more"
    )


def test_the_limit_itself_may_be_reached():
    budget = Budget(None, 1500, no_price)
    spend(budget, Tokens(1000, 500))
    assert refusal_of(budget).code == "budget"


def test_once_refused_nothing_goes():
    budget = Budget(None, 2000, no_price)
    reserved = budget.reserve(ESTIMATE)
    first = refusal_of(budget)
    budget.settle(reserved, NOT_BILLED)
    assert refusal_of(budget, Estimate(1, 1)) is first


@pytest.mark.parametrize(
    ("tokens", "goes"),
    [
        (NOT_BILLED, True),
        (Tokens(100, 50), True),
        (UNKNOWN_TOKENS, False),
        (Tokens(1000, None), False),
        (Tokens(None, 0), True),
    ],
)
def test_what_is_not_known_counts_with_its_estimate(tokens, goes):
    budget = Budget(None, 2600, no_price)
    spend(budget, tokens)
    if goes:
        budget.reserve(ESTIMATE)
    else:
        assert refusal_of(budget).code == "budget"


@pytest.mark.parametrize("limit", [float("nan"), -1.0])
def test_a_limit_that_is_none_refuses(limit):
    assert refusal_of(Budget(limit, None, price)).code == "budget"


def test_a_cost_without_a_price_cannot_be_limited():
    with pytest.raises(SettingsError) as caught:
        Budget(2.0, None, no_price)
    assert caught.value.code == "usage"
    assert "--max-tokens" in str(caught.value)


def test_a_free_model_stays_within_any_cost():
    budget = Budget(0.0, None, lambda _: 0.0)
    spend(budget, Tokens(1000, 500))
    assert budget.spent.cost == 0.0


def test_totals():
    budget = Budget(None, None, price)
    assert budget.spent == Spent(Usage(None, None, None, 0, complete=True), 0.0)
    spend(budget, Tokens(1000, 500, 400))
    spend(budget, NOT_BILLED)
    assert budget.spent == Spent(Usage(1000, 500, 400, 2, complete=True), pytest.approx(0.02))
    spend(budget, UNKNOWN_TOKENS)
    assert budget.spent == Spent(Usage(1000, 500, 400, 3, complete=False), pytest.approx(0.02))


def test_totals_without_a_price_have_no_cost():
    budget = Budget(None, 10_000, no_price)
    spend(budget, Tokens(1000, 500))
    assert budget.spent.cost is None


def test_cached_tokens_are_priced_as_such():
    budget = Budget(None, None, lambda usage: float(usage.cached_tokens or 0))
    spend(budget, Tokens(1000, 500, 400))
    assert budget.spent.cost == 400.0


@given(
    st.integers(0, 20_000),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000), st.booleans()), max_size=40),
)
def test_exact_estimates_never_pass_the_limit(limit, requests):
    budget, flying, spent = Budget(None, limit, no_price), [], 0
    for prompt, completion, ends in requests:
        try:
            flying.append(budget.reserve(Estimate(prompt, completion)))
        except StoppedError:
            break
        if ends:
            done = flying.pop(0)
            budget.settle(done, Tokens(*done.estimate))
            spent += done.estimate.tokens
    assert spent + sum(one.estimate.tokens for one in flying) <= limit


def test_what_counts_against_the_limits_has_estimates_for_the_unknown():
    budget = Budget(1.0, None, price)
    assert budget.charged == (0, 0.0)
    spend(budget, Tokens(100, 10))
    spend(budget, UNKNOWN_TOKENS)
    spend(budget, NOT_BILLED)
    tokens, cost = budget.charged
    assert tokens == 110 + 1500
    assert cost == pytest.approx(0.0012 + 0.02)
