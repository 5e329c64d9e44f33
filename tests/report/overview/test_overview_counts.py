"""The overview's numbers: what is counted, what is told beside it, and what is never added up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from overview_lines import casualties, event, line, missed, run_of

from llm_extract.report.overview import overview_of


def kinds_of(found, name="events"):
    for one in found.lists:
        if one.name == name:
            return {kind.name: kind.count for kind in one.kinds}
    return None


# the run


def test_articles_without_a_record_are_counted_by_state_and_code():
    found = overview_of(
        run_of(
            line(),
            missed(),
            missed("cy.txt"),
            missed("di.txt", "empty"),
            missed("ed.txt", "over_budget", "skipped"),
        )
    ).head
    assert (found.articles, found.records) == (5, 1)
    told = [(one.state, one.code, one.count) for one in found.missed]
    assert told == [("failed", "timeout", 2), ("failed", "empty", 1), ("skipped", "over_budget", 1)]
    assert found.missed[0].link == "#/articles?status=failed"


def test_what_a_run_took_is_told_and_what_is_unknown_is_not_zero():
    found = overview_of(run_of(line())).head
    assert (found.tokens, found.cost, found.seconds, found.requests) == (1200, 0.25, 150.0, 9)
    assert overview_of(run_of(line(), cost=None, ended=None)).head.cost is None
    assert overview_of(run_of(line(), ended=None)).head.seconds is None


def test_a_text_that_two_inputs_share_counts_once():
    once = line(events=[event()], values=[("events.0.place", "altered")])
    twice = overview_of(run_of(once, once | {"id": "copy.txt", "same_as": "asta.txt"}))
    assert (twice.head.records, twice.head.copies) == (2, 1)
    assert kinds_of(twice) == {"Protests": 1}
    assert twice.proof.doubtful == 1


def test_a_run_without_any_record_has_a_head_and_nothing_else():
    found = overview_of(run_of(missed()))
    assert found.head.articles == 1
    assert found.lists == found.figures == ()
    assert found.timeline is found.map is None
    assert found.proof.values == 0


# verdicts


def test_verdicts_fill_the_bar_in_order_and_doubts_rank_the_articles():
    good = [("events.0.place", "exact")] * 6
    bad = [("events.0.place", "altered"), ("events.0.what", "unsupported")]
    found = overview_of(
        run_of(
            line("asta.txt", values=good),
            line("bo.txt", values=bad, title="Ferry"),
            line("cy.txt", rejected=[{}, {}, {}], suspicious_text=[{}]),
        )
    ).proof
    assert {one.verdict: one.count for one in found.verdicts if one.count} == {
        "exact": 6,
        "altered": 1,
        "unsupported": 1,
    }
    assert sum(one.width for one in found.verdicts) == pytest.approx(100)
    for one, after in pairwise(found.verdicts):
        assert one.x + one.width == pytest.approx(after.x)
    told = [(one.name, one.total, one.parts) for one in found.articles]
    assert told == [
        ("cy.txt", 4, (("rejected", 3), ("suspicious text", 1))),
        ("Ferry", 2, (("altered", 1), ("unsupported", 1))),
    ]
    assert found.articles[0].link == "#/article/2"


def test_of_many_doubtful_articles_ten_are_named():
    lines = [line(f"{n}.txt", values=[("events.0.what", "altered")] * n) for n in range(14)]
    found = overview_of(run_of(*lines)).proof
    assert [one.total for one in found.articles] == [*range(13, 3, -1)]
    assert found.more == 3


# types


def test_what_did_not_happen_is_told_beside_what_did():
    found = overview_of(
        run_of(
            line(
                events=[
                    event("Battles", sub_event_type="Armed clash"),
                    event("Battles"),
                    event("Riots"),
                    event("Riots", modality="hypothetical"),
                    event("Protests", status="background"),
                    event("Conflict context", status="cumulative"),
                ]
            )
        )
    )
    events = found.lists[0]
    assert events.name == "events"
    assert events.is_lead
    assert kinds_of(found) == {"Battles": 2, "Riots": 1}
    assert [kind.width for kind in events.kinds] == [100, 50]
    assert [(one.name, one.count) for one in events.kinds[0].below] == [("Armed clash", 1)]
    assert dict(events.apart) == {"hypothetical": 1, "background": 1, "cumulative": 1}
    assert events.items == 6


def test_a_bar_leads_to_the_articles_of_its_type():
    found = overview_of(run_of(line(events=[event("Explosions/Remote violence")])))
    link = found.lists[0].kinds[0].link
    assert link == "#/articles?list=events&type=Explosions%2FRemote+violence"


def test_a_list_whose_items_have_no_type_has_no_bars():
    actors = [{"cites": [1], "name": "Asta", "inter": None}]
    found = overview_of(run_of(line(actors=actors)))
    assert [(one.name, one.items, one.kinds) for one in found.lists] == [("actors", 1, ())]


# records of other schemas


def test_without_their_schema_records_are_read_by_their_values():
    trips = [
        {"cites": [1], "means": "ferry", "sub_means": "car ferry", "day": "2031-05-02"},
        {
            "cites": [2],
            "means": "ferry",
            "sub_means": None,
            "day": None,
            "low": 1,
            "best": 2,
            "high": 3,
        },
    ]
    values = [(f"trips.0.{name}", "classified") for name in ("means", "sub_means")]
    one = line(more=["trips"], trips=trips, values=values)
    found = overview_of(run_of(one, schema="gone.module:Trips"))
    assert kinds_of(found, "trips") == {"ferry": 2}
    assert found.lists[0].kinds[0].below[0].name == "car ferry"
    assert found.timeline.of == "trips"
    assert (found.timeline.total, found.timeline.undated) == (1, 1)
    assert found.figures[0].name == "trips"


def test_records_without_dates_are_placed_by_the_day_their_article_was_published():
    tributes = {"positions": [], "survivors": [], "tributes": [{"cites": [1], "words": "kind"}]}
    lines = [
        line("asta.txt", data=tributes, published="2031-05-01"),
        line("bo.txt", data=tributes, published="2031-05-03"),
        line("cy.txt", data=tributes),
    ]
    found = overview_of(run_of(*lines, schema="obituary@1"))
    assert [(one.name, one.items) for one in found.lists] == [("tributes", 3)]
    assert found.timeline.of is None
    assert [column.total for column in found.timeline.columns] == [1, 0, 1]
    assert found.timeline.undated == 1


def test_version_1_tells_totals_apart_as_well():
    told = [casualties(900, 900, None, status="cumulative"), casualties(3, 3, 3)]
    for one in told:
        del one["scope"], one["event_id"], one["contradicts"]
    found = overview_of(run_of(line(casualties=told), schema="conflict_events@1"))
    assert [(g.apart, g.total) for g in found.figures[0].groups] == [(None, 1), ("cumulative", 1)]
