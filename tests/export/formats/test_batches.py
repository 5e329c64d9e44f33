from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.export.formats._batches import batches

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.tuples(st.integers())), max_size=40)


@given(ROWS, st.integers(1, 10))
def test_rows_keep_their_order_and_few_are_held(rows, held):
    expected, found = defaultdict(list), defaultdict(list)
    for name, row in rows:
        expected[name].append(row)
    for name, batch in batches(rows, held):
        assert 0 < len(batch) <= held
        found[name].extend(batch)
    assert found == expected


def test_nothing_is_no_batch():
    assert list(batches([])) == []
