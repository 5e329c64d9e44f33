from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.evaluation.scoring._assignment import assign


@st.composite
def matrices(draw, largest=4):
    rows, columns = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    row = st.lists(st.integers(0, 3), min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=rows, max_size=rows))


def every_pairing(scores):
    """All one-to-one pairings of what may be paired."""
    rows, columns = range(len(scores)), range(len(scores[0]))
    for count in range(min(len(rows), len(columns)) + 1):
        for some in itertools.combinations(rows, count):
            for others in itertools.permutations(columns, count):
                pairs = list(zip(some, others, strict=True))
                if all(scores[row][column] for row, column in pairs):
                    yield pairs


@given(matrices(), st.data())
def test_no_other_pairing_is_better(scores, data):
    flags = st.lists(st.booleans(), min_size=len(scores[0]), max_size=len(scores[0]))
    required = data.draw(flags)

    def worth(pairs):
        return (
            sum(scores[row][column] for row, column in pairs),
            len(pairs),
            sum(required[column] for _, column in pairs),
        )

    assert worth(assign(scores, required)) == max(map(worth, every_pairing(scores)))


def test_the_best_sum_is_not_found_by_taking_the_best_pair_first():
    # 3 first leaves 0 for the other row; 2 + 2 is more.
    assert assign([[3, 2], [2, 0]]) == [(0, 1), (1, 0)]


def test_what_may_not_be_paired_stays_alone():
    assert assign([[0, 0], [0, 5]]) == [(1, 1)]
    assert assign([[0]]) == []
    assert assign([]) == []
    assert assign([[], []]) == []


def test_of_equals_the_required_one_is_paired():
    assert assign([[1, 1]], [False, True]) == [(0, 1)]
    assert assign([[1, 1]], [True, False]) == [(0, 0)]
    assert assign([[2, 1]], [False, True]) == [(0, 0)]
