from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring._bootstrap import Draws, intervals
from llm_extract.evaluation.scoring._model import ALL, Counts, Scored
from llm_extract.evaluation.scoring._paired import compare_scores
from llm_extract.evaluation.scoring._scores import Scores, rates

FEW = Draws(resamples=1000)


def scores(*counts, name="event_fields"):
    rows = [Counts(*numbers) for numbers in counts]
    return Scores(name, tuple(Scored(str(place), {ALL: row}) for place, row in enumerate(rows)))


@st.composite
def symmetric(draw):
    predicted, gold = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    right = draw(st.integers(0, min(predicted, gold)))
    return right, predicted, right, gold


@settings(max_examples=examples(30))
@given(st.lists(symmetric(), min_size=5, max_size=30))
def test_the_interval_holds_the_estimate(counts):
    made = scores(*counts)
    found, known = intervals(made, FEW)[ALL], rates(made.total(ALL))
    for bounds, rate in zip(
        (found.precision, found.recall, found.f1),
        (known.precision, known.recall, known.f1),
        strict=True,
    ):
        assert bounds[0] - 1e-9 <= rate <= bounds[1] + 1e-9


def test_more_articles_make_it_narrower():
    def width(times):
        low, high = intervals(scores(*[(1, 2, 1, 2), (2, 2, 2, 2), (0, 2, 0, 2)] * times))[ALL].f1
        return high - low

    # By the square root of the number of articles.
    assert width(40) == pytest.approx(width(10) / 2, rel=0.1)


def test_the_interval_is_that_of_a_share():
    """50 of 100 articles right: half plus or minus 1.96 times 0.05."""
    made = scores(*[(1, 1, 1, 1), (0, 1, 0, 1)] * 50)
    assert intervals(made)[ALL].recall == pytest.approx((0.402, 0.598), abs=0.011)


def test_the_seed_decides():
    made = scores(*[(1, 2, 1, 2), (2, 2, 2, 2), (0, 2, 0, 2)] * 7)
    assert intervals(made, Draws(500, 3)) == intervals(made, Draws(500, 3))
    assert intervals(made, Draws(500, 3)) != intervals(made, Draws(500, 4))


def test_what_is_undefined_has_no_interval():
    nothing = intervals(scores((0, 0, 0, 0), (0, 0, 0, 0)), FEW)[ALL]
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    silent = intervals(scores((0, 0, 0, 2), (0, 0, 0, 1)), FEW)[ALL]
    assert (silent.precision, silent.recall, silent.f1) == (None, (0, 0), (0, 0))
    assert intervals(scores(), FEW) == {}


def test_blocks_of_draws_change_nothing(monkeypatch):
    made = scores(*[(1, 2, 1, 2), (2, 2, 2, 2), (0, 2, 0, 2)] * 7)
    whole = intervals(made, FEW)
    monkeypatch.setattr("llm_extract.evaluation.scoring._bootstrap._CELLS", 100)
    assert intervals(made, FEW) == whole


# two runs


def test_a_run_against_itself_does_not_differ():
    made = scores(*[(1, 2, 1, 2), (2, 2, 2, 2)] * 5)
    compared = compare_scores(made, made, FEW)
    row = compared.rows[ALL]
    assert (row.change, row.bounds, row.p) == (0, (0, 0), 1)
    assert compared.better == compared.worse == ()


def test_a_clear_gain_is_told_from_chance():
    """All of 20 articles gain: P and R from 1/2 to 1."""
    compared = compare_scores(scores(*[(1, 2, 1, 2)] * 20), scores(*[(2, 2, 2, 2)] * 20), FEW)
    row = compared.rows[ALL]
    assert (row.before, row.after, row.change) == (0.5, 1, 0.5)
    assert row.bounds == (0.5, 0.5)
    assert row.p < 0.01
    assert len(compared.better) == 20


def test_one_article_of_two_proves_nothing():
    """Two articles, one gains: each of the four ways to swap them shows a change as large."""
    compared = compare_scores(
        scores((1, 2, 1, 2), (1, 2, 1, 2)), scores((2, 2, 2, 2), (1, 2, 1, 2)), FEW
    )
    row = compared.rows[ALL]
    assert row.p == 1
    assert row.bounds[0] == 0


def test_flips_name_the_articles():
    before = scores((2, 2, 2, 2), (0, 2, 0, 2), (0, 3, 0, 0), (1, 2, 1, 2))
    after = scores((1, 2, 1, 2), (2, 2, 2, 2), (0, 1, 0, 0), (1, 2, 1, 2))
    compared = compare_scores(before, after, FEW)
    # Article 2 has no gold: F1 is 0 in both, but less is made up.
    assert [flip.id for flip in compared.better] == ["1", "2"]
    assert [flip.id for flip in compared.worse] == ["0"]
    worse = compared.worse[0]
    assert (worse.f1_before, worse.f1_after) == (1, 0.5)
    assert (worse.right_before, worse.right_after, worse.false_after) == (2, 1, 1)


@pytest.mark.parametrize(
    "other", [scores((1, 1, 1, 1), name="gtt_micro"), scores((1, 1, 1, 1), (1, 1, 1, 1))]
)
def test_only_like_is_compared(other):
    with pytest.raises(SettingsError, match="one metric on one gold"):
        compare_scores(scores((1, 1, 1, 1)), other)
