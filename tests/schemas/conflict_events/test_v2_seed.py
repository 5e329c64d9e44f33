"""The hand-coded article, completed: dates, rows and checks as its coder had them."""

from __future__ import annotations

import pytest
from conflict_records import SCHEMA, findings
from seed_gold import gold, gold_article, gold_record

from llm_extract.grounding import Source


@pytest.fixture(scope="module")
def source():
    gold()
    return Source(gold_article())


@pytest.fixture(scope="module")
def made(source):
    return SCHEMA.model.model_validate(gold_record()).completed(source)


@pytest.fixture(scope="module")
def coded():
    """Coded event by its id, with the completed one."""
    return {item["id"]: index for index, item in enumerate(gold()["events"])}


def test_events_have_the_coded_dates(made, coded):
    for item, found in zip(gold()["events"], made.events, strict=True):
        when, expected = found.when, item["when"]
        start, end = (day.isoformat() if day else None for day in (when.start, when.end))
        assert (start, end) == (expected["date_start"], expected["date_end"]), item["id"]
        assert when.ged_date_prec == expected["ged_date_prec"], item["id"]
        assert when.precision == expected["precision"], item["id"]
        assert expected["rule"].startswith(when.rule), item["id"]


def test_figures_have_the_coded_links(made, coded):
    index = {event.id: at for at, event in enumerate(made.events)}
    for item, found in zip(gold()["casualties"], made.casualties, strict=True):
        assert index[found.event_id] == coded[item["event_id"]]
        assert found.sums_to_event == item["sums_to_event"]
        assert found.ged_field == item["ged_field"]
        assert found.comparator == item["count"]["comparator"]


def test_claims_have_the_coded_sources(made):
    kinds = {"eyewitness_reporter": "reporter"}
    expected = sorted(kinds.get(c["source_type"], c["source_type"]) for c in gold()["claims"])

    # One sentence holds several narrated statements, and two of them are coded as claims.
    assert set(expected) == {claim.source_type for claim in made.claims}
    parties = {claim.source_type for claim in made.claims if claim.source_party_to_conflict}
    assert parties == {"state_media"}


def test_the_clash_has_the_coded_rows(made, source, coded):
    clash = made.events[coded["e_clash"]]
    rows = made.rows(source.article)
    acled = next(row for row in rows["acled"] if row["event_id"] == clash.id)
    ged = next(row for row in rows["ged"] if row["id"] == clash.id)

    assert acled == acled | {
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "event_date": "2019-08-14",
        "time_precision": 1,
        "geo_precision": 2,
        "fatalities": 34,
    }
    assert ged == ged | {
        "type_of_violence": 1,
        "deaths_a": 14,
        "deaths_b": 20,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "low": 34,
        "best": 34,
        "high": 34,
        "where_prec": 2,
        "date_prec": 1,
    }


def test_no_row_holds_what_did_not_happen_or_adds_up(made, source, coded):
    rows = made.rows(source.article)
    out = {made.events[coded[name]].id for name in ("e_hypo", "e_war", "e_flight")}

    assert out.isdisjoint(row["event_id"] for row in rows["acled"])
    assert out.isdisjoint(row["id"] for row in rows["ged"])
    assert sum(row["fatalities"] for row in rows["acled"]) == 34


def test_the_checks_find_no_fault(made, source):
    found = findings(source, made)

    assert [f for f in found if f.severity != "notice"] == []
    assert {f.code for f in found} >= {"place_inferred", "agency_inferred", "broker_as_party"}


def test_all_figures_and_claims_are_completed_again_alike(made, source):
    assert made.completed(source) == made
