from __future__ import annotations

import pytest
from boats import article
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.reading._groups import groups

DULL = ("Rain fell.", "Snow lay.", "Fog came.", "Wind blew.", "Ice held.", "Sun rose.")


def cores(text: str, *cited: list[int]) -> list[tuple[int, ...]]:
    return [group.core for group in groups(article(text), cited)]


def test_overlapping_and_adjacent_citations_make_one_group() -> None:
    text = " ".join(DULL * 2)
    assert cores(text, [1], [2, 3], [3]) == [(1, 2, 3)]
    assert cores(text, [8], [1]) == [(1,), (8,)]
    assert cores(text, [1], [3]) == [(1,), (3,)]
    assert cores(text, [1], [9], [2, 8]) == [(1, 2, 8, 9)]


def test_neighbours_are_shown_and_not_asked_about_again() -> None:
    text = "Rain fell. The Amsa sank. 14 people swam. Snow lay."
    (group,) = groups(article(text), [[2]])
    assert (group.core, group.shown) == ((2,), (1, 2, 3))


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("It carried 14 people.", True),
        ("It carried fourteen people.", True),
        ("It was late, the captain said.", True),
        ("“It was late.”", True),
        ("According to the port, it was late.", True),
        ("It was late.", False),
        ("The unsaid remained.", False),
    ],
)
def test_other_sentences_are_asked_about_when_they_count_or_quote(
    sentence: str, asks: bool
) -> None:
    text = f"{DULL[0]} {DULL[1]} {sentence} {DULL[2]}"
    assert cores(text) == ([(3,)] if asks else [])


def test_citations_of_sentences_that_are_not_there_make_no_group() -> None:
    assert cores(" ".join(DULL), [0], [7], [-1], []) == []


@given(st.lists(st.lists(st.integers(0, 8), max_size=3), max_size=5))
def test_each_cited_sentence_is_in_one_core(cited: list[list[int]]) -> None:
    found = cores(" ".join(DULL), *cited)
    flat = [number for core in found for number in core]
    assert sorted(flat) == sorted({n for cites in cited for n in cites if 1 <= n <= 6})
    assert found == sorted(found)
