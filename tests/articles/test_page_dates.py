from __future__ import annotations

from datetime import date

import pytest

from llm_extract.articles._page_dates import page_date


@pytest.mark.parametrize(
    "tag",
    [
        '<meta property="article:published_time" content="2019-08-14T10:00:00Z">',
        "<META content='2019-08-14' name='Date' />",
        '<meta itemprop="datePublished"\n content="14 August 2019">',
        '<script>{"datePublished" : "2019-08-14T10:00:00+02:00"}</script>',
        '<meta name="date" content="soon"><meta name="pubdate" content="Aug. 14, 2019">',
    ],
)
def test_declared_dates(tag: str) -> None:
    assert page_date(f"<html><head>{tag}</head><body>1 January 2024</body>") == date(2019, 8, 14)


@pytest.mark.parametrize(
    "tag",
    [
        "<p>Copyright 14 August 2019</p>",
        '<meta property="article:modified_time" content="2019-08-14">',
        '<meta name="description" content="2019-08-14">',
        '<meta name="date">',
        '<time datetime="2019-08-14">an hour ago</time>',
        '"dateModified": "2019-08-14"',
    ],
)
def test_other_dates_are_not_taken(tag: str) -> None:
    assert page_date(tag) is None
