"""The public development sets, read by the bundled mappings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from llm_extract.evaluation.scoring import (
    ABSTAINED,
    ALL,
    EMPTY,
    FACTS,
    ITEMS,
    RELEVANCE,
    Document,
    Draws,
    macro_f1,
    metric,
    rates,
    read_gold,
    score_documents,
)
from llm_extract.evaluation.scoring.mapping import load_mapping

BENCH = Path(__file__).parents[4].parent / "shared" / "bench"
pytestmark = pytest.mark.skipif(
    not BENCH.is_dir(), reason="the public development sets are not there: ../shared/bench"
)

FILES = {
    "muc4": "dev_muc4.jsonl",
    "ucdp_ged": "dev_ucdp_aec.jsonl",
    "wikievents": "dev_wikievents.jsonl",
    "acled_types": "dev_acled_types_case2021.jsonl",
}
METRICS = [(name, chosen) for name in FILES for chosen in load_mapping(name).metrics]


def gold_of(name):
    mapping = load_mapping(name)
    return mapping, mapping.gold_documents(read_gold(BENCH / FILES[name]))


def said_once(document):
    """A prediction has no template twice, where leaving out slots makes two of them equal."""
    kept = {(t.family, repr(t.slots)): t for t in reversed(document.templates)}
    return Document(document.id, tuple(reversed(kept.values())))


def scored(name, chosen, predicted_of):
    mapping, gold = gold_of(name)
    return score_documents(metric(chosen), gold, predicted_of(gold), mapping.slots_of(chosen))


@pytest.mark.parametrize(
    ("name", "documents", "templates"),
    [
        ("muc4", 60, {"incident": 56, "reduced": 56}),
        ("ucdp_ged", 16, {"event": 16}),
        ("acled_types", 254, {"text": 254}),
    ],
)
def test_documents_and_templates(name, documents, templates):
    _, gold = gold_of(name)
    assert len(gold) == documents
    assert Counter(t.family for document in gold for t in document.templates) == templates


def test_muc_has_25_articles_without_an_incident_and_31_that_are_relevant():
    mapping, gold = gold_of("muc4")
    assert sum(not document.templates for document in gold) == 25
    # In 4 of the other 35 all incidents are optional.
    found = score_documents(metric("event_fields"), gold, [], mapping.slots_of("event_fields"))
    assert found.total(RELEVANCE).gold == 31
    assert sum(EMPTY in document.rows for document in found.documents) == 25


def test_every_wikievents_argument_stands_in_its_text():
    lines = read_gold(BENCH / FILES["wikievents"])
    arguments = [
        (line["text"], argument)
        for line in lines
        for mention in line["gold"]
        for argument in mention["arguments"]
    ]
    assert len(arguments) == 191
    assert all(text[a["start"] : a["end"]] == a["text"] for text, a in arguments)


@pytest.mark.parametrize(("name", "chosen"), METRICS)
def test_gold_scores_fully_against_itself(name, chosen):
    found = scored(name, chosen, lambda gold: map(said_once, gold))
    for row in set(found.rows) - {ABSTAINED, EMPTY}:
        assert rates(found.total(row)).f1 in (1, None), row
    assert rates(found.total(ALL)).f1 == 1
    assert not found.missing


@pytest.mark.parametrize(
    ("name", "chosen", "missing"),
    [
        ("muc4", "event_fields", 400),  # 56 with the optional ones, which cost nothing
        ("muc4", "gtt_micro", 199),
        ("ucdp_ged", "best_event", 132),  # actors 20, dates 12, places 56, deaths 44
        ("wikievents", "arguments", 142),
    ],
)
def test_nothing_said_finds_nothing_and_is_never_false(name, chosen, missing):
    found = scored(name, chosen, lambda _: [])
    total = found.total(ALL)
    assert (total.found_gold, total.gold, total.predicted) == (0, missing, 0)
    assert rates(total).recall == 0


def test_all_incidents_of_another_article_are_false_where_there_are_none():
    mapping, gold = gold_of("muc4")
    incidents = next(d.templates for d in gold if len(d.templates) > 2)
    empty = [document for document in gold if not document.templates]
    predicted = [Document(document.id, incidents) for document in empty]
    slots = mapping.slots_of("event_fields")
    found = score_documents(metric("event_fields"), empty, predicted, slots)
    each = sum(template.family == "incident" for template in incidents)
    assert found.total(EMPTY).predicted == found.total(ITEMS).predicted == 25 * each
    assert rates(found.total(RELEVANCE)).precision == 0


def test_saying_nothing_abstains_from_what_the_articles_do_not_support():
    silent = scored("ucdp_ged", "best_event", lambda _: []).total(ABSTAINED)
    told = scored("ucdp_ged", "best_event", lambda gold: gold).total(ABSTAINED)
    assert (silent.found_gold, silent.gold) == (18, 18)
    assert (told.found_gold, told.gold) == (0, 18)


def test_silence_is_right_for_the_47_texts_of_no_acled_type():
    found = scored("acled_types", "one_label", lambda _: [])
    assert found.total(ALL).right_predicted == 47
    assert (macro_f1(found, Draws(50)).f1, macro_f1(found, Draws(50)).labels) == (0, 25)


def test_no_slot_of_a_bundled_mapping_is_empty_in_its_whole_set():
    for name in FILES:
        mapping, gold = gold_of(name)
        filled = {
            (t.family, slot) for d in gold for t in d.templates for slot, f in t.slots.items() if f
        }
        known = {(family, slot.name) for family, table in mapping.slots.items() for slot in table}
        assert filled == known, name
        assert FACTS not in mapping.slots
