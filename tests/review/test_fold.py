from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.review._fold import fold, standing
from llm_extract.review._paths import address, is_at
from llm_extract.runs import Decision

LISTS = ("events", "counts")
PATHS = (
    "events.0",
    "events.0.place",
    "events.0.size",
    "events.0.size.low",
    "events.1",
    "counts.0.best",
    "facts.agency",
)


ITEMS = {"events.0": "e-a", "events.1": "e-b", "counts.0": "k-a"}


def said(number, action, path="", value=None, outcome=1, undoes=None, item=None):
    return Decision(
        number=number,
        made="",
        reviewer="ada",
        article="a",
        outcome=outcome,
        action=action,
        path=path,
        item=item,
        value=value,
        undoes=undoes,
    )


def folded(*decisions, outcome=1, items=ITEMS):
    return fold(decisions, outcome, LISTS, items)


@st.composite
def sequences(draw):
    """Decisions in order, undos of what stands last among them."""
    made, open_ = [], []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        action = draw(st.sampled_from(["accept", "correct", "reject", "add", "done", "undo"]))
        if action == "undo":
            if not open_:
                continue
            made.append(said(number, "undo", undoes=open_.pop()))
            continue
        path = {"add": "events", "done": ""}.get(action) or draw(st.sampled_from(PATHS))
        path = "" if action == "done" else path
        value = draw(st.integers(0, 3))
        is_item = path.count(".") == 1 and not path.startswith("facts")
        if action == "correct" and is_item:
            value = {"place": value}
        made.append(said(number, action, path, value))
        open_.append(number)
    return made


@given(sequences())
def test_undone_decisions_count_as_never_made(decisions):
    undone = {one.undoes for one in decisions if one.action == "undo"}
    kept = [one for one in decisions if one.action != "undo" and one.number not in undone]
    assert folded(*decisions) == folded(*kept)
    assert standing(decisions) == kept


@given(sequences(), st.randoms(use_true_random=False))
def test_decisions_about_different_places_may_be_made_in_any_order(decisions, random):
    chosen = []
    for one in decisions:
        apart = all(not is_at(one.path, o.path) and not is_at(o.path, one.path) for o in chosen)
        if one.action not in ("undo", "done", "add") and apart:
            chosen.append(one)
    mixed = random.sample(chosen, len(chosen))
    one, two = folded(*chosen), folded(*mixed)
    assert (one.rejected, one.accepted) == (two.rejected, two.accepted)
    assert one.edits == two.edits


@given(sequences())
def test_no_value_and_its_item_are_rejected_and_corrected_at_once(decisions):
    found = folded(*decisions)
    assert not found.rejected & found.accepted
    for path in found.edits:
        assert path not in found.accepted


def test_states():
    found = folded(
        said(1, "accept", "events.0"),
        said(2, "correct", "events.1.place", "Oskel"),
        said(3, "reject", "counts.0"),
    )
    assert [found.state(path) for path in ("events.0", "events.1", "counts.0", "counts.1")] == [
        "accepted",
        "corrected",
        "rejected",
        None,
    ]
    assert found.changes


def test_what_nobody_looked_at_is_accepted_once_the_article_is_done():
    found = folded(said(1, "reject", "events.0"), said(2, "done"))
    assert found.is_done
    assert [found.state(path) for path in ("events.0", "events.1")] == ["rejected", "accepted"]


def test_a_correction_brings_its_item_back_and_accepting_a_value_takes_a_correction_back():
    rejected = said(1, "reject", "events.0")
    corrected = said(2, "correct", "events.0.place", "Oskel")
    assert folded(rejected, corrected).rejected == set()
    assert folded(corrected, rejected).state("events.0") == "rejected"
    found = folded(corrected, said(3, "accept", "events.0.place"))
    assert (found.edits, found.state("events.0.place")) == ({}, "accepted")


def test_a_correction_replaces_those_below_it_and_others_stay():
    found = folded(
        said(1, "correct", "events.0.size.low", 1),
        said(2, "correct", "events.0.place", "Oskel"),
        said(3, "correct", "events.0.size", {"low": 2}),
    )
    assert {path: edit.value for path, edit in found.edits.items()} == {
        "events.0.place": "Oskel",
        "events.0.size": {"low": 2},
    }


def test_several_values_of_an_item_are_corrected_at_once():
    found = folded(said(1, "correct", "counts.0", {"low": 12, "best": 14}))
    assert {path: edit.value for path, edit in found.edits.items()} == {
        "counts.0.low": 12,
        "counts.0.best": 14,
    }


def test_added_items_have_paths_of_their_own():
    found = folded(said(7, "add", "events", {"place": "Oskel"}), said(8, "reject", "events.+7"))
    assert found.added["events.+7"].value == {"place": "Oskel"}
    assert found.state("events.+7") == "rejected"


def test_decisions_on_another_record_are_counted_and_not_applied():
    found = folded(said(1, "reject", "events.0", outcome=4), said(2, "accept", "events.1"))
    assert (found.earlier, found.rejected, found.accepted) == (1, set(), {"events.1"})


def test_addresses():
    assert address("events.0.size.low", LISTS) == ("events", "events.0", "size.low")
    assert address("events.+7", LISTS) == ("events", "events.+7", "")
    assert address("facts.agency", LISTS) == ("", "", "facts.agency")
    assert address("", LISTS) == ("", "", "")
    for wrong in ("events.x", "events.-1", "events.0.side.1", "events.0.", "events..a", "a..b"):
        assert address(wrong, LISTS) is None
