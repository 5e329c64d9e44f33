"""Rows of runs: what is scored, and beside what."""

from __future__ import annotations

import pytest

from llm_extract.errors import SettingsError
from llm_extract.evaluation import Combination, Matrix, Measure, gold_of
from llm_extract.evaluation.scoring import Draws, NativeGold
from llm_extract.schemas import load_schema

NAMES = ("asta", "bo", "cass")
GOLD = [
    {
        "id": name,
        "person": {
            "name": f"{name.title()} Brill",
            "born": None,
            "died": None,
            "age": None,
            "place_of_death": None,
        },
        "positions": [],
        "survivors": [],
        "tributes": [],
    }
    for name in NAMES
]


def line(name, *, person=None, status="ok", verdicts=("exact",)):
    if status != "ok":
        return {"id": f"{name}.txt", "status": status, "attempts": []}
    (record,) = (entry for entry in GOLD if entry["id"] == name)
    data = {key: value for key, value in record.items() if key != "id"}
    if person:
        data = {**data, "person": {**data["person"], "name": person}}
    values = [{"path": "person.name", "verdict": verdict} for verdict in verdicts]
    evidence = {"values": values, "items": []}
    return {"id": f"{name}.txt", "status": status, "attempts": [], "data": data} | {
        "evidence": evidence
    }


@pytest.fixture
def measure():
    return Measure(NativeGold(load_schema("obituary@1"), GOLD), GOLD, draws=Draws(200))


def combination(name):
    return Combination(name, "obituary@1", "obituary@1", name, "article")


def free(_usage):
    return 0.0


def matrix_of(measure, *runs):
    matrix = Matrix(measure)
    for place, (lines, stopped) in enumerate(runs):
        matrix.add(combination(f"m{place}"), lines, free, stopped)
    return matrix


RIGHT = [line(name) for name in NAMES]
WRONG = [line("asta", person="Ina Lund"), line("bo"), line("cass", status="failed")]


def test_the_first_is_what_the_others_are_compared_with(measure):
    rows = matrix_of(measure, (RIGHT, None), (WRONG, None), (RIGHT, None)).rows
    assert [row.score.f1 for row in rows] == pytest.approx([1.0, 2 * (1 / 2) * (1 / 3) * 6 / 5, 1])
    assert rows[0].score.difference is None
    assert rows[1].score.difference.change == pytest.approx(0.4 - 1)
    assert rows[2].score.difference.change == 0
    assert rows[2].score.difference.p == 1
    back = matrix_of(measure, (WRONG, None), (RIGHT, None)).rows[1].score.difference
    assert back.change == pytest.approx(0.6)
    assert back.p == rows[1].score.difference.p


def test_a_run_that_was_stopped_is_neither_scored_nor_compared_with(measure):
    skipped = [line("asta"), *(line(name, status="skipped") for name in ("bo", "cass"))]
    first, second = matrix_of(measure, (skipped, "budget"), (WRONG, None)).rows
    assert (first.score, first.stopped, first.states["skipped"]) == (None, "budget", 2)
    assert second.score.f1 == pytest.approx(0.4)
    assert second.score.difference is None


def test_shares_of_verdicts():
    verdicts = ("exact", "exact", "derived", "miscited", "unsupported")
    (row,) = matrix_of(None, ([line("bo", verdicts=verdicts)], None)).rows
    assert row.proven == pytest.approx(3 / 5)
    assert row.share("exact") == pytest.approx(2 / 5)
    assert row.share("normalised") == 0
    told = row.as_json()["values"]
    assert told["proven"] + told["unproven"] == pytest.approx(1)


def test_without_values_there_is_no_share():
    (row,) = matrix_of(None, ([line("bo", status="failed")], None)).rows
    assert (row.proven, row.share("exact")) == (None, None)
    assert row.as_json()["values"]["unproven"] is None
    assert row.score is None


def test_gold_of_other_articles_is_left_out():
    assert [entry["id"] for entry in gold_of(GOLD, ["bo.txt", "dorn.txt"])] == ["bo"]
    with pytest.raises(SettingsError, match="it has no id of an article"):
        gold_of(GOLD, ["dorn.txt"])


@pytest.mark.parametrize("row", ["brooms", "gtt_micro:all-fields", "articles-without-gold"])
def test_a_row_there_is_not(row):
    with pytest.raises(SettingsError, match="no row is called"):
        Measure(NativeGold(load_schema("obituary@1"), GOLD), GOLD, row)
