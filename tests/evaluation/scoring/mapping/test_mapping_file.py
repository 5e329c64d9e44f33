from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import get_args

import pytest
import yaml
from mapped import RAIDS, changed, dead, event, line_of, mapping_of

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring import METRICS, Counts, Rule, Slot, metric
from llm_extract.evaluation.scoring.mapping import load_mapping, mapping_names
from llm_extract.evaluation.scoring.mapping._file import Fill
from llm_extract.versions import bundled


def fault(folder, told):
    with pytest.raises(SettingsError) as caught:
        mapping_of(folder, told)
    assert caught.value.code == "mapping_invalid"
    message = str(caught.value)
    assert message.startswith(f"{folder / 'raids.yaml'}: mapping_invalid: ")
    assert "\n" not in message
    return message


def test_a_mapping_tells_its_slots_and_metrics(tmp_path):
    mapping = mapping_of(tmp_path)
    assert mapping.description == "Raids of a chronicle"
    assert mapping.metrics == ("event_fields",)
    assert mapping.slots["raid"][:2] == (
        Slot("type", "choice", identifies=True),
        Slot("place", "text"),
    )


def test_each_metric_has_the_families_that_name_it(tmp_path):
    family = RAIDS["families"]["raid"]
    told = changed(
        families={
            "raid": {**family, "metrics": ["event_fields", "gtt_micro"]},
            "short": {**family, "metrics": ["gtt_micro"]},
        }
    )
    mapping = mapping_of(tmp_path, told)
    assert mapping.metrics == ("event_fields", "gtt_micro")
    assert list(mapping.slots_of("event_fields")) == ["raid"]
    assert list(mapping.slots_of("gtt_micro")) == ["raid", "short"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"golds": []}, "golds: there is no such key"),
        ({"gold__0__item": "x"}, "gold.0.item: there is no such key"),
        ({"gold__0__slots": {"place": {"eech": "x"}}}, "gold.0.slots.place.eech: there is no"),
        ({"gold__0__slots": {"where": "x"}}, "gold.0.slots.where: no slot of raid: type, place"),
        ({"gold__0__slots": {"place": "x["}}, "gold.0.slots.place.each: no JMESPath"),
        ({"gold__0__slots": {"place": "len(x)"}}, "there is no function len(): abs"),
        ({"gold__0__slots": {"place": "a[?max(b, len(c))]"}}, "there is no function len()"),
        ({"gold__0__slots": {"place": 3}}, "gold.0.slots.place: "),
        ({"gold__0__slots": {"place": {"each": 3}}}, "gold.0.slots.place.each: a path is a text"),
        ({"gold__0__slots": {"place": {"map": "kinds"}}}, "it says nothing of where values come"),
        ({"gold__0__slots": {"place": {"forms": "a", "low": "b"}}}, "forms or spans and low or"),
        ({"gold__0__slots": {"place": {"each": "a", "map": "k"}}}, "slots.place.map: no map 'k'"),
        ({"gold__0__slots": {"place": {"each": "a", "only": "k"}}}, "slots.place: no pattern 'k'"),
        ({"gold__0__slots": {"day": {"start": "a", "around": -1}}}, "gold.0.slots.day.around: "),
        ({"gold__0__family": "siege"}, "gold.0.family: no family 'siege': raid"),
        ({"gold__0__needs": ["day"]}, "gold.0.needs: 'day' is not filled here"),
        ({"records__0__with": {"k": {"list": "places"}}}, "records.0.with.k.where: this key is"),
        ({"records__0__schemas": []}, "records.0.schemas: "),
        ({"families__raid__metrics": ["bleu"]}, "families.raid.metrics: no metric 'bleu': event"),
        ({"families__raid__slots__place": {"rule": "fuzzy"}}, "families.raid.slots.place.rule: "),
        (
            {"families__raid__slots__place": {"rule": "text", "swaps_with": "day"}},
            "families.raid.slots.place: swaps_with is for two that name each other",
        ),
        ({"patterns": {"crowds": "(men"}}, "patterns.crowds: no regular expression: missing )"),
        ({"maps": {"kinds": {False: "RAID"}}}, "maps.kinds."),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(tmp_path, parts, said):
    assert said in fault(tmp_path, changed(**parts))


def test_a_missing_part_is_named(tmp_path):
    for key in ("description", "families", "gold", "records"):
        told = {name: value for name, value in RAIDS.items() if name != key}
        assert f"{key}: this key is missing" in fault(tmp_path, told)


def test_a_file_that_is_no_yaml_names_the_line(tmp_path):
    path = tmp_path / "raids.yaml"
    path.write_text("description: x\ngold: [", encoding="utf-8")
    with pytest.raises(SettingsError, match="mapping_invalid: it is no YAML in line 2"):
        load_mapping(str(path))


def test_a_list_is_no_mapping(tmp_path):
    assert "mapping_invalid" in fault(tmp_path, [1, 2])


def test_a_path_to_nothing_is_an_unknown_mapping(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_mapping(str(tmp_path / "raids.yaml"))
    assert caught.value.code == "unknown_mapping"


def test_an_unknown_name_gets_the_nearest_ones():
    with pytest.raises(SettingsError, match=r"unknown_mapping: .*'muc'.*did you mean muc4\?"):
        load_mapping("muc")


def test_mappings_of_a_project_come_before_the_bundled_ones(tmp_path, monkeypatch):
    bundled = set(mapping_names())
    assert {"acled_types", "muc4", "ucdp_ged", "wikievents"} <= bundled
    (tmp_path / "llm-extract.toml").write_text("", encoding="utf-8")
    (tmp_path / "mappings").mkdir()
    mapping_of(tmp_path / "mappings")
    mapping_of(tmp_path / "mappings", changed(description="Ours"))
    text = (tmp_path / "mappings" / "raids.yaml").read_text(encoding="utf-8")
    (tmp_path / "mappings" / "muc4.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert set(mapping_names()) == bundled | {"raids"}
    assert load_mapping("muc4").description == "Ours"
    assert load_mapping("wikievents").description != "Ours"


def test_without_jmespath_the_extra_is_named(tmp_path):
    mapping_of(tmp_path)
    program = (
        "import sys; sys.modules['jmespath'] = None\n"
        "from llm_extract.errors import SettingsError\n"
        "from llm_extract.evaluation.scoring.mapping import load_mapping\n"
        "try: load_mapping(sys.argv[1])\n"
        "except SettingsError as error: print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "raids.yaml")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.strip() == (
        "extra_missing: mapping files need jmespath (pip install 'llm-extract[regression]')"
    )


def test_a_path_that_leads_nowhere_in_the_whole_gold_is_a_slip(tmp_path):
    mapping = mapping_of(tmp_path)
    empty = {"id": "a", "raids": []}
    assert mapping.gold_documents([empty])[0].templates == ()
    with pytest.raises(SettingsError, match=r"gold\.0\.items: no line has anything there"):
        mapping.gold_documents([{"id": "a", "raid": []}])


def test_the_mapping_of_the_readme_scores_the_gold_of_the_readme(tmp_path):
    text = (bundled("mappings") / "README.md").read_text(encoding="utf-8")
    (gold,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (told,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    mapping = mapping_of(tmp_path, yaml.safe_load(told))
    line = line_of(events=[event()], casualties=[dead("three", 3, "farmers")])
    found = metric("event_fields").score(
        *mapping.gold_documents([json.loads(gold)]),
        *mapping.record_documents([line]),
        mapping.slots,
    )
    for slot in ("type", "place", "day", "killed"):
        assert found.rows[slot] == Counts(1, 1, 1, 1), slot


def test_the_readme_names_all_mappings_metrics_and_keys():
    text = (bundled("mappings") / "README.md").read_text(encoding="utf-8")
    for name in (*mapping_names(), *METRICS, *get_args(Rule)):
        assert f"`{name}`" in text
    fields = Fill.model_fields.items()
    for key in (field.alias or name for name, field in fields):
        assert f"`{key}" in text
