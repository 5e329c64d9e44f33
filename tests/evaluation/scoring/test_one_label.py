from __future__ import annotations

import pytest
from documents import numbers, raid, scored

from llm_extract.evaluation.scoring._bootstrap import Draws
from llm_extract.evaluation.scoring._macro import macro_f1
from llm_extract.evaluation.scoring._metrics import metric
from llm_extract.evaluation.scoring._model import ALL, LABEL, Document, Slot
from llm_extract.evaluation.scoring._scores import score_documents

LABELS = {"raid": (Slot("type", "choice", identifies=True),)}
FEW = Draws(200)


def rows_of(gold, predicted):
    rows = scored("one_label", gold, predicted, LABELS).rows
    return {row: numbers(counts) for row, counts in rows.items()}


def labelled(*labels):
    """One document for each label; ``None`` is none."""
    return [
        Document(str(place), (raid(type=[label]),) if label else ())
        for place, label in enumerate(labels)
    ]


def score(gold, predicted):
    return score_documents(metric("one_label"), labelled(*gold), labelled(*predicted), LABELS)


def test_a_right_label_counts_for_the_text_and_for_the_label():
    assert rows_of([raid(type=["arson"])], [raid(type=["arson"])]) == {
        ALL: (1, 1, 1, 1),
        f"{LABEL}arson": (1, 1, 1, 1),
    }


def test_a_wrong_label_counts_against_both():
    assert rows_of([raid(type=["arson"])], [raid(type=["theft"])]) == {
        ALL: (0, 1, 0, 1),
        f"{LABEL}arson": (0, 0, 0, 1),
        f"{LABEL}theft": (0, 1, 0, 0),
    }


def test_no_label_is_right_where_the_gold_has_none_and_only_there():
    assert rows_of([], []) == {ALL: (1, 1, 1, 1)}
    assert rows_of([raid(type=["arson"])], [])[ALL] == (0, 1, 0, 1)
    assert rows_of([], [raid(type=["arson"])]) == {
        ALL: (0, 1, 0, 1),
        f"{LABEL}arson": (0, 1, 0, 0),
    }


def test_the_first_label_is_the_one():
    gold = [raid(type=["arson"])]
    assert rows_of(gold, [raid(type=["theft"]), raid(type=["arson"])])[ALL] == (0, 1, 0, 1)
    assert rows_of(gold, [raid(), raid(type=["arson"])])[ALL] == (1, 1, 1, 1)


def test_macro_f1_is_the_mean_over_labels():
    """Gold: arson, arson, theft, none, attack. Predicted: arson, theft, theft, arson, none.

    | label  | right | predicted | gold | F1  |
    | arson  | 1     | 2         | 2    | 1/2 |
    | theft  | 1     | 2         | 1    | 2/3 |
    | attack | 0     | 0         | 1    | 0   |

    Accuracy 2/5, macro-F1 (1/2 + 2/3 + 0) / 3.
    """
    gold = ("arson", "arson", "theft", None, "attack")
    scores = score(gold, ("arson", "theft", "theft", "arson", None))
    assert numbers(scores.total(ALL)) == (2, 5, 2, 5)
    found = macro_f1(scores, FEW)
    assert found.f1 == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert found.labels == 3
    low, high = found.interval
    assert 0 <= low <= found.f1 <= high <= 1


def test_macro_f1_of_the_gold_itself_is_1():
    found = macro_f1(score(("arson", None, "theft"), ("arson", None, "theft")), FEW)
    assert (found.f1, found.labels) == (1, 2)
    # A draw of texts without labels has no mean, and is left out.
    assert found.interval == (1, 1)


def test_there_is_no_macro_f1_without_labels():
    assert macro_f1(score((None,), (None,)), FEW) is None
