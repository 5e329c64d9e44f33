from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_runs import accepted, failed, note

from llm_extract.report.corpus import choice_fields, entry_of
from llm_extract.report.corpus._values import at, field_of, leaves

TEXT = "The ferry Amsa left Karvel with 14 people. It rained at dusk."
AMSA = ("name", "Amsa", {"spans": [[10, 14]]})
KIND = ("kind_of", "ferry", {"verdict": "classified", "spans": [[0, 42]]})


def entry(stored, choices=None):
    return entry_of(stored, 3, {"notes": "kind_of"} if choices is None else choices)


def test_an_entry_holds_the_article_and_its_place_in_the_run():
    told = entry(note(TEXT, title="Ferry", published="2027-03-17", values=[AMSA]))
    assert (told["index"], told["id"], told["title"]) == (3, "asta.txt", "Ferry")
    assert told["published"] == "2027-03-17"
    assert told["text"] == TEXT
    assert [TEXT[start:end] for start, end in told["sentences"]] == [
        "The ferry Amsa left Karvel with 14 people.",
        "It rained at dusk.",
    ]


def test_an_item_has_its_kind_its_first_words_and_its_first_day():
    values = [KIND, AMSA, ("when", {"start": "2027-03-16", "end": "2027-03-17"}, None)]
    (item,) = entry(note(TEXT, values=values))["items"]
    assert (item["list"], item["type"], item["label"]) == ("notes", "ferry", "Amsa")
    assert item["date"] == "2027-03-16"
    assert [value["field"] for value in item["values"]] == [
        "kind_of",
        "name",
        "when.start",
        "when.end",
    ]


def test_an_item_of_a_kind_alone_is_called_by_it():
    (item,) = entry(note(TEXT, values=[KIND]))["items"]
    assert item["label"] == "ferry"
    (item,) = entry(note(TEXT, values=[("crew", 14, {"spans": [[32, 34]]})]))["items"]
    assert (item["label"], item["type"]) == ("", None)


def test_values_that_code_made_of_the_whole_item_and_empty_ones_are_minor():
    made = ("id", "n1", {"verdict": "derived", "spans": [[0, 42]]})
    told = ("day", "14", {"verdict": "derived", "spans": [[32, 34]], "rule": "R1"})
    values = [AMSA, made, told, ("crew", None, None), ("sides", [], None)]
    (item,) = entry(note(TEXT, values=values))["items"]
    assert {value["field"]: value.get("minor", False) for value in item["values"]} == {
        "name": False,
        "id": True,
        "day": False,
        "crew": True,
        "sides": True,
    }
    assert item["values"][2]["rule"] == "R1"


def test_doubtful_values_are_counted_and_say_what_differs():
    wrong = ("crew", 41, {"verdict": "altered", "spans": [[32, 34]], "differs": ["14"]})
    nowhere = ("port", "Sund", {"verdict": "unsupported"})
    elsewhere = ("sky", "rained", {"verdict": "miscited", "spans": [[46, 52]]})
    (item,) = entry(note(TEXT, values=[AMSA, wrong, nowhere, elsewhere]))["items"]
    assert item["doubtful"] == 2
    assert item["values"][1]["differs"] == ["14"]


def test_findings_go_to_their_item_or_else_to_the_record():
    def finding(path):
        return {"code": "odd", "path": path, "message": "it is odd", "severity": "fault"}

    paths = ["notes.0.name", "notes.0", "notes.01", "about.language", ""]
    told = entry(note(TEXT, values=[AMSA], findings=[finding(path) for path in paths]))
    assert [one["path"] for one in told["items"][0]["findings"]] == ["notes.0.name", "notes.0"]
    assert [one["path"] for one in told["findings"]] == ["notes.01", "about.language", ""]


def test_facts_are_the_values_of_no_item():
    told = entry(note(TEXT, values=[AMSA]))
    assert [(fact["path"], fact["value"]) for fact in told["facts"]] == [("about.language", "en")]


def test_without_its_article_an_item_keeps_the_sentences_it_cites():
    there, gone = (entry(note(TEXT, values=[AMSA], at_hand=is_it)) for is_it in (True, False))
    assert gone["text"] is None
    assert gone["items"][0]["quotes"] == ["The ferry Amsa left Karvel with 14 people."]
    assert "quotes" not in there["items"][0]


@pytest.mark.parametrize("status", ["failed", "skipped"])
def test_an_input_without_a_record_has_its_error(status):
    told = entry(failed(status=status))
    assert (told["status"], told["error"]["code"]) == (status, "timeout")
    assert told["items"] == told["facts"] == told["rejected"] == []
    assert told["text"] is None


def test_items_stand_in_the_order_of_the_record():
    for stored in accepted():
        told = entry(stored, {})
        paths = [item["path"] for item in told["items"]]
        expected = [
            f"{name}.{number}"
            for name, part in stored.line["data"].items()
            if isinstance(part, list)
            for number in range(len(part))
        ]
        assert paths == expected


def test_all_values_of_a_record_are_in_its_entry():
    for stored in accepted():
        told = entry(stored, {})
        shown = {v["path"]: v for item in told["items"] for v in item["values"]}
        shown |= {value["path"]: value for value in told["facts"]}
        for value in stored.line["evidence"]["values"]:
            assert shown[value["path"]]["verdict"] == value["verdict"]
            assert shown[value["path"]]["value"] == at(stored.line["data"], value["path"])


def test_the_kind_of_items_is_their_first_choice():
    found = choice_fields(stored.line for stored in accepted())
    assert found["events"] == "event_type"
    assert found["casualties"] == "harm"
    assert found["claims"] == "source_type"
    assert "quantities" not in found


def test_lines_without_a_record_have_no_choices():
    assert choice_fields([failed().line, note(TEXT, values=[AMSA]).line]) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z_]{1,5}", fullmatch=True), part, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON)
def test_each_leaf_is_found_at_its_path(value):
    record = {"notes": value}
    for path, leaf in leaves(value, "notes"):
        assert at(record, path) == leaf
        assert not leaf or not isinstance(leaf, dict | list)


def test_fields_are_paths_without_the_numbers():
    assert field_of("events.0.side_a.1") == "side_a"
    assert field_of("events.12.when.start") == "when.start"
    assert at({"a": [1]}, "a.7") is None
