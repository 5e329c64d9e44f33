"""What was said of an earlier record holds for the same items of the one there is now."""

from __future__ import annotations

from reviewed_runs import EVENT, FIGURE, At, decided, make_anew, rows

from llm_extract.runs import Said

THIRTY = {**FIGURE, "count_text": "30 visitors", "low": 30, "best": 30}


def said(out):
    sql = "SELECT action, path, outcome FROM decision ORDER BY number"
    return rows(out, sql)


def test_decisions_about_the_same_items_are_said_again(out):
    with At(out) as at:
        at("correct", "casualties.0", {"low": 14, "best": 14})
        at("note", "casualties.0", note="Counted twice?")
        at("reject", "casualties.1")
        at("accept", "claims.0")
    before = said(out)
    # In the new record the second figure comes first, and the event is another one.
    make_anew(out, casualties=[THIRTY, FIGURE], events=[{**EVENT, "place": "Brenholm"}])
    with At(out) as at:
        assert (at.session.record(0)["earlier"], at.session.record(0)["to_carry"]) == (4, 4)
        assert len(at.data()["casualties"]) == 2
        made = at.session.take_over(0)
        assert [(one.action, one.path) for one in made] == [
            ("correct", "casualties.1"),
            ("note", "casualties.1"),
            ("reject", "casualties.0"),
            ("accept", "claims.0"),
        ]
        assert [item["best"] for item in at.data()["casualties"]] == [14]
        assert at.session.record(0)["to_carry"] == 0
        # Nothing is said twice, and each can be taken back.
        assert at.session.take_over(0) == []
        at.undo()
        assert at.session.record(0)["to_carry"] == 1
        assert [one.action for one in at.session.take_over(0)] == ["accept"]
        assert at.session.made == 4
    assert said(out)[: len(before)] == before


def test_what_was_said_of_anything_else_stays_where_it_was_said(out):
    with At(out) as at:
        at("reject", "events.0")
        at("add", "events", EVENT)
        at("correct", "article.byline", "Runa Vell")
        at("note", note="Of the article.")
        at("done")
    make_anew(out, events=[{**EVENT, "place": "Brenholm"}])
    with At(out) as at:
        assert (at.session.record(0)["earlier"], at.session.record(0)["to_carry"]) == (5, 0)
        assert at.session.take_over(0) == []


def test_what_the_reviewer_decided_since_stands(out):
    decided(out, ("reject", "events.0"), ("reject", "casualties.0"))
    make_anew(out)
    with At(out) as at:
        at("accept", "events.0")
        assert [one.path for one in at.session.take_over(0)] == ["casualties.0"]
        assert at.session.decided(0).state("events.0") == "accepted"


def test_of_several_records_the_newest_that_was_reviewed_counts(out):
    decided(out, ("correct", "casualties.0", {"low": 20, "best": 20}), ("reject", "events.0"))
    make_anew(out)
    decided(out, ("correct", "casualties.0.high", 13))
    make_anew(out)
    with At(out) as at:
        made = at.session.take_over(0)
        assert [one.path for one in made] == ["events.0", "casualties.0.high"]
        figure = at.data()["casualties"][0]
        assert (figure["best"], figure["high"]) == (12, 13)


def test_what_does_not_fit_any_more_is_left_out(out):
    """A value that the schema had in an earlier release."""
    decided(out, ("reject", "events.0"))
    with At(out) as at:
        (one,) = at.decisions.after()
        key = at.session.record(0)["keys"]["casualties.0"]
        more = {"path": "casualties.0.mood", "item": key, "action": "correct", "value": "calm"}
        values = {name: getattr(one, name) for name in ("reviewer", "article", "outcome")}
        at.decisions.add(Said(**values, **more))
    make_anew(out)
    with At(out) as at:
        assert at.session.record(0)["to_carry"] == 2
        assert [one.path for one in at.session.take_over(0)] == ["events.0"]


def test_everybody_takes_over_what_is_their_own(out):
    decided(out, ("reject", "events.0"))
    decided(out, ("reject", "casualties.0"), reviewer="bo")
    make_anew(out)
    with At(out) as at:
        assert [one.path for one in at.session.take_over(0)] == ["events.0"]
