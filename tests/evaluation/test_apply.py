"""Some differences between two records are taken over, and no others."""

from __future__ import annotations

import copy
import json
from random import Random

import pytest
from compared import (
    OBITUARY,
    V1,
    V2,
    changed,
    counted_ids,
    example,
    left_after,
    mutated,
    shuffled,
    with_copy,
    without,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

from llm_extract.evaluation import apply, compare_lines
from llm_extract.evaluation._fields import fields_of

EXAMPLES = [("conflict_events@2", V2), ("conflict_events@1", V1), ("obituary@1", OBITUARY)]
each_example = pytest.mark.parametrize(("prompt", "schema"), EXAMPLES, ids=[p for p, _ in EXAMPLES])
SEEDS = st.integers(0, 2**32)


def content(parts):
    """Differences without positions and ids, which taking over others may move."""
    return sorted(json.dumps([d.kind, d.path, d.grade]) for d in parts)


@each_example
@given(seed=SEEDS)
@settings(max_examples=examples(10))
def test_all_differences_taken_over_leave_none(prompt, schema, seed):
    old = example(prompt)
    new = mutated(old, Random(seed))
    assert left_after(old, new, compare_lines(old, new, schema), schema) == ()


@each_example
@given(seed=SEEDS)
@settings(max_examples=examples(10))
def test_none_taken_over_leave_the_record_as_it_is(prompt, schema, seed):
    old = example(prompt)
    assert apply(old, mutated(old, Random(seed)), (), schema) == old


# A partial change may bring an item nearer to another one than to its partner; so the seeds, for
# which it does not, are given.
@each_example
@pytest.mark.parametrize("seed", range(12))
def test_the_differences_that_are_left_are_the_others(prompt, schema, seed):
    random = Random(seed)
    old = example(prompt)
    new = mutated(old, random)
    found = compare_lines(old, new, schema)
    chosen = [part for part in found if random.random() < 0.5]
    others = [part for part in found if part not in chosen]
    left = left_after(old, new, chosen, schema)
    # A reference to an item that was not taken over, or is gone, is left out.
    fields = fields_of(schema)
    left, others = (
        [part for part in parts if fields.reference(part.path) is None] for parts in (left, others)
    )
    assert content(left) == content(others)


@each_example
@given(seed=SEEDS)
@settings(max_examples=examples(10))
def test_neither_record_is_touched(prompt, schema, seed):
    old = example(prompt)
    new = mutated(old, Random(seed))
    before = copy.deepcopy((old, new))
    taken = apply(old, new, compare_lines(old, new, schema), schema)
    for items in taken["data"].values():
        items.clear()
    taken["evidence"].clear()
    taken["findings"].clear()
    assert (old, new) == before


@given(seed=SEEDS)
@settings(max_examples=examples(10))
def test_every_path_leads_somewhere_afterwards(seed):
    random = Random(seed)
    old = example()
    new = mutated(old, random)
    chosen = [part for part in compare_lines(old, new, V2) if random.random() < 0.5]
    line = apply(old, new, chosen, V2)
    items = {
        f"{n}.{i}" for n, part in line["data"].items() if n in V2.items for i in range(len(part))
    }
    evidence = line["evidence"]
    paths = [e["path"] for e in (*evidence["items"], *evidence["values"], *line["findings"])]
    assert {".".join(p.split(".")[:2]) for p in paths if p.split(".")[0] in V2.items} <= items
    assert len({e["path"] for e in evidence["items"]}) == len(evidence["items"])
    assert len({e["path"] for e in evidence["values"]}) == len(evidence["values"])
    assert sum(evidence["verdicts"].values()) == len(evidence["values"])


def one(old, new, schema=V2, **wanted):
    """The one difference that is as wanted."""
    found = compare_lines(old, new, schema)
    [part] = [d for d in found if all(getattr(d, name) == v for name, v in wanted.items())]
    return part


def test_a_value_comes_with_its_evidence_and_alone():
    old = example()
    new = shuffled(changed(old, "casualties.0.best", 60), Random(2), counted_ids())
    part = one(old, new, path="casualties.*.best")
    entry = next(e for e in new["evidence"]["values"] if e["path"] == part.new_path)
    entry |= {"verdict": "unsupported", "spans": []}
    line = apply(old, new, [part], V2)
    proof = {e["path"]: e for e in line["evidence"]["values"]}
    assert line["data"]["casualties"][0]["best"] == 60
    assert proof["casualties.0.best"] == {**entry, "path": "casualties.0.best"}
    line["data"]["casualties"][0]["best"] = old["data"]["casualties"][0]["best"]
    assert line["data"] == old["data"]


def test_an_item_that_comes_refers_to_the_items_there_are():
    """The new record gave all its items other ids."""
    old = example()
    figure = old["data"]["casualties"][0]
    figure["event_id"] = old["data"]["events"][1]["id"]
    new = with_copy(old, "casualties", 0, id="k-new", best=900, low=900, high=900, cites=[9])
    new["data"]["casualties"][-1] |= {"count_text": "900 pilgrims", "group": "pilgrims"}
    new = shuffled(new, Random(4), counted_ids())
    line = apply(old, new, [one(old, new, kind="added")], V2)
    [come] = line["data"]["casualties"][4:]
    assert come["best"] == 900
    assert come["event_id"] == old["data"]["events"][1]["id"]
    assert come["id"] in {item["id"] for item in new["data"]["casualties"]}


def test_an_item_that_comes_takes_no_id_that_is_used():
    """Sequential ids: the new record uses one of the old record for something else."""
    old = example()
    new = with_copy(old, "casualties", 0, best=900, low=900, high=900, cites=[9])
    new["data"]["casualties"][-1] |= {"count_text": "900 pilgrims", "group": "pilgrims"}
    new["data"]["casualties"][0]["id"] = "k-other"
    new["data"]["casualties"][1]["contradicts"] = [
        figure["id"] for figure in new["data"]["casualties"][-1:]
    ]
    found = compare_lines(old, new, V2)
    line = apply(old, new, found, V2)
    ids = [figure["id"] for figure in line["data"]["casualties"]]
    assert len(set(ids)) == len(ids) == 5
    assert line["data"]["casualties"][1]["contradicts"] == ids[-1:]
    assert compare_lines(line, new, V2) == ()


def test_an_item_that_goes_takes_its_evidence_and_findings_along():
    old = example()
    finding = {"code": "odd", "path": "events.2.place", "message": "it is odd", "severity": "fault"}
    old["findings"].append(finding)
    last = finding | {"path": "events.8"}
    old["findings"].append(last)
    new = without(old, "events", 2)
    line = apply(old, new, [one(old, new, kind="lost")], V2)
    assert line["data"]["events"] == new["data"]["events"]
    assert line["evidence"]["items"] == new["evidence"]["items"]
    assert line["evidence"]["values"] == new["evidence"]["values"]
    assert finding not in line["findings"]
    assert last | {"path": "events.7"} in line["findings"]


def test_a_finding_is_about_the_item_of_the_kept_record():
    old = example("conflict_events@1")
    new = copy.deepcopy(old)
    new["findings"] = [{"code": "odd", "path": "events.1", "message": "odd", "severity": "fault"}]
    new = shuffled(new, Random(6))
    line = apply(old, new, compare_lines(old, new, V1), V1)
    assert [part["path"] for part in line["findings"]] == ["events.1"]


def test_other_sentences_bring_the_places_of_values_along():
    old = example()
    new = copy.deepcopy(old)
    new["data"]["events"][0]["cites"] = [2, 3]
    for entry in new["evidence"]["items"]:
        if entry["path"] == "events.0":
            entry |= {"spans": [[0, 9], *entry["spans"]], "quotes": ["new", *entry["quotes"]]}
    [part] = compare_lines(old, new, V2)
    assert (part.kind, part.grade) == ("evidence", "minor")
    assert apply(old, new, [part], V2) == new


def test_the_publication_date_is_taken_over():
    old, new = example(), example()
    new["article"]["published"] = "2031-01-01"
    line = apply(old, new, compare_lines(old, new, V2), V2)
    assert line == new
    assert old["article"]["published"] != "2031-01-01"


def test_a_record_where_there_was_none_is_taken_whole():
    failed = {"id": "one", "status": "failed", "error": {"code": "timeout"}}
    found = compare_lines(failed, example(), V2)
    assert apply(failed, example(), found, V2) == example()
    assert apply(example(), failed, compare_lines(example(), failed, V2), V2) == failed
    assert apply(failed, example(), (), V2) == failed


def dangling(line, schema) -> list[str]:
    """References of a record to items it does not have."""
    fields, data = fields_of(schema), line["data"]
    ids = {item["id"] for name in fields.lists for item in data[name]}
    found = []

    def look(pattern, value):
        if isinstance(value, dict):
            for name, part in value.items():
                look(f"{pattern}.{name}", part)
        elif isinstance(value, list):
            for part in value:
                look(f"{pattern}.*", part)
        elif fields.reference(pattern) is not None and value is not None and value not in ids:
            found.append(f"{pattern} {value}")

    for name in fields.lists:
        for item in data[name]:
            look(f"{name}.*", item)
    return found


@pytest.mark.parametrize("name", ["claims", "events", "actors", "places", "casualties"])
def test_no_reference_to_an_item_that_is_not_there_is_left(name):
    """Taking one lost item only, and all but one added item."""
    schema, full = V2, example("conflict_events@2")
    assert dangling(full, schema) == []
    for position in range(len(full["data"][name])):
        less = copy.deepcopy(full)
        del less["data"][name][position]
        lost = [p for p in compare_lines(full, less, schema) if p.kind == "lost"]
        assert dangling(apply(full, less, lost, schema), schema) == []
        others = [p for p in compare_lines(less, full, schema) if p.kind != "added"]
        kept = apply(less, full, others, schema)
        assert set(dangling(kept, schema)) <= set(dangling(less, schema))
