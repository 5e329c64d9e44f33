from __future__ import annotations

from documents import numbers, optional, raid, raids, scored
from hypothesis import given

from llm_extract.evaluation.scoring._model import ALL, Slot, Span

ROLES = {
    "raid": (
        Slot("attacker", "mention"),
        Slot("victim", "mention"),
        Slot("place", "mention"),
        Slot("others", "mention", beside=True),
    )
}
REBELS = ("rebels", "the Blue Brigade", "they", Span(10, 16))
FARMERS = ("farmers", "villagers", Span(40, 47))


def rows_of(gold, predicted):
    rows = scored("arguments", gold, predicted, ROLES).rows
    return {row: numbers(counts) for row, counts in rows.items()}


def test_entities_count_once_however_often_the_gold_mentions_them():
    """The gold has three events, records one. Gold: rebels, farmers, Selwick; each once.

    | role     | predicted                       | right/predicted | found/gold |
    | attacker | Blue Brigade +                  | 1/1             | 1/1        |
    | victim   | farmers +, a bus (in no event)  | 1/2             | 1/1        |
    | place    |                                 | 0/0             | 0/1        |
    """
    gold = [
        raid(attacker=[REBELS], victim=[FARMERS]),
        raid(attacker=[("they", "the Blue Brigade", "rebels", Span(80, 84))]),
        raid(victim=[FARMERS], place=[("Selwick",)]),
    ]
    rows = rows_of(gold, [raid(attacker=["Blue Brigade"], victim=["farmers", "a bus"])])
    assert rows["attacker"] == (1, 1, 1, 1)
    assert rows["victim"] == (1, 2, 1, 1)
    assert rows["place"] == (0, 0, 0, 1)
    assert rows[ALL] == (2, 3, 2, 3)


def test_a_span_over_the_head_is_right_and_one_beside_it_is_not():
    gold = [raid(attacker=[REBELS])]
    over = raid(attacker=[("armed rebels of the hills", Span(4, 30))])
    beside = raid(attacker=[("armed rebels of the hills", Span(16, 30))])
    assert rows_of(gold, [over])["attacker"] == (1, 1, 1, 1)
    assert rows_of(gold, [beside])["attacker"] == (0, 1, 0, 1)


def test_half_of_a_name_is_no_name():
    gold = [raid(attacker=[REBELS])]
    assert rows_of(gold, [raid(attacker=["Blue Brigade of Aldo"])])["attacker"] == (0, 1, 0, 1)


def test_an_entity_in_a_wrong_role_is_missed_but_not_false():
    gold = [raid(attacker=[REBELS])]
    rows = rows_of(gold, [raid(victim=["rebels"])])
    assert rows["victim"] == (0, 0, 0, 0)
    assert rows[ALL] == (0, 0, 0, 1)


def test_entities_of_other_events_are_known_and_not_scored():
    gold = [raid(attacker=[REBELS], others=[("United Ports",)])]
    rows = rows_of(gold, [raid(victim=["United Ports", "a bus"])])
    assert rows["victim"] == (0, 1, 0, 0)
    assert "others" not in rows
    assert rows[ALL] == (0, 1, 0, 1)


def test_the_same_words_twice_are_one_answer():
    gold = [raid(attacker=[REBELS])]
    mine = [raid(attacker=["rebels"]), raid(attacker=["The Rebels"]), raid(attacker=["a bus"] * 2)]
    assert rows_of(gold, mine)["attacker"] == (1, 2, 1, 1)


def test_two_names_of_one_entity_are_both_right_and_find_it_once():
    gold = [raid(attacker=[REBELS])]
    assert rows_of(gold, [raid(attacker=["rebels", "they"])])["attacker"] == (2, 2, 1, 1)


def test_optional_entities_cost_nothing_unless_another_mention_is_owed():
    spared = [raid(attacker=[optional("rebels")])]
    owed = [*spared, raid(attacker=[("rebels",)])]
    assert rows_of(spared, [])["attacker"] == (0, 0, 0, 0)
    assert rows_of(owed, [])["attacker"] == (0, 0, 0, 1)


@given(raids())
def test_gold_scores_fully_against_itself(items):
    slots = {"raid": (Slot("place", "mention"), Slot("side", "mention"))}
    counts = scored("arguments", items, items, slots).rows[ALL]
    assert counts.right_predicted == counts.predicted == counts.found_gold == counts.gold
