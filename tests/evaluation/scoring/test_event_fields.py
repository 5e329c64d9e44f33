from __future__ import annotations

import random

import pytest
from documents import RAIDS, articles, day, numbers, optional, raid, scored, total
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.evaluation.scoring._metrics import metric
from llm_extract.evaluation.scoring._model import (
    ALL,
    EMPTY,
    FACTS,
    ITEMS,
    RELEVANCE,
    Document,
    Slot,
)
from llm_extract.evaluation.scoring._scores import Rates, score_documents


def fields(gold, predicted, slots=RAIDS):
    """Counts by row, as numbers."""
    return {
        row: numbers(counts)
        for row, counts in scored("event_fields", gold, predicted, slots).rows.items()
    }


def test_two_predicted_templates_that_compete_for_one():
    """One gold raid, two predicted ones of its type.

    | slot  | gold         | predicted 1 | predicted 2       | 2 is aligned (3 > 2) |
    | type  | attack       | attack      | attack            | 1 right of 2, of 1   |
    | day   | 4            | 9           | 4                 | 1 right of 2, of 1   |
    | place | harbour      | harbour     | harbour           | 1 right of 2, of 1   |
    | side  | Blue Brigade | none        | Red Front         | 0 right of 1, of 1   |
    """
    gold = [raid(type=["attack"], day=[day(4)], place=["harbour"], side=["Blue Brigade"])]
    predicted = [
        raid(type=["attack"], day=[day(9)], place=["harbour"]),
        raid(type=["attack"], day=[day(4)], place=["harbour"], side=["Red Front"]),
    ]
    assert fields(gold, predicted) == {
        "type": (1, 2, 1, 1),
        "day": (1, 2, 1, 1),
        "place": (1, 2, 1, 1),
        "side": (0, 1, 0, 1),
        ALL: (3, 7, 3, 4),
        ITEMS: (1, 2, 1, 1),
        RELEVANCE: (1, 1, 1, 1),
    }
    documents = [Document("a", tuple(gold))], [Document("a", tuple(predicted))]
    # P 3/7, R 3/4, F1 2 * 3 / (7 + 4)
    assert total("event_fields", *documents, ALL) == Rates(3 / 7, 3 / 4, pytest.approx(6 / 11))


def test_taking_the_best_pair_first_would_lose():
    """Fillers that meet; all are attacks:

    |       | first | second |
    | mine  | 5     | 4      |  the best pair first: 5 + 1 = 6
    | other | 3     | 1      |  the best sum:        4 + 3 = 7, of 6 + 5 predicted and 5 + 4 gold
    """
    first = raid(type=["attack"], day=[day(4)], place=["mill"], side=["Blue", "Red"])
    second = raid(type=["attack"], day=[day(4)], place=["mill"], side=["Grey"])
    mine = raid(type=["attack"], day=[day(4)], place=["mill"], side=["Blue", "Red", "Grey"])
    other = raid(type=["attack"], day=[day(8)], place=["ford"], side=["Blue", "Red"])
    rows = fields([first, second], [mine, other])
    assert rows[ALL] == (7, 11, 7, 9)
    assert rows["side"] == (3, 5, 3, 3)
    assert rows == fields([second, first], [other, mine])


def test_optional_templates_and_fillers_cost_nothing_and_count_when_found():
    """Gold: a raid with an optional side, and an optional arson.

    | predicted              | right of predicted | found of gold               |
    | attack, mill           | type, place: 2/2   | type, place: 2/2            |
    | attack, mill, Blue     | 3/3                | type, place, side: 3/3      |
    | and arson, ford        | 4/4 of the first and type, place of the second | 5/5  |
    | and arson, ridge       | 4/5                | ridge is wrong, ford missing: 4/5 |
    """
    gold = [
        raid(type=["attack"], place=["mill"], side=[optional("Blue")]),
        raid(type=["arson"], place=["ford"], is_optional=True),
    ]
    plain = raid(type=["attack"], place=["mill"])
    full = raid(type=["attack"], place=["mill"], side=["Blue"])
    assert fields(gold, [plain])[ALL] == (2, 2, 2, 2)
    assert fields(gold, [full])[ALL] == (3, 3, 3, 3)
    assert fields(gold, [full, raid(type=["arson"], place=["ford"])])[ALL] == (5, 5, 5, 5)
    assert fields(gold, [full, raid(type=["arson"], place=["ridge"])])[ALL] == (4, 5, 4, 5)
    assert fields(gold, [full])[ITEMS] == (1, 1, 1, 1)
    assert fields(gold, [])[ALL] == (0, 0, 0, 2)


def test_a_required_filler_is_taken_before_an_optional_one():
    gold = [raid(type=["attack"], side=[optional("Blue"), "Blue"])]
    assert fields(gold, [raid(type=["attack"], side=["Blue"])])["side"] == (1, 1, 1, 1)


def test_alternatives_are_one_filler_that_is_met_once():
    """Gold type is attack OR arson, side is Blue Brigade OR Second Battalion: 1 filler each."""
    gold = [raid(type=[("attack", "arson")], side=[("Blue Brigade", "Second Battalion")])]
    assert fields(gold, [raid(type=["arson"], side=["Blue Brigade"])])[ALL] == (2, 2, 2, 2)
    both = raid(type=["arson"], side=["Blue Brigade", "Second Battalion"])
    assert fields(gold, [both])["side"] == (1, 2, 1, 1)
    assert fields(gold, [raid(type=["theft"], side=["Blue Brigade"])])[ALL] == (0, 2, 0, 2)


@pytest.mark.parametrize(
    ("predicted", "aligned"),
    [
        ({"type": ["attack"], "place": ["ford"]}, True),  # the type
        ({"type": ["arson"], "place": ["mill"], "day": [day(4)]}, True),  # two others
        ({"type": ["arson"], "place": ["mill"], "day": [day(5)]}, False),  # only one
        ({"place": ["mill"]}, False),
    ],
)
def test_who_may_be_aligned(predicted, aligned):
    gold = [raid(type=["attack"], day=[day(4)], place=["mill"], side=["Blue"])]
    assert fields(gold, [raid(**predicted)])[ITEMS][0] == aligned


def test_what_agrees_in_all_it_has_is_aligned_without_an_identifying_slot():
    only_place = raid(place=["mill"])
    assert fields([only_place], [only_place])[ITEMS] == (1, 1, 1, 1)
    assert fields([only_place], [raid(place=["ford"])])[ITEMS] == (0, 1, 0, 1)


def test_articles_without_gold():
    """| article | gold | predicted      | counts                                        |
    | a       | none | two raids       | 4 false fields, 2 items of 1 article, relevant |
    | b       | none | nothing         | nothing                                        |
    | c       | none, but for an optional raid | nothing | nothing, and not without gold  |
    """
    false = (raid(type=["attack"], place=["mill"]), raid(type=["arson"], place=["ford"]))
    maybe = (raid(type=["attack"], place=["mill"], is_optional=True),)
    gold = [Document("a"), Document("b"), Document("c", maybe)]
    scores = score_documents(metric("event_fields"), gold, [Document("a", false)], RAIDS)
    assert numbers(scores.total(ALL)) == (0, 4, 0, 0)
    assert numbers(scores.total(RELEVANCE)) == (0, 1, 0, 0)
    assert numbers(scores.total(EMPTY)) == (0, 2, 0, 0)
    assert [EMPTY in article.rows for article in scores.documents] == [True, True, False]
    assert scores.missing == ("b", "c")


def test_several_families_have_rows_of_their_own_and_facts_are_no_items():
    """Events and figures, each with a row of its own; the headline is a fact: no item."""
    slots = {
        FACTS: (Slot("headline", "text", identifies=True),),
        "events": (Slot("what", "text", identifies=True),),
        "figures": (Slot("value", "number", identifies=True), Slot("cites", "number", beside=True)),
    }
    head = raid(family=FACTS, headline=["Lamp out"])
    event = raid(family="events", what=["raid"])
    figure = raid(family="figures", value=[3], cites=[1, 2])
    predicted = [head, event, raid(family="figures", value=[3], cites=[2, 5])]
    rows = fields([head, event, figure], predicted, slots)
    assert rows == {
        ALL: (3, 3, 3, 3),
        "article-facts": (1, 1, 1, 1),
        "headline": (1, 1, 1, 1),
        "events": (1, 1, 1, 1),
        "events.what": (1, 1, 1, 1),
        "figures": (1, 1, 1, 1),
        "figures.value": (1, 1, 1, 1),
        "figures.cites": (1, 2, 1, 2),
        ITEMS: (2, 2, 2, 2),
        "events-items": (1, 1, 1, 1),
        "figures-items": (1, 1, 1, 1),
        RELEVANCE: (1, 1, 1, 1),
    }
    # An article with nothing but facts is not relevant, and cites of items not found are not asked.
    rows = fields([head], [figure], slots)
    assert rows[RELEVANCE] == (0, 1, 0, 0)
    assert rows["figures.cites"] == (0, 0, 0, 0)
    assert rows[EMPTY] == (0, 1, 0, 0)


@given(articles())
def test_gold_against_itself_is_all_right(pairs):
    gold, _ = pairs
    scores = score_documents(metric("event_fields"), gold, gold, RAIDS)
    for row in (row for row in scores.rows if row != EMPTY):
        right, predicted, found, wanted = numbers(scores.total(row))
        assert right == predicted == found == wanted


@given(articles())
def test_swapping_the_sides_swaps_precision_and_recall(pairs):
    gold, predicted = pairs
    there, back = (
        score_documents(metric("event_fields"), *sides, RAIDS)
        for sides in ((gold, predicted), (predicted, gold))
    )
    for row in (ALL, ITEMS, RELEVANCE):
        right, said, found, wanted = numbers(there.total(row))
        assert numbers(back.total(row)) == (found, wanted, right, said)


@given(articles(), st.randoms(use_true_random=False))
def test_order_changes_nothing(pairs, lot: random.Random):
    def shuffled(documents):
        mixed = [
            Document(d.id, tuple(lot.sample(d.templates, len(d.templates)))) for d in documents
        ]
        return lot.sample(mixed, len(mixed))

    gold, predicted = pairs
    first = score_documents(metric("event_fields"), gold, predicted, RAIDS)
    second = score_documents(metric("event_fields"), shuffled(gold), shuffled(predicted), RAIDS)
    assert {row: first.total(row) for row in first.rows} == {
        row: second.total(row) for row in second.rows
    }


@pytest.mark.parametrize("name", ["event_fields", "gtt_micro"])
@given(pairs=articles(most=2))
def test_a_spurious_template_never_raises_precision(name, pairs):
    gold, predicted = pairs
    spurious = raid(type=["siege"], place=["nowhere near"])
    worse = [Document(d.id, (*d.templates, spurious)) for d in predicted]
    before, after = (total(name, gold, mine, ALL) for mine in (predicted, worse))
    assert after.precision <= (1 if before.precision is None else before.precision)
    assert after.recall == before.recall
