"""The hand-coded seed article as an answer in the wire values of conflict_events@2.

Names of places and actors become words of the text; what code derives is left out. The article
and its coding are not part of this repository: without them, tests that need them are skipped.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from llm_extract.articles import Article, article_from_text

SEED = Path(__file__).parents[3].parent / "shared" / "seed"
LONGEST_NAME = 80
STAGES = {"in_transit": "fleeing", "departed": "left", "displaced_stock": "displaced"}
TENSE_RULES = ("R2", "R6", "R9")


@cache
def gold() -> dict[str, Any]:
    path = SEED / "gold.json"
    if not path.is_file():
        pytest.skip("the hand-coded seed article is not on this machine")
    return json.loads(path.read_text("utf-8"))


@cache
def gold_article() -> Article:
    name = gold()["doc"]["doc_id"]
    return article_from_text((SEED / f"{name}.txt").read_text("utf-8"), id=name)


def gold_record() -> dict[str, Any]:
    """For ``RECORD.model_validate``."""
    return _Conversion(gold(), gold_article()).record()


class _Conversion:
    def __init__(self, coded: dict[str, Any], article: Article) -> None:
        self.coded = coded
        self.article = article
        self.forms: dict[str, list[str]] = {}
        self._taken: dict[str, str] = {}
        self.alias: dict[str, str] = {}
        self._register("places", "name_variants")
        self._register("actors", "surface_forms")

    def _register(self, listed: str, variants: str) -> None:
        """Words of the text for each entry; one without own words means the owner of its words."""
        for entry in self.coded[listed]:
            quotes = [span["quote"] for span in entry["evidence"]]
            names = [n for n in (entry["name"], *entry[variants], *quotes) if self._is_stated(n)]
            mine = (None, entry["id"])
            own = [n for n in dict.fromkeys(names) if self._taken.get(n) in mine]
            if own:
                self.forms[entry["id"]] = own
                self._taken |= dict.fromkeys(own, entry["id"])
            elif names:
                self.alias[entry["id"]] = self._taken[names[0]]

    def _is_stated(self, name: str) -> bool:
        there = name.casefold() in self.article.text.casefold()
        return there and 2 < len(name) <= LONGEST_NAME

    def cites(self, *spans: dict[str, Any] | None) -> list[int]:
        return sorted(
            {
                sentence.number
                for span in spans
                for sentence in self.article.sentences
                if span and span["start"] < sentence.end and sentence.start < span["end"]
            }
        )

    def name(self, entry: str | None, cites: list[int]) -> str | None:
        """The words of the cited sentences for an entry, else its name."""
        if entry is None:
            return None
        forms = self.forms[self.alias.get(entry, entry)]
        said = " ".join(self.article.sentence(number) for number in cites)
        return next((form for form in forms if form in said), forms[0])

    def names(self, entries: list[str], cites: list[int]) -> list[str]:
        return [name for entry in entries if (name := self.name(entry, cites))]

    def record(self) -> dict[str, Any]:
        coded = self.coded
        return {
            "article": self.facts(),
            "claims": [self.claim(item) for item in coded["claims"] if item["mode"] != "narrator"],
            "events": [self.event(item) for item in coded["events"]],
            "casualties": [self.casualties(item) for item in coded["casualties"]],
            "displacement": [self.displacement(item) for item in coded["displacements"]],
            "front_lines": [self.front_line(item) for item in coded["front_lines"]],
            "control": [self.control(item) for item in coded["control"]],
            "damage": [],
            "quantities": [self.quantity(item) for item in coded["quantities"]],
            "places": [self.place(i) for i in coded["places"] if self._has_own(i)],
            "actors": [self.actor(i) for i in coded["actors"] if self._has_own(i)],
        }

    def _has_own(self, entry: dict[str, Any]) -> bool:
        return entry["id"] in self.forms and bool(self.cites(*entry["evidence"]))

    def facts(self) -> dict[str, Any]:
        article = self.coded["article"]
        kept = ("language", "title", "publisher", "agency", "byline", "photo_credit")
        return {"reports_conflict": True} | {k: article[k] for k in kept} | {"genre": "news"}

    def claim(self, item: dict[str, Any]) -> dict[str, Any]:
        said = item["attribution"]
        cites = self.cites(*item["evidence"], said)
        times = [t["text"] for t in self.coded["time_expressions"] if _inside(t["span"], said)]
        kind = item["source_type"]
        return {
            "cites": cites,
            "source": self.name(item["source_actor"], cites),
            "source_type": "reporter" if kind == "eyewitness_reporter" else kind,
            "speaker": self.name(item["speaker"], cites),
            "verb": item["verb"],
            "mode": item["mode"],
            "modality": item["modality"],
            "stated_on_text": times[0] if times else None,
        }

    def event(self, item: dict[str, Any]) -> dict[str, Any]:
        cites = self.cites(*item["evidence"])
        return {
            "cites": cites,
            "what": _short(item["evidence"][0]["quote"]),
            "event_type": item["event_type"],
            "sub_event_type": item["sub_event_type"],
            "date_text": _date_text(item["when"]),
            "place": self.name(item["place_id"], cites),
            "side_a": self.names(item["actor1"], cites),
            "side_b": self.names(item["actor2"], cites),
            "status": item["status"],
            "modality": item["modality"],
            "territory": self.territory(item["territory"] or {}, cites),
            "civilian_targeting": None,
        }

    def territory(self, item: dict[str, Any], cites: list[int]) -> dict[str, Any] | None:
        if "to" not in item:
            return None
        return {
            "count_text": item.get("count_text"),
            "count": None,
            "unit": item.get("unit"),
            "from_actor": self.name(item["from"], cites),
            "to_actor": self.name(item["to"], cites),
            "outcome": "taken",
        }

    def casualties(self, item: dict[str, Any]) -> dict[str, Any]:
        cites = self.cites(*item["evidence"])
        count = item["count"]
        counted = item["evidence"][0]["quote"].removeprefix(count["text"]).strip()
        return {
            "cites": cites,
            "count_text": count["text"],
            "group": self.name(item["group_actor"], cites) or counted,
            "harm": item["harm"],
            **_bounds(count),
            "counted_by": self.name(item["counted_by"], cites),
            "status": item["status"],
            "victims": item["status_of_victims"],
            "scope": item["scope"],
            **dict.fromkeys(("children_text", "children", "women_text", "women")),
            "date_text": _date_text(item["when"]),
        }

    def displacement(self, item: dict[str, Any]) -> dict[str, Any]:
        cites = self.cites(*item["evidence"])
        who = self.name(item["who"], cites) if item["who"] in self.forms else item["count"]["text"]
        origins = self.names(item["origin"], cites)
        return {
            "cites": cites,
            "stage": STAGES[item["stage"]],
            "who": who,
            "count_text": item["count"]["text"],
            **_bounds(item["count"]),
            "origin": origins[0] if origins else None,
            "destination": self.name(item["destination"], cites),
            "status": item["status"],
            "other_origins": origins[1:],
            "via": self.names(item["via"], cites),
            "unit": item["count"]["unit"],
            "cause": item["cause"],
            "scope": item["scope"],
            "movement": None,
            "date_text": _date_text(item["when"]),
            "reported_by": self.name(item["reported_by"], cites),
        }

    def front_line(self, item: dict[str, Any]) -> dict[str, Any]:
        cites = self.cites(*item["evidence"])
        return {
            "cites": cites,
            "actor": self.name(item["actor"], cites),
            "distance_text": item["distance"]["text"],
            "km": item["distance"]["best"],
            "reference_place": self.name(item["reference_place"], cites),
            "bearing": item["bearing"],
            "target_place": self.name(item["target_place"], cites),
        }

    def control(self, item: dict[str, Any]) -> dict[str, Any]:
        cites = self.cites(*item["evidence"])
        return {
            "cites": cites,
            "what": _short(item["evidence"][0]["quote"]),
            "place": self.name(item["place_id"], cites),
            "holder": self.name(item["holder"], cites),
            "since_text": item["since"]["text"] if item["since"] else None,
            "status": item["status"],
        }

    def quantity(self, item: dict[str, Any]) -> dict[str, Any]:
        count = item["count"]
        return {
            "cites": self.cites(*item["evidence"]),
            "count_text": count["text"],
            "value": count["best"],
            "unit": count["unit"],
            "about": None,
        }

    def place(self, item: dict[str, Any]) -> dict[str, Any]:
        relation = item["relation"] or {}
        name, *forms = self.forms[item["id"]]
        return {
            "cites": self.cites(*item["evidence"]),
            "name": name,
            "forms": forms,
            "feature": item["feature"],
            "country": None,
            "adm1": item["adm1"] if item["adm1_from"] == "text" else None,
            "role": item["role"],
            "near": relation.get("relation"),
            "bearing": relation.get("bearing"),
            "distance_text": None,
            "reference": self.name(relation.get("ref"), []),
        }

    def actor(self, item: dict[str, Any]) -> dict[str, Any]:
        name, *forms = self.forms[item["id"]]
        return {
            "cites": self.cites(*item["evidence"]),
            "name": name,
            "forms": forms,
            "inter": item["acled_inter"],
            "side": item["ucdp_side"],
            "roles": item["roles"],
            "affiliation": self.name(item["affiliation"], []),
        }


def _bounds(count: dict[str, Any]) -> dict[str, int | None]:
    return {bound: count[bound] for bound in ("low", "best", "high")}


def _date_text(when: dict[str, Any]) -> str | None:
    """Tenses are no words for a date."""
    return None if when["rule"].startswith(TENSE_RULES) else when["text"]


def _inside(span: dict[str, Any], other: dict[str, Any]) -> bool:
    return other["start"] <= span["start"] and span["end"] <= other["end"]


def _short(quote: str) -> str:
    while len(quote) > LONGEST_NAME:
        quote = quote.rpartition(" ")[0]
    return quote
