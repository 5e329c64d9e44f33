from __future__ import annotations

from datetime import date

import pytest
from mapped import changed, filled, mapping_of

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring import Filler, Interval, Range, Span


def days(first, last):
    return Interval(first and date(2031, 5, first), last and date(2031, 5, last))


def forms(fillers):
    return [filler.forms for filler in fillers]


def forms_of(folder, fill, item, slot="place"):
    (fillers,) = filled(folder, fill, [item], slot)
    return forms(fillers)


def test_each_value_of_a_path_is_a_filler(tmp_path):
    assert forms_of(tmp_path, "where", {"where": ["mill", "ford"]}) == [("mill",), ("ford",)]


def test_forms_of_one_thing_are_alternatives(tmp_path):
    item = {"where": ["mill", "ford"], "also": "old mill"}
    assert forms_of(tmp_path, {"forms": "[where, also]"}, item) == [("mill", "ford", "old mill")]


def test_nulls_blanks_and_missing_fields_fill_nothing(tmp_path):
    for item in ({"where": None}, {"where": " "}, {"where": [None, ""]}, {"where": []}, {}):
        assert forms_of(tmp_path, "where", item) == []


def test_each_and_any_of_make_fillers_with_alternatives(tmp_path):
    item = {"groups": [{"names": ["BB", "Blue Brigade"]}, {"names": []}, {"names": ["Front"]}]}
    each = forms_of(tmp_path, {"each": "groups", "forms": "names"}, item)
    together = forms_of(tmp_path, {"any_of": "groups", "forms": "names"}, item)
    assert each == [("BB", "Blue Brigade"), ("Front",)]
    assert together == [("BB", "Blue Brigade", "Front")]


def test_the_same_filler_twice_is_one_and_owed_if_one_of_them_is(tmp_path):
    item = {"groups": [{"name": "BB", "maybe": True}, {"name": "BB"}, {"name": "F", "maybe": True}]}
    fill = {"each": "groups", "forms": "name", "optional": "maybe"}
    (fillers,) = filled(tmp_path, fill, [item])
    assert fillers == (Filler(("BB",)), Filler(("F",), optional=True))


def test_maps_fold_keys_drop_nulls_and_keep_the_rest(tmp_path):
    item = {"kind": ["raid on THE farm", "Parley", "siege"]}
    assert forms_of(tmp_path, {"each": "kind", "map": "kinds"}, item) == [("RAID",), ("siege",)]


def test_a_star_stands_for_all_others(tmp_path):
    told = changed(
        maps={"kinds": {"raid": "RAID", "*": None}},
        gold__0__slots={"type": {"each": "kind", "map": "kinds"}},
    )
    line = {"id": "a", "raids": [{"kind": ["raid", "siege"]}]}
    (document,) = mapping_of(tmp_path, told).gold_documents([line])
    assert forms(document.templates[0].slots["type"]) == [("RAID",)]


def test_patterns_choose_and_cut(tmp_path):
    item = {"who": ["armed men", "Blue Brigade", "men"]}
    assert forms_of(tmp_path, {"each": "who", "only": "crowds"}, item) == [("armed men",), ("men",)]
    assert forms_of(tmp_path, {"each": "who", "except": "crowds"}, item) == [("Blue Brigade",)]
    cut = forms_of(tmp_path, {"each": "who", "without": "crowds"}, item)
    # A text of nothing else stays whole.
    assert cut == [("armed",), ("Blue Brigade",), ("men",)]


def test_intervals_reach_back_and_around(tmp_path):
    item = {"from": None, "to": "2031-05-20", "on": "2031-05-10T08:00:00Z"}
    back = {"start": "from", "end": "to", "days_before": 7}
    assert forms_of(tmp_path, back, item, "day") == [(days(13, 20),)]
    open_start = forms_of(tmp_path, {"start": "from", "end": "to"}, item, "day")
    assert open_start == [(days(None, 20),)]
    around = forms_of(tmp_path, {"start": "on", "end": "on", "around": 3}, item, "day")
    assert around == [(days(7, 13),)]
    # A known start is not moved.
    known = {"start": "on", "end": "to", "days_before": 7}
    assert forms_of(tmp_path, known, item, "day") == [(days(10, 20),)]


def test_an_interval_without_ends_is_none(tmp_path):
    # It would meet every date there is.
    assert forms_of(tmp_path, {"start": "from", "end": "to", "around": 3}, {}, "day") == []


def test_ranges_may_be_open_and_0_is_a_number(tmp_path):
    fill = {"low": "low", "high": "high"}
    assert forms_of(tmp_path, fill, {"low": 0, "high": 4}, "dead") == [(Range(0, 4),)]
    assert forms_of(tmp_path, fill, {"low": 3}, "dead") == [(Range(3, None),)]
    assert forms_of(tmp_path, fill, {}, "dead") == []
    assert forms_of(tmp_path, "best", {"best": 0}, "dead") == [(0,)]


def test_spans_stand_beside_texts(tmp_path):
    fill = {"each": "names", "forms": "text", "spans": "at"}
    item = {"names": [{"text": "BB", "at": [[4, 6], [9, 11]]}, {"text": "F", "at": [1, 2]}]}
    assert forms_of(tmp_path, fill, item) == [("BB", Span(4, 6), Span(9, 11)), ("F", Span(1, 2))]


def test_support_is_told_where_it_is_not_full(tmp_path):
    fill = {"each": "where", "support": "_line.known"}
    mapping = mapping_of(tmp_path, changed(gold__0__slots={"place": fill}))
    lines = [{"id": k, "raids": [{"where": "mill"}], "known": k} for k in ("yes", "partly", "no")]
    lines.append({"id": "unsaid", "raids": [{"where": "mill"}]})
    found = [document.templates[0].support for document in mapping.gold_documents(lines)]
    assert found == [{}, {"place": "partly"}, {"place": "no"}, {}]


@pytest.mark.parametrize(
    ("fill", "item", "slot"),
    [
        ("where", {"where": {"name": "mill"}}, "place"),
        ({"start": "on", "end": "on"}, {"on": "last Tuesday"}, "day"),
        ({"low": "few", "high": "many"}, {"few": "three", "many": 4}, "dead"),
        ({"each": "where", "spans": "at"}, {"where": [{"at": [3]}]}, "place"),
        ({"each": "where", "support": "sure"}, {"where": "mill", "sure": "perhaps"}, "place"),
        ("sort(where)", {"where": "mill"}, "place"),
    ],
)
def test_what_a_path_cannot_give_is_one_line_without_the_text(tmp_path, fill, item, slot):
    with pytest.raises(SettingsError) as caught:
        filled(tmp_path, fill, [item], slot)
    assert caught.value.code == "mapping_invalid"
    message = str(caught.value)
    assert f"raids.yaml: mapping_invalid: gold.0.slots.{slot}: " in message
    assert "(at a)" in message
    for said in ("mill", "Tuesday", "three", "perhaps", "\n"):
        assert said not in message
