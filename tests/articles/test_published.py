from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles import Article, article_from_text, parse_date
from llm_extract.articles._build import build_article
from llm_extract.errors import SettingsError

DAY = date(2019, 8, 14)
BODY = "Two soldiers were killed near Talmor on 3 May 2001, the army said."


def build(text: str, file_name: str | None = None) -> Article:
    return build_article(text, article_id="a", file_name=file_name)


@pytest.mark.parametrize(
    "written",
    [
        "2019-08-14",
        "20190814",
        " 2019-08-14T23:59:00Z ",
        "2019-08-14 01:00:00+03:00",
        "14 August 2019",
        "14 Aug. 2019",
        "14th August, 2019",
        "Aug. 14, 2019",
        "August 14 2019",
        "AUGUST 14, 2019",
    ],
)
def test_dates_that_are_read(written: str) -> None:
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2019",
        "08/14/2019",
        "14 AUG 19",
        "2019-13-45",
        "31 June 2019",
        "Aug. 2019",
        "yesterday",
        "x14 August 2019",
        "14 Augustus 2019",
        "2019-08-14 or 15",
        "14 August 20191",
    ],
)
def test_dates_that_are_not(written: str) -> None:
    assert parse_date(written) is None


@given(day=st.dates())
def test_iso_dates_round_trip(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "file_name", "expected"),
    [
        (f"date 2019-08-14 {BODY}", "2020-01-01.txt", (DAY, "header")),
        (f"date 2019-13-45 {BODY}", "2019-08-14.txt", (DAY, "file_name")),
        (f"date 2019-13-45 TALMOR, Aug. 14, 2019 — {BODY}", None, (DAY, "dateline")),
        (f"TALMOR, 14 August 2019 (Agency) - {BODY}", "2020-01-01.txt", (DAY, "dateline")),
        (f"TALMOR, 2019-08-14 - {BODY}", None, (DAY, "dateline")),
        (f"TALMOR, Aug. 14 (Agency) - {BODY}", None, (None, "unknown")),
        (f"TALMOR, 14 AUG 19 (ORM) -- {BODY}", None, (None, "unknown")),
        (f"TALMOR, Aug. 14 (Agency) - {BODY}", "x_20190814_b.txt", (DAY, "file_name")),
        (BODY, "wire/2019_08_14-orm.txt", (DAY, "file_name")),
        (BODY, "2019-08-14_2019-08-14.txt", (DAY, "file_name")),
        (BODY, "2019-08-14_to_2019-08-20.txt", (None, "unknown")),
        (BODY, "2019-08_14.txt", (None, "unknown")),
        (BODY, "2019-13-45.txt", (None, "unknown")),
        (BODY, "id-12345678.txt", (None, "unknown")),
        (BODY, "0201908141.txt", (None, "unknown")),
        (BODY, "2019-08-14/orm.txt", (None, "unknown")),
        (BODY, None, (None, "unknown")),
    ],
)
def test_source_of_the_date(text: str, file_name: str | None, expected: tuple[object, str]) -> None:
    article = build(text, file_name)
    assert (article.published, article.published_from) == expected


def test_the_option_comes_first() -> None:
    article = article_from_text(f"date 2001-01-01 {BODY}", published="14 August 2019")
    assert (article.published, article.published_from) == (DAY, "option")


def test_an_option_that_is_no_date_is_a_usage_error() -> None:
    with pytest.raises(SettingsError) as caught:
        article_from_text(BODY, published="soon")
    assert (caught.value.code, caught.value.source) == ("usage", "published")
