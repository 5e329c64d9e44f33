from __future__ import annotations

from typing import Any

import pytest
from boats import article

from llm_extract.reading._context import edges, sentences_around

TEXT = " ".join(f"The ferry Name{n}x carried {n * 111} people." for n in range(1, 10))
ITEM = {"name": "Name7x", "crew": 777}


@pytest.mark.parametrize(
    ("cites", "within", "expected"),
    [
        ([5], None, [4, 5, 6]),
        ([1], None, [1, 2]),
        ([9], None, [8, 9]),
        ([3, 9], None, [2, 3, 4, 8, 9]),
        ([5, 99, 0], None, [4, 5, 6]),
        ([5], {5, 6}, [5, 6]),
        ([5, 8], {5, 6}, [5, 6]),
    ],
)
def test_cited_sentences_and_their_neighbours(
    cites: list[int], within: set[int] | None, expected: list[int]
) -> None:
    assert sentences_around(article(TEXT), ITEM, cites, within) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (ITEM, [7]),
        ({"name": "NAME2X", "n": [444]}, [2, 4]),
        ("Name3x", [3]),
        ({"name": "Nobody"}, [1, 2, 3, 4, 5]),
        (None, [1, 2, 3, 4, 5]),
        ({"group": "people"}, [1, 2, 3, 4, 5]),
    ],
)
def test_without_citation_the_sentences_that_share_most(raw: Any, expected: list[int]) -> None:
    assert sentences_around(article(TEXT), raw, [99]) == expected


def test_an_item_that_cites_everything_does_not_show_everything() -> None:
    long = article(" ".join(f"Rain fell {n} times." for n in range(1, 200)))
    assert len(sentences_around(long, ITEM, range(1, 200))) <= 24


def test_edges_of_an_article() -> None:
    assert edges(article(TEXT)) == [1, 2, 3, 4, 8, 9]
    assert edges(article("One fell. Two fell.")) == [1, 2]
    assert edges(article("date 2031-05-20")) == []


def test_an_article_without_sentences_has_none_around() -> None:
    assert sentences_around(article("date 2031-05-20"), ITEM, [1]) == []
