from __future__ import annotations

from datetime import date, timedelta

import pytest
from growth import is_linear
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

from llm_extract.grounding.dates._dates import When, resolve_date, time_expressions

# A Wednesday.
PUBLISHED = date(2019, 8, 14)
LANGUAGES = ("en", "fr", "es", "ar", None)
OFTEN = (
    "on", "in", "since", "for", "the", "last", "next", "May", "March", "14", "31", "2019", "2011",
    "Wednesday", "ago", "weeks",
    "years", "of", "three", "a", "week", "depuis", "le", "mardi", "mai",
    "dernier", "jours", "desde", "hace", "dos", "años", "de", "mayo", "منذ", "أيام", "ثلاثة", "آب",
    "/", "-", ",", "\n", "0000-00-00",
    "9999-12-31", "29", "February", "days", "decades", "999", "into",
)  # fmt: skip
texts = st.text() | st.lists(st.sampled_from(OFTEN)).map(" ".join)
days = st.dates() | st.sampled_from((date.min, date.max)) | st.none()


def said(text: str, language: str | None = "en", published: date | None = PUBLISHED) -> list[str]:
    """Each expression as "words: days rule"."""
    return [
        f"{text[time.start : time.end]}: {days_of(time.when)}"
        for time in time_expressions(text, published, language)
    ]


def days_of(when: When | None) -> str:
    return f"{when.start}..{when.end} {when.rule}" if when else "unknown"


@given(text=texts, published=days, language=st.sampled_from(LANGUAGES))
@settings(max_examples=examples(400))
def test_any_text_gives_expressions_in_order_inside_it(text, published, language):
    end = 0
    for time in time_expressions(text, published, language):
        assert end <= time.start < time.end <= len(text)
        end = time.end
        if time.when and time.when.start and time.when.end:
            assert time.when.start <= time.when.end
            assert time.when.holds(time.when.start)


@given(phrase=texts, published=days, language=st.sampled_from(LANGUAGES))
@settings(max_examples=examples(300))
def test_any_phrase_gives_days_or_none(phrase, published, language):
    when = resolve_date(phrase, published, language)
    assert when is None or isinstance(when, When)


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_written_day_is_that_day_whenever_it_was_published(day):
    for written in (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    ):
        (time,) = time_expressions(f"It fell ({written}).", None, "en")
        assert time.when is not None
        assert (time.when.start, time.when.end, time.when.rule) == (day, day, "R0")


@given(published=st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_weekday_is_the_day_of_publication_or_the_last_before(published):
    for step in range(7):
        day = published - timedelta(step)
        when = resolve_date(f"on {day:%A}", published, "en")
        assert when is not None
        assert (when.start, when.end) == (day, day)
    last = resolve_date(f"last {published:%A}", published, "en")
    assert last is not None
    assert last.start == published - timedelta(7)


@pytest.mark.parametrize(
    ("when", "inside", "outside"),
    [
        ("in May", date(2019, 5, 31), date(2019, 6, 1)),
        ("for months", date(1999, 1, 1), date(2019, 8, 15)),
        ("had fallen", date(2019, 8, 14), date(2019, 8, 15)),
    ],
)
def test_holds_the_days_of_the_stretch_and_no_other(when, inside, outside):
    resolved = resolve_date(when, PUBLISHED, "en")
    assert resolved is not None
    assert resolved.holds(inside)
    assert not resolved.holds(outside)


def test_what_has_no_days_holds_none():
    assert not When(None, None, "unknown", "R9", None, None).holds(PUBLISHED)


@pytest.mark.parametrize(
    ("phrase", "precision", "ged", "acled"),
    [
        ("on Wednesday", "day", 1, 1),
        ("the past few days", "multi_day", 2, 2),
        ("a week of fighting", "week", 3, 2),
        ("in May", "month", 4, 3),
        ("last year", "year", 5, 3),
        ("months of fighting", "open_start", 5, 3),
        ("had taken", "open_start", None, None),
        ("since 2011", "multi_year", None, None),
        ("from 2011 to 2014", "multi_year", 5, 3),
    ],
)
def test_precision_codes(phrase, precision, ged, acled):
    when = resolve_date(phrase, PUBLISHED, "en")
    assert when is not None
    assert (when.precision, when.ged_date_prec, when.acled_time_precision) == (
        precision,
        ged,
        acled,
    )


@pytest.mark.parametrize("published", [date.min, date.max, None])
def test_days_outside_the_calendar_are_unknown(published):
    text = "last year, next year, tomorrow, on Monday, in May, three decades ago, next Sunday"
    assert len(said(text, published=published)) == 7
    assert said("999 decades ago", published=date.min) == ["999 decades ago: unknown"]


def test_without_a_day_of_publication_only_absolute_dates_have_days():
    assert said("In May 2018, not last year", published=None) == [
        "May 2018: 2018-05-01..2018-05-31 R0",
        "last year: unknown",
    ]


def test_without_a_language_only_dates_in_digits_are_found():
    assert said("2019-08-14 and 14/08/2019, on Wednesday in May 2019", None) == [
        "2019-08-14: 2019-08-14..2019-08-14 R0",
        "14/08/2019: 2019-08-14..2019-08-14 R0",
    ]


def test_offsets_count_code_points():
    text = "İ 😀 — “on\u00a0Wednesday”, 😀 in\nMay"
    assert [text[time.start : time.end] for time in time_expressions(text, PUBLISHED, "en")] == [
        "on\u00a0Wednesday",
        "in\nMay",
    ]
    assert list(time_expressions("in\n\nMay", PUBLISHED, "en")) == []


@pytest.mark.parametrize(
    "repeated",
    [
        "a", "1", " ", "in ", "the ", "14 ", "1-", "14/", "2019-", "since ", "since start ",
        "for a ",
        "on Monday, the ", "between 1 and ", "last ", "\n", "in\n ", "Wed., ", "a couple of ",
        "since a b c d e f start a b c d e in ", "jailed for ",
        "desde que ", "depuis que ", "منذ ", "و",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_time_grows_with_the_text_and_not_faster(repeated, language):
    assert is_linear(lambda text: list(time_expressions(text, PUBLISHED, language)), repeated)
