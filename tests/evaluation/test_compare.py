"""Two records of one article: what counts as a difference, and how much."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
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
    line_of,
    mutated,
    shuffled,
    told,
    with_copy,
    without,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

from llm_extract.evaluation import compare_lines

EXAMPLES = [("conflict_events@2", V2), ("conflict_events@1", V1), ("obituary@1", OBITUARY)]
each_example = pytest.mark.parametrize(("prompt", "schema"), EXAMPLES, ids=[p for p, _ in EXAMPLES])

# one value, another

CLASSES = [
    # critical: what ends up in a table of deaths
    ("casualties.0.best", 60, "critical"),
    ("casualties.0.low", None, "critical"),
    ("casualties.3.high", 50_000, "critical"),
    ("casualties.0.comparator", "at_least", "critical"),
    ("casualties.0.scope", "conflict_cumulative", "critical"),
    ("casualties.0.harm", "injured", "critical"),
    ("casualties.0.group", "civilians", "critical"),
    ("casualties.0.victims", "civilian", "critical"),
    ("casualties.0.ged_field", "deaths_civilians", "critical"),
    ("casualties.0.sums_to_event", None, "critical"),
    ("displacement.1.best", 3000, "critical"),
    ("displacement.1.scope", "conflict_cumulative", "critical"),
    ("displacement.1.status", "cumulative", "critical"),
    ("displacement.1.unit", "family", "critical"),
    ("events.0.modality", "planned", "critical"),
    ("claims.0.modality", "hypothetical", "critical"),
    ("front_lines.0.km", 99, "critical"),
    # major: what happened, where, when, to whom, who says so
    ("events.0.event_type", "Battles", "major"),
    ("events.0.sub_event_type", "Grenade", "major"),
    ("events.0.place", "Tammel", "major"),
    ("events.0.when.start", "2030-01-01", "major"),
    ("events.0.when.end", None, "major"),
    ("events.0.when", None, "major"),
    ("events.0.side_a", ["civilians"], "major"),
    ("events.0.side_b", [], "major"),
    ("claims.0.source", "State radio", "major"),
    ("claims.0.source_type", "official", "major"),
    ("casualties.0.counted_by", "State radio", "major"),
    ("control.0.holder", "civilians", "major"),
    ("actors.0.side", "A", "major"),
    ("article.reports_conflict", False, "major"),
    # minor: the same said another way
    ("casualties.0.count_text", "6 soldiers", "minor"),
    ("events.0.date_text", "Tuesday", "minor"),
    ("article.title", "Shelling", "minor"),
    # neutral: wording that only tells an item from others
    ("events.0.what", "Rebels fired shells", "neutral"),
    ("claims.0.verb", "reported", "neutral"),
]


@pytest.mark.parametrize(("path", "value", "grade"), CLASSES, ids=[path for path, *_ in CLASSES])
def test_another_value_is_graded_by_what_it_means(path, value, grade):
    old = example()
    new = changed(old, path, value)
    [found] = compare_lines(old, new, V2)
    pattern = ".".join("*" if key.isdigit() else key for key in path.split("."))
    assert (found.kind, found.path, found.grade) == ("value", pattern, grade)
    assert (found.old_path, found.new_path, found.article) == (path, path, "one")
    assert found.new == value
    assert found.old != value


VALUES_OF_V1 = [
    ("casualties.0.best", 60, "critical"),
    ("casualties.0.group", "civilians", "critical"),
    ("displacement.1.status", "cumulative", "critical"),
    ("events.0.modality", "planned", "critical"),
    ("events.0.place", "Tammel", "major"),
    ("casualties.0.counted_by", None, "major"),
    ("casualties.0.count_text", "6 soldiers", "minor"),
    ("events.0.what", "Rebels fired shells", "neutral"),
]


@pytest.mark.parametrize(("path", "value", "grade"), VALUES_OF_V1)
def test_values_of_version_1(path, value, grade):
    old = example("conflict_events@1")
    assert [g for _, _, g in told(old, changed(old, path, value), V1)] == [grade]


VALUES_OF_OBITUARIES = [
    ("person.age", 48, "critical"),
    ("person.name", "Ilse Quarnberg", "critical"),
    ("person.died", "Monday", "critical"),
    ("person.place_of_death", "Sund", "major"),
    ("positions.0.organisation", "Selwick College", "major"),
    ("positions.1.from_text", "1982", "major"),
    ("survivors.1.relation", "sister", "major"),
    ("tributes.0.speaker", "Bram Quarnby", "major"),
    ("tributes.0.words", "She never raised her voice", "minor"),
]


@pytest.mark.parametrize(("path", "value", "grade"), VALUES_OF_OBITUARIES)
def test_values_of_obituaries(path, value, grade):
    old = example("obituary@1")
    assert [g for _, _, g in told(old, changed(old, path, value), OBITUARY)] == [grade]


def test_the_worst_come_first():
    old = example()
    new = changed(changed(old, "events.0.what", "They shelled"), "events.0.place", "Tammel")
    new = changed(changed(new, "casualties.0.best", 60), "casualties.0.count_text", "60")
    grades = [grade for *_, grade in told(old, new)]
    assert grades == ["critical", "major", "minor", "neutral"]


def test_a_name_in_other_letters_is_the_same_name():
    old = example()
    for name in ("the Soldiers", "SOLDIERS", "“soldiers”"):
        assert told(old, changed(old, "casualties.0.group", name)) == [
            ("value", "casualties.*.group", "minor")
        ]


def registered(line, name, *forms):
    """A copy with the actor of that name, or a new one, known by other forms as well."""
    line = copy.deepcopy(line)
    actors = line["data"]["actors"]
    actor = next((a for a in actors if a["name"] == name), None)
    if actor is None:
        actor = {**copy.deepcopy(actors[0]), "name": name, "id": "a-new", "cites": [3]}
        actors.append(actor)
    actor["forms"] = list(forms)
    return line


def test_a_registered_form_is_the_same_name():
    old = registered(example(), "Lakeland Conflict Monitor", "LCM")
    new = changed(old, "casualties.0.counted_by", "LCM")
    assert told(old, new) == [("value", "casualties.*.counted_by", "minor")]
    other = changed(old, "casualties.0.counted_by", "LCN")
    assert told(old, other) == [("value", "casualties.*.counted_by", "major")]


def test_two_actors_of_one_record_are_no_forms_of_each_other():
    """A new record that throws two actors together does not make a wrong death toll harmless."""
    old = registered(registered(example(), "Red Band"), "Blue Band")
    old = changed(old, "casualties.0.group", "Red Band")
    new = changed(old, "casualties.0.group", "Blue Band")
    new["data"]["actors"] = [a for a in new["data"]["actors"] if a["name"] != "Blue Band"]
    new = registered(new, "Red Band", "Blue Band")
    assert ("value", "casualties.*.group", "critical") in told(old, new)


def test_a_place_is_not_looked_up_among_actors():
    old = registered(example(), "Oskel", "Tammel")
    new = changed(old, "events.0.place", "Tammel")
    assert told(old, new) == [("value", "events.*.place", "major")]


# items


@each_example
def test_an_item_more_or_less(prompt, schema):
    whole = example(prompt)
    name = next(name for name in schema.items if len(whole["data"][name]) > 1)
    less = without(whole, name, 0)
    lost = [d for d in compare_lines(whole, less, schema) if d.kind == "lost"]
    added = [d for d in compare_lines(less, whole, schema) if d.kind == "added"]
    assert [(d.path, d.old_path, d.new_path, d.grade) for d in lost] == [
        (f"{name}.*", f"{name}.0", None, "major")
    ]
    assert [(d.path, d.old_path, d.new_path) for d in added] == [(f"{name}.*", None, f"{name}.0")]
    assert lost[0].old == added[0].new == whole["data"][name][0]
    assert lost[0].old_evidence.quotes == added[0].new_evidence.quotes != ()


def test_one_list_is_empty():
    old = example("conflict_events@1")
    new = changed(old, "casualties", [])
    assert told(old, new, V1) == [("lost", "casualties.*", "major")] * 4
    assert told(new, old, V1) == [("added", "casualties.*", "major")] * 4


def test_equal_items_are_counted():
    old = example("conflict_events@1")
    twice = with_copy(old, "casualties", 0)
    assert told(old, twice, V1) == [("added", "casualties.*", "major")]
    assert told(twice, with_copy(old, "casualties", 0), V1) == []
    assert told(twice, with_copy(twice, "casualties", 0, best=7), V1) == [
        ("added", "casualties.*", "major")
    ]


def test_items_that_swapped_their_numbers_are_two_changes():
    old = example("conflict_events@1")
    new = changed(changed(old, "casualties.0.best", 9), "casualties.1.best", 6)
    assert told(old, new, V1) == [("value", "casualties.*.best", "critical")] * 2


def test_items_that_have_nothing_in_common_are_no_pair():
    old = example("conflict_events@1")
    other = {
        "cites": [14],
        "count_text": "some 900",
        "group": "fishermen",
        "harm": "detained",
        "low": None,
        "best": 900,
        "high": None,
        "counted_by": None,
        "status": "background",
    }
    found = told(old, changed(old, "casualties.0", other), V1)
    assert sorted(found) == [("added", "casualties.*", "major"), ("lost", "casualties.*", "major")]


def test_other_scripts():
    old = changed(example("conflict_events@1"), "events.0.place", "قرية سعدة")
    assert told(old, copy.deepcopy(old), V1) == []
    assert told(old, changed(old, "events.0.place", "قرية نور"), V1) == [
        ("value", "events.*.place", "major")
    ]
    assert told(old, changed(old, "events.0.place", "قَرية سعدة"), V1) == [
        ("value", "events.*.place", "minor")
    ]


# what is no difference


@each_example
def test_a_record_does_not_differ_from_itself(prompt, schema):
    assert compare_lines(example(prompt), example(prompt), schema) == ()


@each_example
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(10))
def test_neither_order_nor_ids_count(prompt, schema, seed):
    line = example(prompt)
    assert compare_lines(line, shuffled(line, Random(seed), counted_ids()), schema) == ()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(10))
def test_the_order_does_not_decide_what_differs(seed):
    old = example()
    new = without(
        changed(changed(old, "casualties.1.best", 90), "events.3.place", "Sund"), "claims", 1
    )
    moved = shuffled(new, Random(seed), counted_ids())
    assert sorted(told(old, moved)) == sorted(told(old, new)) != []


def said_of(difference, *, mirrored=False):
    """All a difference says, by either direction; a proof is worse than the other or better."""
    kinds = {"added": "lost", "lost": "added"} if mirrored else {}
    sides = [(difference.old_path, difference.old), (difference.new_path, difference.new)]
    grade = None if difference.kind == "verdict" else difference.grade
    kind = kinds.get(difference.kind, difference.kind)
    return repr((kind, difference.path, grade, sides[::-1] if mirrored else sides))


@each_example
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(10))
def test_both_directions_say_the_same(prompt, schema, seed):
    old = example(prompt)
    new = mutated(old, Random(seed))
    there, back = compare_lines(old, new, schema), compare_lines(new, old, schema)
    assert sorted(said_of(d, mirrored=True) for d in there) == sorted(map(said_of, back))


def test_what_one_side_does_not_tell_is_no_difference():
    old, new = example(), example()
    del new["data"]["events"][0]["territory"]
    assert told(old, new) == told(new, old) == []


def test_nothing_is_not_the_same_as_a_value():
    old = example()
    assert old["data"]["casualties"][0]["best"] is not None
    assert told(old, changed(old, "casualties.0.best", None)) == [
        ("value", "casualties.*.best", "critical")
    ]
    assert told(changed(old, "casualties.0.best", 0), changed(old, "casualties.0.best", None)) == [
        ("value", "casualties.*.best", "critical")
    ]


def test_an_object_instead_of_nothing_matters_as_much_as_what_it_tells():
    old = changed(example(), "events.0.territory", None)
    told_of = {
        "count_text": "two",
        "count": 2,
        "unit": None,
        "from_actor": None,
        "to_actor": None,
        "outcome": None,
    }
    new = changed(old, "events.0.territory", told_of)
    assert told(old, new) == [("value", "events.*.territory", "critical")]
    vague = changed(old, "events.0.territory", told_of | {"count": None})
    assert told(old, vague) == [("value", "events.*.territory", "minor")]


# references


def pointing(line, position):
    """A copy whose first figure is of the event at ``position``."""
    return changed(line, "casualties.0.event_id", line["data"]["events"][position]["id"])


def test_a_reference_is_what_it_points_to():
    old = pointing(example(), 0)
    assert told(old, shuffled(old, Random(1), counted_ids())) == []
    assert told(old, pointing(old, 1)) == [("value", "casualties.*.event_id", "major")]


def test_ids_that_changed_places_are_not_the_same_reference():
    """Sequential ids: ``e1`` is another event in the new record."""
    old = pointing(example(), 0)
    events = copy.deepcopy(old["data"]["events"])
    events[0]["id"], events[1]["id"] = events[1]["id"], events[0]["id"]
    kept = changed(old, "events", events)
    assert ("value", "casualties.*.event_id", "major") in told(old, kept)
    moved = pointing(kept, 0)
    assert ("value", "casualties.*.event_id", "major") not in told(old, moved)


def test_a_reference_to_an_item_that_went():
    old = pointing(example(), 0)
    new = without(old, "events", 0)
    assert ("value", "casualties.*.event_id", "major") not in told(old, new)
    gone = changed(new, "casualties.0.event_id", None)
    assert ("value", "casualties.*.event_id", "major") in told(old, gone)


# evidence and verdicts


def cited(line, path, cites, quotes):
    """A copy whose item cites other sentences."""
    line = changed(line, f"{path}.cites", cites)
    for entry in line["evidence"]["items"]:
        if entry["path"] == path:
            entry["quotes"] = quotes
    return line


def test_other_sentences():
    old = example("conflict_events@1")
    assert old["data"]["claims"][0]["cites"] == [2, 4, 6, 7, 8]
    overlapping = cited(old, "claims.0", [2, 4], ["a", "b"])
    assert told(old, overlapping, V1) == [("evidence", "claims.*.cites", "minor")]
    assert told(old, cited(old, "claims.0", [3], ["a"]), V1) == [
        ("evidence", "claims.*.cites", "major")
    ]


def test_sentences_that_are_numbered_otherwise():
    """The article got a line more above them."""
    old = example("conflict_events@1")
    new = copy.deepcopy(old)
    for name in V1.items:
        for item in new["data"][name]:
            item["cites"] = [number + 1 for number in item["cites"]]
    for member in ("items", "values"):
        for entry in new["evidence"][member]:
            entry["spans"] = [[start + 40, end + 40] for start, end in entry["spans"]]
    assert {(kind, grade) for kind, _, grade in told(old, new, V1)} == {("evidence", "neutral")}


def proven(line, path, verdict=None, moved=0):
    """A copy with another verdict on a value, or its span elsewhere."""
    line = copy.deepcopy(line)
    [entry] = [entry for entry in line["evidence"]["values"] if entry["path"] == path]
    entry["verdict"] = verdict or entry["verdict"]
    entry["spans"] = [[start + moved, end + moved] for start, end in entry["spans"]]
    return line


@pytest.mark.parametrize(
    ("old", "new", "grade"),
    [
        ("exact", "unsupported", "major"),
        ("derived", "miscited", "major"),
        ("normalised", "altered", "major"),
        ("unsupported", "exact", "minor"),
        ("exact", "normalised", "minor"),
        ("altered", "unsupported", "minor"),
    ],
)
def test_the_same_value_proven_better_or_worse(old, new, grade):
    line = example()
    path = "casualties.0.best"
    [found] = compare_lines(proven(line, path, old), proven(line, path, new), V2)
    assert (found.kind, found.path, found.grade) == ("verdict", "casualties.*.best", grade)
    assert (found.old, found.new, found.old_path) == (old, new, path)


def test_the_verdict_on_a_value_that_changed_is_not_told_twice():
    old = example()
    new = proven(changed(old, "casualties.0.best", 60), "casualties.0.best", "unsupported")
    assert told(old, new) == [("value", "casualties.*.best", "critical")]


def test_a_value_found_elsewhere_in_its_sentence():
    old = example()
    new = proven(old, "casualties.0.best", moved=7)
    assert told(old, new) == [("evidence", "casualties.*.best", "minor")]


def test_both_sides_show_their_evidence():
    old = example()
    [found] = compare_lines(old, changed(old, "casualties.0.best", 60), V2)
    assert found.old_evidence == found.new_evidence
    assert any("six" in quote.lower() for quote in found.old_evidence.quotes)
    assert found.old_evidence.spans


# what checks and salvage say

FINDING = {"code": "odd", "path": "casualties.1.best", "message": "it is odd", "severity": "fault"}


@pytest.mark.parametrize(
    ("severity", "grade"), [("reject", "major"), ("fault", "major"), ("notice", "neutral")]
)
def test_findings(severity, grade):
    old = example()
    new = copy.deepcopy(old)
    new["findings"].append(FINDING | {"severity": severity})
    assert told(old, new) == told(new, old) == [("finding", "findings", grade)]


def test_a_finding_moves_with_its_item():
    old = example("conflict_events@1") | {"findings": [FINDING]}
    assert told(old, shuffled(old, Random(3)), V1) == []
    other = old | {"findings": [FINDING | {"path": "casualties.0.best"}]}
    assert told(old, other, V1) == [("finding", "findings", "major")] * 2


def test_a_finding_about_an_item_goes_with_it():
    old = example()
    quantities = len(old["data"]["quantities"])
    about = FINDING | {"path": f"quantities.{quantities - 1}"}
    flagged = {**old, "findings": [*old["findings"], about]}
    assert [g for _, _, g in told(flagged, without(flagged, "quantities", quantities - 1))] == [
        "major"
    ]
    assert [g for _, _, g in told(old, without(old, "quantities", quantities - 1))] == ["minor"]


@pytest.mark.parametrize(
    ("member", "part", "kind"),
    [
        (
            "rejected",
            {"list": "boats", "raw": {"a": 1}, "code": "too_long", "reason": "x"},
            "rejected",
        ),
        ("suspicious_text", {"kind": "fake_json", "start": 1, "end": 4, "quote": "{}"}, "finding"),
        ("gaps", {"sentence": 3, "code": "truncated"}, "finding"),
    ],
)
def test_what_salvage_says(member, part, kind):
    old, new = example(), example()
    new[member].append(part)
    assert told(old, new) == told(new, old) == [(kind, member, "minor")]
    again = copy.deepcopy(new)
    again[member].append(part)
    assert told(new, again) == [(kind, member, "minor")]


def test_suspicious_text_that_moved_is_the_same():
    part = {"kind": "fake_json", "start": 1, "end": 4, "quote": "{}"}
    old, new = example(), example()
    old["suspicious_text"], new["suspicious_text"] = [part], [part | {"start": 9, "end": 12}]
    assert told(old, new) == []


# articles that are not there, or failed


def failed(code):
    return {"id": "one", "status": "failed", "error": {"code": code}, "schema": "conflict_events@2"}


@pytest.mark.parametrize(
    ("old", "new", "values", "grade"),
    [
        (example(), None, ("ok", None), "critical"),
        (example(), failed("timeout"), ("ok", "timeout"), "critical"),
        (None, example(), (None, "ok"), "major"),
        (failed("timeout"), example(), ("timeout", "ok"), "major"),
        (failed("timeout"), failed("refused"), ("timeout", "refused"), "major"),
    ],
)
def test_status(old, new, values, grade):
    [found] = compare_lines(old, new, V2)
    assert (found.kind, found.article, found.grade) == ("status", "one", grade)
    assert (found.old, found.new) == values


def test_the_same_failure_is_no_difference():
    assert compare_lines(failed("timeout"), failed("timeout"), V2) == ()
    assert compare_lines(None, None, V2) == ()


def test_the_publication_date():
    old, new = example(), example()
    new["article"]["published"] = "2031-01-01"
    assert told(old, new) == [("value", "article.published", "critical")]


# two versions of a schema


def test_records_of_two_versions_are_compared_in_what_both_have():
    old = example("conflict_events@1")
    new = example()
    for name in V1.items:
        new["data"][name] = [
            {**item, **wanted}
            for item, wanted in zip(new["data"][name], old["data"][name], strict=False)
        ]
        del old["data"][name][len(new["data"][name]) :]
    old |= {"evidence": {}, "findings": []}
    new |= {"evidence": {}, "findings": []}
    assert told(old, new) == []
    assert told(new, old) == []
    assert told(old, changed(new, "casualties.0.best", 60)) == [
        ("value", "casualties.*.best", "critical")
    ]


# without scipy

WITHOUT_SCIPY = """
import json, sys
sys.modules["scipy"] = sys.modules["numpy"] = None
from llm_extract.errors import SettingsError
from llm_extract.evaluation import compare_lines
from llm_extract.schemas import load_schema
schema = load_schema("obituary@1")
old, new, other = json.load(sys.stdin)
assert compare_lines(old, new, schema) == ()
try:
    compare_lines(old, other, schema)
except SettingsError as error:
    print(error.code, error.hint)
"""


def test_only_items_that_differ_need_scipy():
    old = example("obituary@1")
    lines = [old, shuffled(old, Random(5)), changed(old, "positions.0.title", "diver")]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SCIPY],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "extra_missing pip install 'llm-extract[regression]'\n"


def test_a_line_without_evidence_is_compared_all_the_same():
    old = line_of(example()["data"], schema="conflict_events@2")
    assert told(old, copy.deepcopy(old)) == []
    assert told(old, changed(old, "casualties.0.best", 60)) == [
        ("value", "casualties.*.best", "critical")
    ]


def test_what_a_record_of_the_same_schema_leaves_out_is_null():
    old = example()
    new = copy.deepcopy(old)
    del new["data"]["casualties"][0]["best"]
    del new["data"]["front_lines"]
    found = {(d.kind, d.path, d.grade) for d in compare_lines(old, new, V2)}
    assert ("value", "casualties.*.best", "critical") in found
    assert ("lost", "front_lines.*", "major") in found
    del old["data"]["front_lines"]
    assert left_after(old, new, compare_lines(old, new, V2)) == ()


def test_another_vague_word_is_all_that_tells_where_no_number_stands():
    old = example()
    position = next(n for n, d in enumerate(old["data"]["displacement"]) if d["vague_term"])
    new = changed(old, f"displacement.{position}.vague_term", "dozens")
    (found,) = compare_lines(old, new, V2)
    assert found.grade == "major"
