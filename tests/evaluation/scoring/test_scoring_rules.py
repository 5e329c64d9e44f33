from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.evaluation.scoring._folding import folded, token_f1
from llm_extract.evaluation.scoring._model import Filler, Interval, Range, Span
from llm_extract.evaluation.scoring._rules import match, meets


def days(first, last):
    return Interval(first and date(2031, 5, first), last and date(2031, 5, last))


RIGHT = [
    ("choice", "Armed clash", "Armed clash"),
    ("choice", True, True),
    ("exact", "The U.S. 'Blue' Brigade", "us blue  brigade"),
    ("text", "Blue Brigade of Aldo", "a brigade, BLUE"),  # 2 of 4 and 2 of 2: F1 0.67
    ("text", "mill mill ford", "mill ridge mill"),
    ("number", 3, 3.0),
    ("range", 12, Range(10, 15)),
    ("range", Range(10, 15), Range(10, 15)),
    ("range", Range(12, None), Range(10, None)),
    ("range", 12, 12),
    ("date", days(4, 4), days(4, 4)),
    ("interval", days(4, 6), days(6, 9)),
    ("interval", days(4, None), days(9, 9)),
    ("interval", days(None, None), days(9, 9)),
    ("mention", "The Rebels", "rebels"),
    ("mention", Span(4, 9), Span(8, 12)),
]
WRONG = [
    ("choice", "armed clash", "Armed clash"),
    ("choice", True, 1),
    ("exact", "Blue Brigade", "Blue Brigades"),
    ("mention", "armed rebels", "rebels"),
    ("mention", Span(4, 8), Span(8, 12)),
    ("mention", "rebels", Span(8, 12)),
    ("exact", "Blue", "Blue Brigade"),
    ("text", "Blue Brigade of Aldo", "Blue front in Selwick"),  # 1 of 4 and 1 of 4: F1 0.25
    ("text", "mill ford ridge", "mill mill mill"),  # one mill is met once: F1 0.33
    ("text", 3, "3"),
    ("number", 3, 4),
    ("number", True, 1),
    ("number", "3", 3),
    ("range", 9, Range(10, 15)),
    ("range", Range(12, None), Range(10, 15)),
    ("range", Range(None, 12), Range(10, 15)),
    ("range", "12", Range(10, 15)),
    ("date", days(4, 4), days(5, 5)),
    ("date", days(4, 6), days(4, 6)),
    ("date", days(None, None), days(None, None)),
    ("interval", days(4, 6), days(7, 9)),
    ("interval", days(None, 3), days(4, None)),
    ("interval", "2031-05-04", days(4, 4)),
]


@pytest.mark.parametrize(("rule", "predicted", "gold"), RIGHT)
def test_right_values(rule, predicted, gold):
    assert match(rule, predicted, gold)


@pytest.mark.parametrize(("rule", "predicted", "gold"), WRONG)
def test_wrong_values(rule, predicted, gold):
    assert not match(rule, predicted, gold)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Harbour-Master’s  Office", "harbourmasters office"),
        ("A “lamp”, an oar", "lamp oar"),
        ("Theatre", "theatre"),
        ("$20+", "20"),
        ("an", ""),
    ],
)
def test_folding(text, expected):
    assert folded(text) == expected


def test_half_of_the_tokens_are_enough_and_less_is_not():
    assert token_f1("one two", "two three") == 0.5
    assert match("text", "one two", "two three")
    assert not match("text", "one two", "two three four")


def test_any_form_of_either_side_will_do():
    predicted, gold = Filler(("ford", "mill")), Filler(("quarry", "the mill"))
    assert meets("text", predicted, gold)
    assert not meets("text", Filler(("ford",)), gold)
    assert not meets("text", Filler(()), gold)


@given(st.text(), st.text())
def test_likeness_of_texts_is_symmetric_and_between_0_and_1(one, other):
    assert 0 <= token_f1(one, other) <= 1
    assert token_f1(one, other) == token_f1(other, one)
    assert match("text", one, other) == match("text", other, one)


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert match("exact", text, text)
