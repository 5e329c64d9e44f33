"""Timelines: units by range, stacks, what is known only roughly, what lies outside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overview_lines import event, line, run_of

from llm_extract.report.overview import overview_of
from llm_extract.report.overview._days import (
    UNITS,
    Days,
    days_of,
    first_day,
    label,
    number_of,
    padded,
    span,
    unit_for,
)
from llm_extract.report.overview._items import Item
from llm_extract.report.overview._timeline import timeline_of_items

DAYS = st.dates()


def timeline_of(*events):
    return overview_of(run_of(line(events=list(events)))).timeline


def stacks(found):
    names = {one.number: one.name for one in found.series}
    return {
        column.label: {names.get(part.series): part.count for part in column.segments}
        for column in found.columns
        if column.total
    }


# days


@given(DAYS, st.sampled_from(UNITS))
def test_a_day_lies_in_its_unit(day, unit):
    number = number_of(day, unit)
    first = first_day(number, unit)
    assert first <= day
    assert number_of(first, unit) == number
    if first > date.min:
        assert number_of(first - timedelta(days=1), unit) == number - 1
    assert label(number, unit)
    assert span(number, unit)


@given(DAYS, DAYS, st.integers(1, 80))
def test_the_finest_unit_that_fits_is_taken(one, two, most):
    first, last = sorted((one, two))
    unit = unit_for(first, last, most)
    fits = [u for u in UNITS if number_of(last, u) - number_of(first, u) < most]
    assert unit == (fits[0] if fits else "year")


@given(DAYS, DAYS, st.floats(0, 3))
def test_a_padded_range_holds_the_range(one, two, share):
    first, last = sorted((one, two))
    wider = padded(first, last, share)
    assert wider.start <= first <= last <= wider.end


def test_weeks_begin_on_mondays():
    week = number_of(date(2031, 5, 4), "week")
    assert first_day(week, "week") == date(2031, 4, 28)
    assert span(week, "week") == "28 Apr 2031 to 4 May 2031"


@pytest.mark.parametrize(
    "value", [None, "soon", "2031-13-01", "20310501", 20310501, {}, {"start": None, "end": None}]
)
def test_what_is_no_date_has_no_days(value):
    assert days_of(value) is None


def test_an_interval_with_one_end_is_open():
    day = date(2031, 5, 2)
    assert days_of({"start": None, "end": "2031-05-02"}) == Days(day, day, is_open=True)
    assert days_of({"start": "2031-05-02", "end": "2031-05-02"}) == Days(day, day)


# timelines


def test_events_stand_in_the_column_of_their_day_stacked_by_type():
    found = timeline_of(
        event("Protests", "2031-05-01"),
        event("Protests", "2031-05-01"),
        event("Riots", "2031-05-01"),
        event("Riots", "2031-05-04"),
        event("Riots"),
    )
    assert found.unit == "day"
    assert len(found.columns) == 4
    assert stacks(found) == {
        "1 May 2031": {"Protests": 2, "Riots": 1},
        "4 May 2031": {"Riots": 1},
    }
    assert (found.total, found.undated) == (4, 1)


def test_what_did_not_happen_stands_in_no_column():
    found = timeline_of(
        event("Protests", "2031-05-01"),
        event("Riots", "2031-05-01", modality="planned"),
        event("Riots", "1990-05-01", status="background"),
    )
    assert stacks(found) == {"1 May 2031": {"Protests": 1}}
    assert dict(found.apart) == {"planned": 1, "background": 1}
    only_feared = event("Riots", "2031-05-01", modality="hypothetical")
    assert timeline_of(only_feared) is None


def test_longer_times_stand_in_a_series_of_their_own_at_their_last_day():
    found = timeline_of(
        event("Protests", "2031-05-01"),
        event("Riots", "2031-04-20", until="2031-05-03"),
        event("Riots", until="2031-05-02", day=None),
    )
    assert stacks(found) == {"1 May 2031": {"Protests": 1}, "3 May 2031": {None: 1}}
    assert found.loose == 1
    assert found.name_of(0) == "of a longer time"


def test_events_on_or_before_a_day_are_of_a_longer_time():
    found = timeline_of(event("Riots", when={"start": None, "end": "2031-05-02"}))
    assert (found.loose, found.total) == (1, 1)


@pytest.mark.parametrize(
    ("last", "unit"), [("2031-06-30", "day"), ("2032-05-01", "week"), ("2034-01-01", "month")]
)
def test_the_unit_follows_the_range(last, unit):
    assert timeline_of(event(day="2031-05-01"), event(day=last)).unit == unit


def test_one_event_of_another_century_does_not_press_the_others_together():
    recent = [event(day=f"2031-05-{n:02}") for n in range(1, 31)]
    found = timeline_of(*recent, event(day="1912-05-01"))
    assert found.unit == "day"
    assert (found.earlier, found.later, found.total) == (1, 0, 30)


def test_rare_types_share_a_series():
    kinds = [f"type {n}" for n in range(9)]
    events = [event(kind, "2031-05-01") for n, kind in enumerate(kinds) for _ in range(9 - n)]
    found = timeline_of(*events)
    assert [one.name for one in found.series] == [*kinds[:6], "other types"]
    assert found.series[-1].count == 3 + 2 + 1


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghij"), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
        min_size=1,
        max_size=60,
    )
)
def test_columns_stay_in_the_plot_and_nothing_is_lost(told):
    items = [Item(0, "", kind, None, None, Days(day, day), None) for kind, day in told]
    found = timeline_of_items("events", items)
    assert found.total + found.earlier + found.later == len(told)
    assert sum(one.count for one in found.series) == found.total
    before = 0.0
    for column in found.columns:
        assert before <= column.x + 1e-9
        before = column.x + column.width
        assert before <= 100 + 1e-9
        bottom = found.height
        for part in column.segments:
            assert part.height > 0
            assert part.y + part.height == pytest.approx(bottom)
            bottom = part.y
        assert bottom >= -1e-9
    assert all(0 <= y <= found.height for _, y in found.ticks)
