from __future__ import annotations

import pytest
from documents import articles, numbers, optional, raid, scored, total
from hypothesis import given

from llm_extract.evaluation.scoring._metrics import metric
from llm_extract.evaluation.scoring._model import ALL, Document, Slot
from llm_extract.evaluation.scoring._scores import Rates, score_documents

MUC = {
    "raid": (
        Slot("type", "choice", identifies=True),
        Slot("group", "exact"),
        Slot("target", "text"),
    )
}


def micro(gold, predicted):
    return {
        row: numbers(counts)
        for row, counts in scored("gtt_micro", gold, predicted, MUC).rows.items()
    }


def test_strings_are_right_or_wrong_and_never_half():
    """Gold: attack; Blue Brigade or BB; mill, ford. Predicted: attack; The B.B.; mill, old ford.

    | slot   | right of predicted          | found of gold |
    | type   | 1/1                         | 1/1           |
    | group  | "The B.B." is "bb": 1/1     | 1/1           |
    | target | mill, not old ford: 1/2     | 1/2           |
    | all    | 3/4                         | 3/4           |
    """
    gold = [raid(type=["attack"], group=[("Blue Brigade", "BB")], target=["mill", "ford"])]
    mine = [raid(type=["attack"], group=["The B.B."], target=["mill", "old ford"])]
    rows = micro(gold, mine)
    assert rows["group"] == (1, 1, 1, 1)
    assert rows["target"] == (1, 2, 1, 2)
    assert rows[ALL] == (3, 4, 3, 4)


def test_all_strings_of_a_filler_must_be_of_one_gold_filler():
    gold = [raid(type=["attack"], group=[("Blue Brigade", "BB"), "Red Front"])]
    together = raid(type=["attack"], group=[("BB", "Blue Brigade")])
    mixed = raid(type=["attack"], group=[("BB", "Red Front")])
    nothing = raid(type=["attack"], group=[()])
    assert micro(gold, [together])["group"] == (1, 1, 1, 2)
    assert micro(gold, [mixed])["group"] == (0, 1, 0, 2)
    assert micro(gold, [nothing])["group"] == (0, 1, 0, 2)


def test_several_may_be_right_by_one_gold_filler():
    """Two names of one group: both are right, one gold filler is found."""
    gold = [raid(type=["attack"], group=[("Blue Brigade", "BB")])]
    assert micro(gold, [raid(type=["attack"], group=["BB", "Blue Brigade"])])["group"] == (
        2,
        2,
        1,
        1,
    )


def test_only_templates_with_a_common_type_are_aligned():
    """A bombing that is right in all but its type gives nothing: 0/3 and 0/3."""
    gold = [raid(type=[("attack", "arson")], group=["BB"], target=["mill"])]
    assert micro(gold, [raid(type=["bombing"], group=["BB"], target=["mill"])])[ALL] == (0, 3, 0, 3)
    assert micro(gold, [raid(type=["arson"], group=["BB"], target=["mill"])])[ALL] == (3, 3, 3, 3)


def test_two_that_compete_for_one_gold_template():
    """The second meets 3, the first 2: 3 of 5 predicted are right, 3 of 3 found."""
    gold = [raid(type=["attack"], group=["BB"], target=["mill"])]
    mine = [
        raid(type=["attack"], target=["mill"]),
        raid(type=["attack"], group=["BB"], target=["mill"]),
    ]
    assert micro(gold, mine)[ALL] == (3, 5, 3, 3)


def test_taking_the_best_pair_first_would_lose():
    """Right fillers; all are attacks:

    |       | first | second |
    | mine  | 4     | 3      |  the best pair first: 4 + 1 = 5
    | other | 3     | 1      |  the best sum:        3 + 3 = 6, of 5 + 3 predicted and 4 + 3 gold
    """
    first = raid(type=["attack"], group=["BB"], target=["mill", "ford"])
    second = raid(type=["attack"], group=["RF"], target=["mill"])
    mine = raid(type=["attack"], group=["BB", "RF"], target=["mill", "ford"])
    other = raid(type=["attack"], group=["BB"], target=["ford"])
    assert micro([first, second], [mine, other])[ALL] == (6, 8, 6, 7)


def test_optional_ones_count_like_the_others():
    gold = [
        raid(type=["attack"], group=[optional("BB")]),
        raid(type=["arson"], is_optional=True),
    ]
    assert micro(gold, [raid(type=["attack"])])[ALL] == (1, 1, 1, 3)


def test_identical_gold_templates_are_one_and_predicted_ones_are_not():
    """Gold twice the same: 2 fields. Predicted twice: 2 right of 4."""
    twice = [raid(type=["attack"], group=["BB", "RF"])] * 2
    other_order = raid(type=["attack"], group=["RF", "BB"])
    once = raid(type=["attack"], group=["BB", "RF"])
    assert micro([*twice, other_order], [once])[ALL] == (3, 3, 3, 3)
    assert micro(twice, twice)[ALL] == (3, 6, 3, 3)
    assert micro([once, raid(type=["attack"], group=["BB"])], [once])[ALL] == (3, 3, 3, 5)


def test_articles_without_gold_cost_precision():
    """a: 2 of 2 right and found; b has no gold and 2 fields are given: P 2/4, R 2/2, F1 2/3."""
    one = (raid(type=["attack"], group=["BB"]),)
    gold = [Document("a", one), Document("b")]
    rates = total("gtt_micro", gold, [Document("a", one), Document("b", one)], ALL, MUC)
    assert rates == Rates(0.5, 1.0, pytest.approx(2 / 3))
    assert total("gtt_micro", gold, gold, ALL, MUC) == Rates(1.0, 1.0, 1.0)


@given(articles())
def test_sides_can_be_swapped(pairs):
    gold, predicted = pairs
    slots = {
        "raid": (
            Slot("type", "choice", identifies=True),
            Slot("place", "exact"),
            Slot("side", "exact"),
        )
    }
    there, back = (
        score_documents(metric("gtt_micro"), *sides, slots)
        for sides in ((distinct(gold), distinct(predicted)), (distinct(predicted), distinct(gold)))
    )
    right, said, found, wanted = numbers(there.total(ALL))
    assert numbers(back.total(ALL)) == (found, wanted, right, said)
    assert numbers(
        score_documents(metric("gtt_micro"), distinct(gold), distinct(gold), slots).total(ALL)
    )[:3] == (wanted, wanted, wanted)


def distinct(documents):
    """Without the day, in which alone templates may differ, and what is then said twice."""
    made = []
    for document in documents:
        kept = {}
        for template in document.templates:
            slots = {k: v for k, v in template.slots.items() if k != "day"}
            said = {k: sorted(map(repr, v)) for k, v in slots.items() if v}
            kept[repr(said)] = type(template)("raid", slots)
        made.append(Document(document.id, tuple(kept.values())))
    return made
