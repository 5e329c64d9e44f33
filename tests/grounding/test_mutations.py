"""One value of a true record changed at a time: grounding and the checks catch it.

The true records are those of the example articles, of generated articles, and of the seed article
where it is at hand. See `truth.mutations` for what is left out because it would be true again.
"""

from __future__ import annotations

import sys

import pytest
from truth.catching import GOALS, Truth, sampled, tally
from truth.generated import true_articles
from truth.records import true_examples, true_seed

SEED = 20311
PER_KIND, OTHERS = 80, 20
FEW = 0.005


@pytest.fixture(scope="module")
def truths():
    return [Truth(*true) for true in (*true_examples(), *true_articles(SEED), *true_seed())]


@pytest.fixture(scope="module")
def found(truths):
    found = tally(sampled(truths, SEED, PER_KIND, OTHERS))
    sys.stdout.write(f"\n{found.table()}\n")
    return found


def test_enough_mutations_are_made(found):
    assert found.made.total() >= 2000
    assert min(found.made.values()) > 0


@pytest.mark.parametrize("group", GOALS)
def test_mutations_are_caught(found, group):
    missed = [f"{article}: {m}" for article, m in found.missed if m.group == group]
    rate, goal = found.rate(group), GOALS[group]
    assert rate >= goal, "\n".join(missed)


def test_true_examples_raise_no_alarm():
    truths = [Truth(*true) for true in true_examples()]
    assert [alarm for truth in truths for alarm in truth.alarms()] == []


def test_true_values_raise_few_alarms(truths):
    values = sum(len(truth.verdicts) for truth in truths)
    alarms = [f"{truth.article.id}: {alarm}" for truth in truths for alarm in truth.alarms()]
    assert len(alarms) <= FEW * values, "\n".join(alarms)


def test_an_unchanged_record_is_not_caught(truths):
    """The negative: what counts as caught does not count everything."""
    mutations = sampled(truths[:8], SEED, 3, 3)
    assert not any(truth.catches(m.undone()) for truth, m in mutations)


def test_generated_articles_are_the_same_for_one_seed():
    once, again = ([(a.text, record) for a, record in true_articles(3)] for _ in range(2))
    assert once == again
    assert once != [(a.text, record) for a, record in true_articles(4)]
