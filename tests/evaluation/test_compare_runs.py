"""Two runs: which articles they share, what differs, and what they took."""

from __future__ import annotations

import json

import pytest
from compared import V1, V2, changed, example

from llm_extract.evaluation import compare_runs
from llm_extract.schemas import load_schema


def line(identity, line=None, **members):
    return {**(line or example()), "id": identity, **members}


def attempt(code=None):
    return {"code": code}


def spent(tokens, cost=0.002, attempts=(None,), seconds=2.0):
    return {
        "usage": {"prompt_tokens": tokens - 10, "completion_tokens": 10, "cached_tokens": None},
        "cost": cost,
        "attempts": [attempt(code) for code in attempts],
        "seconds": seconds,
    }


def run(*lines):
    return {part["id"]: part for part in lines}


def test_articles_of_both_runs_are_compared():
    old = run(line("same"), line("worse"), line("wording"), line("gone"))
    new = run(
        line("same"),
        line("worse", changed(example(), "casualties.0.best", 60)),
        line("wording", changed(example(), "events.0.what", "They shelled")),
        line("come"),
    )
    found = compare_runs(old, new, load_schema)
    assert (found.compared, found.equal) == (3, 2)
    assert (found.only_old, found.only_new, found.schemas) == (("gone",), ("come",), None)
    assert [(d.article, d.kind, d.grade) for d in found.differences] == [
        ("gone", "status", "critical"),
        ("worse", "value", "critical"),
        ("wording", "value", "neutral"),
    ]
    assert found.by_grade == {"critical": 2, "major": 0, "minor": 0, "neutral": 1}
    assert found.by_path == {"status": 1, "casualties.*.best": 1}
    assert json.loads(json.dumps(found.as_json()))["by_grade"]["critical"] == 2


def test_the_same_run_twice():
    lines = run(line("a"), line("b"))
    found = compare_runs(lines, lines, load_schema)
    assert (found.differences, found.compared, found.equal) == ((), 2, 2)
    nothing = compare_runs({}, {}, load_schema)
    assert (nothing.differences, nothing.compared, nothing.schemas) == ((), 0, None)


def test_what_both_runs_took():
    old = run(line("a", **spent(100)), line("b", **spent(300)))
    new = run(
        line("a", **spent(100, cost=0.004, attempts=("schema_mismatch", None), seconds=4.0)),
        line("b", **spent(500, cost=0.008, attempts=("timeout", None))),
        {"id": "c", "status": "failed", "error": {"code": "timeout"}, "schema": V2.reference},
    )
    found = compare_runs(old, new, load_schema)
    assert (found.old.tokens, found.new.tokens) == (200, 300)
    assert (found.old.requests, found.new.requests) == (1, 2)
    assert (found.old.reasks, found.new.reasks) == (0, 0.5)
    assert (found.old.cost, found.new.cost) == (pytest.approx(2), pytest.approx(6))
    assert (found.old.seconds, found.new.seconds) == (2, 3)


def test_a_price_that_is_not_known_for_all_is_not_known():
    lines = run(line("a", **spent(100)), line("b", **spent(300, cost=None)))
    assert compare_runs(lines, lines, load_schema).new.cost is None


def test_accepted_records_tell_nothing_of_it():
    found = compare_runs(run(line("a")), run(line("a", **spent(100))), load_schema)
    assert found.old.tokens is None
    assert found.new.tokens == 100


def test_two_schemas_are_named():
    old = run(line("a", example("conflict_events@1")))
    found = compare_runs(old, run(line("a")), load_schema)
    assert found.schemas == (V1.reference, V2.reference)
    assert found.compared == 1
