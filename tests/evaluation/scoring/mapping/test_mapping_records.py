from __future__ import annotations

import pytest
from mapped import changed, dead, event, line_of, mapping_of

from llm_extract.errors import ArticleError, SettingsError
from llm_extract.evaluation.scoring import Span

ARTICLE_LINE = {"events": [event()], "casualties": [dead("three", 3, "farmers")]}


def templates(folder, line=None, **source):
    told = changed(**{f"records__0__{key}": value for key, value in source.items()})
    (document,) = mapping_of(folder, told).record_documents([line or line_of(**ARTICLE_LINE)])
    return document.templates


def forms(template, slot="place"):
    return [filler.forms for filler in template.slots[slot]]


def test_items_become_templates_with_the_path_they_stand_at(tmp_path):
    line = line_of(events=[event(), event(modality="negated"), event(what="attacked")])
    found = templates(tmp_path, line, items="events[?modality == 'asserted']")
    assert [template.path for template in found] == ["events.0", "events.2"]
    assert forms(found[0], "type") == [("Violence against civilians",)]


def test_linked_items_stand_beside_an_item_by_one_id_or_many(tmp_path):
    source = {
        "with": {
            "figures": {"list": "casualties", "where": "event_id", "is": "id"},
            "one": {"list": "actors", "where": "id", "is": "actor1"},
            "where_": {"list": "places", "where": "id", "is": "place_id"},
        },
        "slots": {"place": "[figures[].group, one[].name, where_[].name]"},
    }
    (template,) = templates(tmp_path, **source)
    assert forms(template) == [("farmers",), ("Blue Brigade",), ("Selwick",)]


def test_only_what_is_linked_is_there(tmp_path):
    line = line_of(
        events=[event(), event(cites=[3], what="Nothing was stolen", place=None, side_a=[])],
        casualties=[dead("three", 3, "farmers"), dead("two", 2, "soldiers")],
    )
    link = {"list": "casualties", "where": "event_id", "is": "id", "if": "group == 'farmers'"}
    source = {"with": {"figures": link}, "slots": {"place": "figures[].group"}}
    first, second = templates(tmp_path, line, **source)
    assert forms(first) == [("farmers",)]
    assert forms(second) == []


def test_proven_values_of_an_item_have_their_field_value_and_spans(tmp_path):
    line = line_of(**ARTICLE_LINE)
    fill = {
        "each": "_evidence[?starts_with(field, 'side_a.')]",
        "forms": "value",
        "spans": "spans",
    }
    (template,) = templates(tmp_path, line, slots={"place": fill})
    ((name, *spans),) = forms(template)
    assert name == "Blue Brigade"
    start = 14  # "Rebels of the "
    assert spans == [Span(start, start + len("Blue Brigade"))]


def test_the_line_is_at_hand(tmp_path):
    (template,) = templates(tmp_path, slots={"place": "_line.schema"})
    assert forms(template) == [("conflict_events@2",)]


def test_templates_without_what_they_need_are_left_out(tmp_path):
    line = line_of(events=[event(), event(place=None)])
    assert len(templates(tmp_path, line, needs=["place"])) == 1
    assert len(templates(tmp_path, line)) == 2


def test_items_may_be_optional(tmp_path):
    line = line_of(events=[event(), event(status="background")])
    found = templates(tmp_path, line, optional="status == 'background'")
    assert [template.optional for template in found] == [False, True]


def test_records_without_ids_have_nothing_linked(tmp_path):
    line = line_of(schema="conflict_events@1", **ARTICLE_LINE)
    link = {"list": "casualties", "where": "event_id", "is": "id"}
    source = {"with": {"figures": link}, "slots": {"place": "[place, figures[].group]"}}
    (template,) = templates(tmp_path, line, **source)
    assert forms(template) == [("Selwick",)]


def test_articles_without_a_record_are_left_out(tmp_path):
    failed = {"id": "b", "status": "failed", "schema": "conflict_events@2"}
    documents = mapping_of(tmp_path).record_documents([line_of(**ARTICLE_LINE), failed])
    assert [document.id for document in documents] == ["a"]


def test_records_of_a_schema_the_file_does_not_name_are_refused(tmp_path):
    line = {**line_of(**ARTICLE_LINE), "schema": "obituary@1"}
    with pytest.raises(SettingsError, match="nothing for records of obituary@1"):
        templates(tmp_path, line)
    # One version is not the other.
    with pytest.raises(SettingsError, match="it is for conflict_events@1"):
        templates(tmp_path, schemas=["conflict_events@1"])


def test_least_per_takes_one_number_of_each_group(tmp_path):
    line = line_of(
        events=[event()],
        casualties=[
            dead("three", 3, "farmers"),
            dead("four", 4, "Farmers"),
            dead("two", 2, "soldiers"),
            dead(None, None, "soldiers"),
        ],
    )
    link = {"list": "casualties", "where": "event_id", "is": "id"}
    source = {
        "with": {"figures": link},
        "slots": {"dead": {"forms": "sum(least_per(figures, 'group', 'best'))"}},
    }
    (template,) = templates(tmp_path, line, **source)
    assert forms(template, "dead") == [(5,)]


def test_data_that_is_no_record_is_named(tmp_path):
    line = {"id": "a", "schema": "conflict_events@2", "data": ["x"]}
    with pytest.raises(ArticleError, match=r"^a: invalid_json: its data is no record$"):
        templates(tmp_path, line)
