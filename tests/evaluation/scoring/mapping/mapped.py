"""Small mapping files, and lines of gold and of runs for them."""

from __future__ import annotations

import copy
import json
from functools import cache

import yaml

from llm_extract.articles import article_from_text
from llm_extract.evaluation.scoring.mapping import load_mapping
from llm_extract.runs._lines import encode, proof_of
from llm_extract.schemas import load_schema
from llm_extract.verification import Verifier

RAIDS = {
    "description": "Raids of a chronicle",
    "families": {
        "raid": {
            "metrics": ["event_fields"],
            "slots": {
                "type": {"rule": "choice", "identifies": True},
                "place": {"rule": "text"},
                "day": {"rule": "interval"},
                "dead": {"rule": "range"},
            },
        }
    },
    "maps": {"kinds": {"Raid on a farm": "RAID", "parley": None}},
    "patterns": {"crowds": r"\b(?: men | people )\b"},
    "gold": [{"family": "raid", "items": "raids", "slots": {"type": "kind", "place": "where"}}],
    "records": [
        {
            "family": "raid",
            "schemas": ["conflict_events"],
            "items": "events",
            "slots": {"type": "event_type", "place": "place"},
        }
    ],
}


def changed(**parts):
    """The file with other values at ``gold__0__items`` and the like."""
    told = copy.deepcopy(RAIDS)
    for path, value in parts.items():
        *way, last = (int(part) if part.isdecimal() else part for part in path.split("__"))
        place = told
        for part in way:
            place = place[part]
        place[last] = value
    return told


def mapping_of(folder, told=RAIDS):
    path = folder / "raids.yaml"
    path.write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    return load_mapping(str(path))


def filled(folder, fill, gold, slot="place"):
    """Fillers the slot has in each template of one line of gold."""
    mapping = mapping_of(folder, changed(gold__0__slots={slot: fill}))
    (document,) = mapping.gold_documents([{"id": "a", "raids": gold}])
    return [template.slots[slot] for template in document.templates]


PUBLISHED = "2031-05-21"
ARTICLE = """\
Rebels of the Blue Brigade attacked the village of Selwick in Aldo province on Tuesday.

They killed three farmers and two soldiers, the army said. A monitor counted four farmers dead.

Nothing was stolen.
"""
FACTS = {"reports_conflict": True, "language": "en", "agency": None, "byline": None}


def event(**values):
    return {
        "cites": [1],
        "what": "attacked the village",
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "date_text": "on Tuesday",
        "place": "Selwick",
        "side_a": ["Blue Brigade"],
        "side_b": ["farmers"],
        "status": "new",
        "modality": "asserted",
        **values,
    }


def dead(count_text, count, group, **values):
    counts = dict.fromkeys(("low", "best", "high"), count)
    fixed = {"harm": "killed", "counted_by": None, "status": "new"}
    return {"cites": [2], "count_text": count_text, "group": group, **counts, **fixed, **values}


@cache
def verifier(schema):
    return Verifier(load_schema(schema))


def line_of(*, schema="conflict_events@2", text=ARTICLE, **lists):
    """A line as a run stores it, completed and proven by code."""
    article = article_from_text(text, published=PUBLISHED)
    lists = {"claims": [], "events": [], "casualties": [], "displacement": [], **lists}
    record = load_schema(schema).model.model_validate({"article": FACTS, **lists})
    found = verifier(schema).verify(article, record)
    proof = proof_of(article, found.record, found.evidence, found.findings, found.suspicious)
    return json.loads(encode({"id": "a", "status": "ok", "schema": schema, **proof}))
