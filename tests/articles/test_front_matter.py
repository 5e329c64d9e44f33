from __future__ import annotations

from datetime import date

import pytest

from llm_extract.articles import Article, ReadOptions
from llm_extract.articles._formats import read_markdown
from llm_extract.errors import ArticleError

BODY = "Two soldiers were killed near Talmor, the army said."


def read(text: str) -> Article:
    return read_markdown(text.encode(), "a.md", ReadOptions())


@pytest.mark.parametrize(
    "line",
    [
        "date: 2019-08-14",
        "Date: '2019-08-14'",
        "published: 2019-08-14T22:00:00+02:00",
        "publication_date: 14 August 2019",
        "date: 20190814",
        "date:\npublished: 2019-08-14\nmodified: 2020-01-01",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_date_title_and_header(line: str, end: str) -> None:
    head = f"---\ntitle: Two die\n{line}\n---".replace("\n", end)
    article = read(head + end * 2 + BODY)
    assert (article.published, article.published_from) == (date(2019, 8, 14), "front_matter")
    assert article.title == "Two die"
    assert article.text == head + end * 2 + BODY
    header, body = article.sections
    assert (header.name, article.text[header.start : header.end]) == ("header", head)
    assert article.text[body.start : body.end] == article.sentence(1) == BODY


@pytest.mark.parametrize(
    "text", [BODY, "--- \n" + BODY, f"\n---\ndate: x\n---\n{BODY}", f"----\ndate: x\n----\n{BODY}"]
)
def test_no_front_matter(text: str) -> None:
    article = read(text)
    assert [found.name for found in article.sections] == ["body"]
    assert article.published is None


def test_other_dates_of_the_front_matter_do_not_count() -> None:
    assert read(f"---\nmodified: 2019-08-14\n---\n{BODY}").published is None


def test_empty_front_matter_is_a_header() -> None:
    assert [found.name for found in read(f"---\n---\n{BODY}").sections] == ["header", "body"]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("date: 2019-13-45", "date"),
        ("date: soon", "`date` is not a date"),
        ("date: 2019", "`date` is not a date"),
        ("published: [2019-08-14]", "`published` is not a date"),
        ("title: [a, b]", "`title` is not text"),
        ("title: 'open", "line"),
        ("a: 1\n b: : 2", "line"),
        ("just words", "key: value"),
        ("- a\n- b", "key: value"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("a: " + "[" * 30 + "]" * 30, "deeper than 20"),
        ("a: " + "[" * 20_000, "deeper than 20"),
        ("a: !!python/object/apply:os.getcwd []", "line"),
        ("a: " + "x" * 70_000, "longer than"),
        ("a: \x07", "character"),
    ],
)
def test_bad_front_matter_is_an_error_without_its_text(block: str, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read(f"---\n{block}\n---\n{BODY}")
    assert (caught.value.code, caught.value.source) == ("front_matter", "a.md")
    assert message in caught.value.message
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
