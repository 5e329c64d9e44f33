"""Items of conflict_events@2 as a model would write them: wire fields only, all of them.

Each function gives the name of its list and the item. Texts may hold ``{slots}`` to be filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Item = tuple[str, dict[str, Any]]

BATTLE, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTEST, DEVELOPMENT = "Protests", "Strategic developments"
FLIGHT, CONTEXT = "Displacement", "Conflict context"
CLASH, REGAINS = "Armed clash", "Government regains territory"
OVERTAKES = "Non-state actor overtakes territory"
SHELLING, STRIKE = "Shelling/artillery/missile attack", "Air/drone strike"
MINE, ATTACK, AGREEMENT = "Remote explosive/landmine/IED", "Attack", "Agreement"
LISTS = (
    "claims", "events", "casualties", "displacement", "front_lines", "control", "damage",
    "quantities", "places", "actors",
)  # fmt: skip


def facts(language: str = "en", **stated: object) -> dict[str, Any]:
    """Facts of an article about conflict; what is not given is not stated."""
    found: dict[str, Any] = {"reports_conflict": True, "language": language, "title": None}
    found |= dict.fromkeys(("publisher", "agency", "byline", "photo_credit"))
    return found | {"genre": "news"} | stated


def claim(source: str, source_type: str, verb: str | None = "said", **stated: object) -> Item:
    """One source and the sentences it is given for."""
    item: dict[str, Any] = {
        "cites": [],
        "source": source,
        "source_type": source_type,
        "speaker": None,
    }
    item |= {"verb": verb, "mode": "indirect", "modality": "asserted"}
    item["stated_on_text"] = None
    return "claims", item | stated


def event(what: str, event_type: str, sub_event_type: str | None = None, **stated: object) -> Item:
    """An event; ``side_a``, ``side_b``, ``place``, ``date_text``, ... by name."""
    item: dict[str, Any] = {"cites": [], "what": what, "event_type": event_type}
    item |= {"sub_event_type": sub_event_type, "date_text": None, "place": None}
    item |= {"side_a": [], "side_b": [], "status": "new", "modality": "asserted"}
    return "events", item | {"territory": None, "civilian_targeting": None} | stated


def territory(loser: str | None, winner: str | None, **stated: object) -> dict[str, Any]:
    """What was taken."""
    item: dict[str, Any] = {"count_text": None, "count": None, "unit": None}
    return item | {"from_actor": loser, "to_actor": winner, "outcome": "taken"} | stated


def bounds(low: object, best: object, high: object) -> dict[str, object]:
    """The three numbers of a count."""
    return {"low": low, "best": best, "high": high}


def exactly(number: object) -> dict[str, object]:
    """A count without a comparator."""
    return bounds(number, number, number)


def at_least(number: object) -> dict[str, object]:
    """ "At least" and "more than"."""
    return bounds(number, number, None)


VAGUE = bounds(None, None, None)


def casualties(
    count_text: str | None, group: str, harm: str, count: dict[str, object], **stated: object
) -> Item:
    """People of one group harmed in one way."""
    item = {"cites": [], "count_text": count_text, "group": group, "harm": harm, **count}
    item |= {"counted_by": None, "status": "new", "victims": None, "scope": "event"}
    item |= {"children_text": None, "children": None, "women_text": None, "women": None}
    return "casualties", item | {"date_text": None} | stated


def displacement(
    count_text: str | None, who: str, stage: str, count: dict[str, object], **stated: object
) -> Item:
    """People on the move."""
    item = {"cites": [], "stage": stage, "who": who, "count_text": count_text, **count}
    item |= {"origin": None, "destination": None, "status": "new", "other_origins": [], "via": []}
    item |= {"unit": "person", "cause": None, "scope": "event", "movement": "unknown"}
    return "displacement", item | {"date_text": None, "reported_by": None} | stated


def front_line(distance_text: str, km: object, **stated: object) -> Item:
    """How far fighters stand from a place."""
    item = {"cites": [], "actor": None, "distance_text": distance_text, "km": km}
    item |= {"reference_place": None, "bearing": None, "target_place": None}
    return "front_lines", item | stated


def control(what: str, place: str, holder: str, **stated: object) -> Item:
    """Who holds a place."""
    item = {"cites": [], "what": what, "place": place, "holder": holder}
    return "control", item | {"since_text": None, "status": "ongoing"} | stated


def damage(damaged: str, extent: str | None, **stated: object) -> Item:
    """Something civilian that was hit."""
    item = {"cites": [], "object": damaged, "extent": extent, "count_text": None, **VAGUE}
    return "damage", item | {"place": None} | stated


def quantity(count_text: str, value: object, unit: str | None, about: str | None) -> Item:
    """Any other number."""
    item = {"cites": [], "count_text": count_text, "value": value, "unit": unit, "about": about}
    return "quantities", item


def place(name: str, *forms: str, **stated: object) -> Item:
    """An entry of the register of places."""
    item: dict[str, Any] = {"cites": [], "name": name, "forms": list(forms), "feature": None}
    item |= dict.fromkeys(("country", "adm1", "role", "near", "bearing", "distance_text"))
    return "places", item | {"reference": None} | stated


def actor(name: str, *forms: str, **stated: object) -> Item:
    """An entry of the register of actors."""
    item: dict[str, Any] = {"cites": [], "name": name, "forms": list(forms), "inter": None}
    return "actors", item | {"side": None, "roles": [], "affiliation": None} | stated


def record(stated: dict[str, Any], items: Iterable[tuple[Item, Iterable[int]]]) -> dict[str, Any]:
    """A record of items and their sentences."""
    made: dict[str, Any] = {"article": stated} | {name: [] for name in LISTS}
    for (name, item), cites in items:
        made[name].append(item | {"cites": list(cites)})
    return made
