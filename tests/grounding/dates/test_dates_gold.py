from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from llm_extract.grounding.dates._dates import When, resolve_date, time_expressions

SEED = Path(__file__).parents[3].parent / "shared" / "seed"
PUBLISHED = date(2019, 8, 14)
needs_seed = pytest.mark.skipif(
    not (SEED / "gold.json").exists(), reason="the article coded by hand is not beside the checkout"
)


def _gold():
    return json.loads((SEED / "gold.json").read_text(encoding="utf-8"))


def _dates(when: When | None):
    if when is None:
        return None
    start, end = (day and day.isoformat() for day in (when.start, when.end))
    return start, end, when.precision, when.rule


def _coded(when):
    return when["date_start"], when["date_end"], when["precision"], when["rule"].split()[0]


@needs_seed
def test_the_time_expressions_are_those_coded_by_hand():
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    found = [
        (time.start, time.end, text[time.start : time.end], _dates(time.when))
        for time in time_expressions(text, PUBLISHED, "en")
    ]
    coded = [
        (time["span"]["start"], time["span"]["end"], time["text"], _coded(time))
        for time in _gold()["time_expressions"]
    ]
    assert len(coded) == 15
    assert found == coded


@needs_seed
def test_the_phrases_of_events_casualties_and_displacements_give_the_dates_coded_by_hand():
    gold = _gold()
    whens = [
        item["when"]
        for table in ("events", "casualties", "displacements")
        for item in gold[table]
        if item["when"]["text"]
    ]
    assert len(whens) == 18
    for coded in whens:
        when = resolve_date(coded["text"], PUBLISHED, "en")
        assert when is not None, coded
        assert (_dates(when), when.ged_date_prec) == (_coded(coded), coded["ged_date_prec"])
