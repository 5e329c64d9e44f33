"""Decisions follow their items when `check --write` makes a record anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed_runs import FIGURE, At, checked, decided, rows
from test_fold import LISTS, said

from llm_extract.errors import SettingsError
from llm_extract.review import Asked, Choice, OutdatedError, write_reviewed
from llm_extract.review._fold import fold
from llm_extract.review._subjects import mark_of, subject_of
from llm_extract.runs import StoredLine

BEST = "casualties.{}.best"


def turned(data):
    data["casualties"].reverse()


def without_first(data):
    del data["casualties"][0]


def bests(at):
    return [item["best"] for item in at.data()["casualties"]]


def test_decisions_follow_items_that_moved(out):
    correction = ("correct", "casualties.0", {"low": 14, "best": 14})
    decided(out, correction, ("reject", "casualties.1"))
    checked(out, turned)
    with At(out) as at:
        at("note", BEST.format(1), note="Counted twice?")
        assert bests(at) == [14]
        record = at.session.record(0)
        assert record["states"]["casualties.0"] == "rejected"
        assert record["states"]["casualties.1"] == "corrected"
        assert record["values"][BEST.format(1)] == {"state": "corrected", "was": 12, "now": 14}
        assert (record["gone"], record["earlier"]) == (0, 0)
    checked(out, turned)
    with At(out) as at:
        assert at.session.record(0)["states"]["casualties.0"] == "corrected"
        assert [one.path for one in at.session.decided(0).notes] == [BEST.format(0)]


def test_decisions_about_items_that_are_gone_are_told_and_not_applied(out):
    decided(out, ("correct", BEST.format(0), 13), ("reject", "casualties.1"))
    checked(out, without_first)
    with At(out) as at:
        assert bests(at) == []
        record = at.session.record(0)
        assert (record["gone"], record["states"]["casualties.0"]) == (1, "rejected")
        # They can be taken back like any others.
        at.undo()
        assert (bests(at), at.session.record(0)["gone"]) == ([30], 1)
        at.undo()
        assert at.session.record(0)["gone"] == 0


def test_an_article_is_done_as_long_as_it_has_the_same_items(out):
    with At(out) as at:
        at("done")
        at("reject", "events.0", article=1)
        at("done", article=1)
    checked(out, turned)
    with At(out) as at:
        assert [at.session.decided(place).is_done for place in (0, 1)] == [True, True]
    checked(out, lambda data: data["casualties"].append({**FIGURE, "cites": [3]}))
    with At(out) as at:
        assert at.session.decided(1).state("events.0") == "rejected"
        assert at.session.decided(1).state("casualties.2") is None
        assert (at.session.decided(1).is_done, at.session.decided(1).was_done) == (False, True)
        with pytest.raises(SettingsError, match="2 changed since it was done"):
            write_reviewed(out, "gold", None, Choice())
        at("done", article=1)
        assert (at.session.decided(1).is_done, at.session.decided(1).was_done) == (True, False)
    assert write_reviewed(out, "gold", None, Choice()).records == 1


def test_two_equal_items_stay_two():
    """Where a schema gives no ids, theirs are the same; which comes first tells them apart."""

    def keys(*ids):
        items = [{"path": f"events.{place}", "id": one} for place, one in enumerate(ids)]
        line = {"id": "a", "status": "ok", "evidence": {"items": items}}
        return subject_of(StoredLine(line, 1, None)).items

    before = keys("e-a", "e-a", "e-b")
    assert list(before.values()) == ["e-a", "e-a#2", "e-b"]
    made = [
        said(1, "reject", "events.0", item=before["events.0"]),
        said(2, "correct", "events.1.size", 5, item=before["events.1"]),
    ]
    found = fold(made, 1, LISTS, keys("e-b", "e-a", "e-a"))
    states = [found.state(f"events.{place}") for place in range(3)]
    assert states == [None, "rejected", "corrected"]
    # Where one is left, nothing of the other is said of it.
    assert fold(made, 1, LISTS, keys("e-b", "e-a")).gone == 1


def test_a_record_that_is_changed_while_it_is_reviewed(out):
    with At(out) as at:
        at("reject", "casualties.1")
        shown = at.session.record(0)["keys"]["casualties.0"]
        checked(out, turned)
        # The page still shows the other item there.
        asked = Asked(0, "reject", "casualties.0", item=shown)
        with pytest.raises(OutdatedError, match="changed since it was shown"):
            at.session.decide(asked)
        assert bests(at) == [12]
        record = at.session.record(0)
        assert record["states"]["casualties.0"] == "rejected"
        assert record["keys"]["casualties.1"] == shown
        at.session.decide(Asked(0, "reject", "casualties.1", item=shown))
        assert bests(at) == []
        assert len(rows(out)) == 2


def test_a_text_that_is_another_by_now_is_not_shown_beside_its_record(out):
    with At(out) as at:
        assert at.session.record(0)["entry"]["text"]
        path = out.parent / "articles" / "asta.txt"
        path.write_text(path.read_text("utf-8").replace("At least 12", "At least 30"), "utf-8")
        checked(out, lambda _: None)
        assert not at.session.record(0)["entry"]["text"]
        assert at.session.record(1)["entry"]["text"]
    with At(out) as at:
        assert "At least 30" in str(at.session.record(0)["entry"]["text"])


PERMUTATIONS = st.permutations(range(6))
STEPS = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "correct"]), st.integers(0, 5)), max_size=12
)


def at_places(order, names):
    return {f"events.{place}": names[number] for place, number in enumerate(order)}


@given(STEPS, PERMUTATIONS)
def test_the_order_of_items_makes_no_difference(steps, order):
    names = [f"e-{number}" for number in range(6)]
    before, after = at_places(range(6), names), at_places(order, names)
    made = [
        said(number, action, f"events.{place}", {"size": number}, item=names[place])
        for number, (action, place) in enumerate(steps, start=1)
    ]
    one, two = (fold(made, 1, LISTS, items) for items in (before, after))
    for number in range(6):
        assert one.state(f"events.{number}") == two.state(f"events.{order.index(number)}")
    assert mark_of(before) == mark_of(after)
    left = {path: name for path, name in after.items() if name != names[0]}
    assert fold(made, 1, LISTS, left).gone == sum(place == 0 for _, place in steps)
    assert mark_of(left) != mark_of(after)
