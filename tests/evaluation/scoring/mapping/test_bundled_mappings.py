"""The bundled mappings on gold and records of our own."""

from __future__ import annotations

from datetime import date

import pytest
from mapped import ARTICLE, PUBLISHED, dead, event, line_of

from llm_extract.articles import article_from_text
from llm_extract.evaluation.scoring import (
    ABSTAINED,
    ALL,
    Interval,
    Span,
    metric,
    score_documents,
)
from llm_extract.evaluation.scoring.mapping import load_mapping
from llm_extract.schemas import load_schema

RAID = {
    "events": [event()],
    "casualties": [
        dead("three", 3, "farmers"),
        dead("two", 2, "soldiers"),
        dead("four", 4, "farmers"),
    ],
}


def scores(name, gold, line, which=0):
    mapping = load_mapping(name)
    chosen = mapping.metrics[which]
    right, mine = mapping.gold_documents([gold]), mapping.record_documents([line])
    found = score_documents(metric(chosen), right, mine, mapping.slots_of(chosen))
    return {
        row: (total.right_predicted, total.predicted, total.found_gold, total.gold)
        for row in found.rows
        if (total := found.total(row)).predicted or total.gold
    }


def template(**slots):
    lists = ("weapons", "perpetrator_individuals", "perpetrator_organizations")
    targets = ("physical_targets", "human_targets")
    return {
        "incident_type": ["ATTACK"],
        "stage": ["ACCOMPLISHED"],
        "date": [{"earliest": None, "latest": "2031-05-20"}],
        "location": [{"country": "ALDO", "places": ["SELWICK"]}],
        "optional": False,
        **{name: [] for name in (*lists, *targets)},
        **slots,
    }


def named(*names, **values):
    return {"names": list(names), "optional": False, **values}


MUC = {
    "id": "a",
    "gold": [
        template(
            perpetrator_organizations=[named("BLUE BRIGADE", "BB")],
            human_targets=[named("ODA VENN", descriptions=["FARMER"]), named(descriptions=["MEN"])],
            weapons=[named("RIFLES")],
        )
    ],
}


def test_muc_counts_people_by_description_and_by_name():
    """Predicted: attack on the 20th at Selwick by the Blue Brigade; farmers, soldiers.

    | slot     | event_fields                | gtt_micro              |
    | type     | 1/1, 1/1                    | 1/1, 1/1               |
    | org      | 1/1, 1/1                    | 1/1, 1/1               |
    | human    | 2 said, none of 2 found     | 0 said of 1            |
    | weapon   | 0 of 1                      | 0 of 1                 |
    """
    rows = scores("muc4", MUC, line_of(**RAID))
    for slot in ("incident_type", "stage", "date", "place", "perp_organization"):
        assert rows[slot] == (1, 1, 1, 1)
    # Texts are not stemmed: a farmer is not farmers.
    assert rows["human_target"] == (0, 2, 0, 2)
    assert rows["country"] == rows["weapon"] == (0, 0, 0, 1)
    assert rows[ALL] == (5, 7, 5, 9)
    reduced = scores("muc4", MUC, line_of(**RAID), which=1)
    assert reduced["incident_type"] == reduced["perp_organization"] == (1, 1, 1, 1)
    assert reduced["victim"] == reduced["weapon"] == (0, 0, 0, 1)
    assert reduced[ALL] == (2, 2, 2, 4)


@pytest.mark.parametrize(
    ("earliest", "latest", "is_right"),
    [
        (None, "2031-05-20", True),
        (None, "2031-05-27", True),  # on or before: a week back
        (None, "2031-05-28", False),
        ("2031-05-21", "2031-05-27", False),
        ("2031-05-01", "2031-05-20", True),
    ],
)
def test_muc_dates_on_or_before_a_day_reach_back_a_week(earliest, latest, is_right):
    gold = {"id": "a", "gold": [template(date=[{"earliest": earliest, "latest": latest}])]}
    assert scores("muc4", gold, line_of(**RAID))["date"] == (is_right, 1, is_right, 1)


@pytest.mark.parametrize(
    ("values", "incident"),
    [
        ({"sub_event_type": "Abduction/forced disappearance"}, "KIDNAPPING"),
        ({"sub_event_type": None}, "ATTACK"),
        ({"event_type": "Explosions/Remote violence", "sub_event_type": "Suicide bomb"}, "BOMBING"),
        ({"event_type": "Battles", "sub_event_type": "Armed clash"}, None),
        (
            {"event_type": "Battles", "sub_event_type": "Armed clash", "civilian_targeting": True},
            "ATTACK",
        ),
        ({"event_type": "Protests", "sub_event_type": "Peaceful protest"}, None),
        ({"modality": "negated"}, None),
        ({"status": "cumulative"}, None),
    ],
)
def test_muc_events_are_incidents_by_their_acled_type(values, incident):
    mapping = load_mapping("muc4")
    (document,) = mapping.record_documents([line_of(events=[event(**values)])])
    found = [t.slots["incident_type"][0].forms for t in document.templates]
    assert found == ([(incident,)] * 2 if incident else [])


def test_muc_reads_records_of_version_1_without_dates_and_links():
    rows = scores("muc4", MUC, line_of(schema="conflict_events@1", **version_1()))
    assert rows["incident_type"] == rows["perp_organization"] == rows["place"] == (1, 1, 1, 1)
    assert rows["date"] == (0, 0, 0, 1)


def version_1():
    return {"events": [event()], "casualties": [dead("three", 3, "farmers")]}


GED = {
    "id": "a",
    "gold": [
        {
            "side_a_name": "Government of Aldo",
            "side_b_name": "Blue Brigade",
            "location_root_name": "Aldo (West Aldo)",
            "location_adm1_name": "Aldo province",
            "location_adm2_name": "",
            "location_where_name": "Selwick village",
            "start_date": "2031-05-18",
            "deaths_low": 4,
            "deaths_high": 6,
            "deaths_best": 5,
            "deaths_side_a": 0,
            "deaths_side_b": 0,
            "deaths_civilian": 3,
        }
    ],
    "added_by_preparer": {
        "supported_by_text": {"actors": "partly", "date": "yes", "location": "yes", "deaths": "no"},
        "side_a_surface_forms": ["army"],
        "side_b_surface_forms": [],
    },
}


def test_ucdp_scores_what_the_text_supports_and_counts_what_is_made_up():
    """The record has side_a Blue Brigade (turned: side B), day 20, Selwick, deaths 5.

    | group    | support | fields of the gold                                       |
    | actors   | partly  | side_a, side_b                                           |
    | date     | yes     | start_date wrong, within 3 days right                    |
    | location | yes     | country and adm1 not said, where right                   |
    | deaths   | no      | total, a, b, civilians: all four said, none empty        |

    The date within 3 days stands beside the sums: of all fields 1 of 2 said, of 4.
    """
    rows = scores("ucdp_ged", GED, line_of(**RAID))
    assert rows["start_date"] == (0, 1, 0, 1)
    assert rows["start_date_3_days"] == rows["where_name"] == (1, 1, 1, 1)
    assert rows["country"] == rows["adm1"] == (0, 0, 0, 1)
    assert rows[ALL] == (1, 2, 1, 4)
    assert rows[ABSTAINED] == (0, 4, 0, 4)
    assert "side_a" not in rows
    silent = scores("ucdp_ged", GED, line_of(events=[event()]))
    assert silent[ABSTAINED] == (4, 4, 4, 4)


def test_ucdp_deaths_are_those_of_the_ged_row_of_the_record():
    schema = load_schema("conflict_events@2")
    line = line_of(**RAID)
    record = schema.model.model_validate(line["data"])
    (row,) = record.rows(article_from_text(ARTICLE, published=PUBLISHED))["ged"]
    (document,) = load_mapping("ucdp_ged").record_documents([line])
    slots = document.templates[0].slots
    found = {name: slots[name][0].forms[0] for name in slots if name.startswith("deaths")}
    assert found == {
        "deaths": row["best"],
        "deaths_best": row["best"],
        "deaths_a": row["deaths_a"],
        "deaths_b": row["deaths_b"],
        "deaths_civilians": row["deaths_civilians"],
    }
    assert row["best"] == 5  # three farmers, the lower count, and two soldiers


CLASH = {
    "text": "Rebels attacked soldiers at Selwick.\n\nFive soldiers and nine rebels were killed.",
    "events": [
        event(
            what="attacked soldiers",
            event_type="Battles",
            sub_event_type="Armed clash",
            date_text=None,
            side_a=["Rebels"],
            side_b=["soldiers"],
        )
    ],
    "casualties": [dead("Five", 5, "soldiers"), dead("nine", 9, "rebels")],
}


@pytest.mark.parametrize(("of_government", "is_right"), [(5, True), (9, False)])
def test_ucdp_deaths_go_with_the_side_that_had_them(of_government, is_right):
    """The row of the record has the soldiers as side A, the event itself the rebels."""
    fields = {"deaths_side_a": of_government, "deaths_side_b": 14 - of_government}
    (template,) = GED["gold"]
    line = {
        "id": "a",
        "gold": [template | fields],
        "added_by_preparer": {"side_a_surface_forms": ["soldiers"]}
        | {"side_b_surface_forms": ["rebels"]},
    }
    rows = scores("ucdp_ged", line, line_of(**CLASH))
    right = sum(rows[slot][0] for slot in ("side_a", "side_b", "deaths_a", "deaths_b"))
    assert right == (4 if is_right else 2)


def test_ucdp_has_no_events_of_a_whole_conflict():
    mapping = load_mapping("ucdp_ged")
    (document,) = mapping.record_documents([line_of(events=[event(status="cumulative")])])
    assert document.templates == ()


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        ([dead("three", 3, "farmers"), dead("four", 4, "people")], 4),
        ([dead("three", 3, "farmers"), dead("two", 2, "people")], 3),
        ([dead("four", 4, "people")], 4),
        ([dead("three", None, "farmers", low=3)], 3),
        ([dead("four", None, "people", low=4)], 4),
        ([dead(None, None, "farmers")], None),
        ([dead("three", 3, "farmers", harm="injured")], None),
        ([dead("three", 3, "farmers", status="cumulative")], None),
        ([], None),
    ],
)
def test_ucdp_totals_over_everybody_are_no_further_group(figures, total):
    (document,) = load_mapping("ucdp_ged").record_documents(
        [line_of(events=[event()], casualties=figures)]
    )
    found = [filler.forms for filler in document.templates[0].slots["deaths"]]
    assert found == ([(total,)] if total is not None else [])


def test_ucdp_places_are_right_without_the_word_of_their_kind():
    mapping = load_mapping("ucdp_ged")
    (document,) = mapping.gold_documents([GED])
    slots = document.templates[0].slots
    assert slots["where_name"][0].forms == ("Selwick",)
    assert slots["country"][0].forms == ("Aldo",)
    assert slots["adm2"] == ()
    day = date(2031, 5, 18)
    assert slots["start_date"][0].forms == (Interval(day, day),)


def argument(role, text, start, *others):
    return {"role": role, "text": text, "start": start, "end": start + len(text)} | {
        "coref_mentions": [text, *others]
    }


WIKI = {
    "id": "a",
    "gold": [
        {
            "event_type": "Conflict.Attack.Unspecified",
            # "Brigade" is the head of the name in the text.
            "arguments": [argument("Attacker", "Brigade", 19), argument("Place", "village", 40)],
        },
        {
            "event_type": "Life.Die.Unspecified",
            "arguments": [argument("Victim", "farmers", ARTICLE.index("farmers"), "them")],
        },
    ],
    "gold_other_events": [{"arguments": [argument("Communicator", "army", 0)]}],
}


def test_wikievents_entities_are_right_by_span_or_by_any_mention():
    """Selwick does not overlap "village"; soldiers are in no event of the gold.

    | role        | right/predicted               | found/gold |
    | perpetrator | Blue Brigade: 1/1             | 1/1        |
    | victim      | farmers, soldiers false: 1/2  | 1/1        |
    | place       | Selwick false: 0/1            | 0/1        |
    """
    rows = scores("wikievents", WIKI, line_of(**RAID))
    assert rows["perpetrator"] == (1, 1, 1, 1)
    assert rows["victim"] == (1, 2, 1, 1)
    assert rows["place"] == (0, 1, 0, 1)
    assert rows[ALL] == (2, 4, 2, 3)


def test_wikievents_spans_are_those_of_the_proven_values():
    (document,) = load_mapping("wikievents").record_documents([line_of(**RAID)])
    first = document.templates[0].slots["perpetrator"][0]
    start = ARTICLE.index("Blue Brigade")
    assert first.forms == ("Blue Brigade", Span(start, start + len("Blue Brigade")))


def label(name):
    return {"id": "a", "gold": {"event_subtype": name}}


def test_acled_types_of_the_first_event_that_has_one():
    line = line_of(
        events=[
            event(sub_event_type=None),
            event(),
            event(event_type="Riots", sub_event_type="Mob violence"),
        ]
    )
    assert scores("acled_types", label("ATTACK"), line)[ALL] == (1, 1, 1, 1)
    assert scores("acled_types", label("MOB_VIOL"), line)[ALL] == (0, 1, 0, 1)


@pytest.mark.parametrize(
    "name", ["ATTRIB", "DIPLO", "MAN_MADE_DISASTER", "NATURAL_DISASTER", "ORG_CRIME"]
)
def test_labels_that_are_no_acled_types_ask_for_silence(name):
    assert scores("acled_types", label(name), line_of())[ALL] == (1, 1, 1, 1)
    assert scores("acled_types", label(name), line_of(events=[event()]))[ALL] == (0, 1, 0, 1)


def test_acled_labels_are_the_25_types_of_the_schema():
    model = load_schema("conflict_events@2").model
    types = {
        choice
        for definition in model.model_json_schema()["$defs"].values()
        for part in definition.get("properties", {}).get("sub_event_type", {}).get("anyOf", ())
        for choice in part.get("enum", ())
    }
    labels = load_mapping("acled_types")._file.maps["labels"].values()
    assert {name for name in labels if name} == types
    assert len(types) == 25
