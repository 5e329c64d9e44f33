"""Sides of an event: ACLED's disorder type, UCDP GED's type of violence and dyad."""

from __future__ import annotations

from .v2_events import Event, ViolenceAgainstCivilians
from .v2_figures import Casualties
from .v2_links import VIOLENT
from .v2_names import inter_of
from .v2_registers import Actor, Place
from .v2_signals import CIVILIAN, has_stem
from .v2_types import DisorderType, GedField, Inter

Actors = dict[str, Actor]
_STATE, _CIVILIANS = "State forces", "Civilians"
_ORGANISED = ("Rebel group", "Political militia", "Identity militia")
_DISORDER: dict[str, DisorderType] = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_WHERE = {
    "populated_place": 1,
    "villages": 2,
    "hill": 2,
    "adm2": 3,
    "adm1": 4,
    "control_zone": 5,
    "country": 6,
}
_ACLED_GEO = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3}


def disorder_type(event: Event) -> DisorderType:
    """ACLED's disorder type; mob violence is political violence, unlike other riots."""
    if event.sub_event_type == "Mob violence":
        return "Political violence"
    return _DISORDER.get(event.event_type, "none")


def inter(actor_id: str, actors: Actors) -> Inter | None:
    """ACLED's class of an actor, or of the one it serves."""
    actor = actors.get(actor_id)
    if actor is None or actor.inter:
        return actor.inter if actor else None
    served = actors.get(actor.affiliation_id or "")
    return served.inter if served else inter_of(actor.name)


def type_of_violence(event: Event, actors: Actors) -> int | None:
    """UCDP GED: 1 state-based, 2 non-state, 3 one-sided; ``None`` when the sides do not tell."""
    if not isinstance(event, VIOLENT):
        return None
    one, other = ([inter(i, actors) for i in side] for side in (event.actor1, event.actor2))
    struck_civilians = bool(other) and set(other) == {_CIVILIANS}
    if isinstance(event, ViolenceAgainstCivilians) or struck_civilians:
        return 3
    if event.civilian_targeting and not other:
        return 3
    if _STATE in (*one, *other):
        return 1
    organised = all(any(i in _ORGANISED for i in side) for side in (one, other))
    return 2 if organised else None


def dyad(event: Event, actors: Actors) -> tuple[list[str], list[str]]:
    """Sides A and B as UCDP GED orders them: a government is always side A of a dyad."""
    one, other = event.actor1, event.actor2
    states = [any(inter(i, actors) == _STATE for i in side) for side in (one, other)]
    return (other, one) if states == [False, True] else (one, other)


def ged_field(figure: Casualties, event: Event, actors: Actors) -> GedField:
    """The column of UCDP GED the dead of a figure are counted in."""
    group = actors.get(figure.group_id or "")
    civilians = group is not None and group.inter == _CIVILIANS
    if figure.victims == "civilian" or civilians or has_stem(figure.group, CIVILIAN):
        return "deaths_civilians"
    for field, side in zip(("deaths_a", "deaths_b"), dyad(event, actors), strict=True):
        if group and _belongs(group, side, actors):
            return field  # type: ignore[return-value]  # mypy widens the choice
    return "deaths_unknown"


def _belongs(group: Actor, side: list[str], actors: Actors) -> bool:
    members = [actors[i] for i in side if i in actors]
    same = {group.id, group.affiliation_id} - {None}
    if any(member.id in same or member.affiliation_id == group.id for member in members):
        return True
    return group.side is not None and any(member.side == group.side for member in members)


def where_precision(place: Place) -> int | None:
    """UCDP GED's ``where_prec`` from what the text says of a place."""
    beside = place.near or place.distance_text or (place.bearing and place.reference)
    if beside and place.feature not in ("country", "adm1", "adm2", "direction"):
        return 2
    if place.feature == "sub_area":
        return 4 if place.adm1 else 5
    return _WHERE.get(place.feature or "")


def geo_precision(where: int | None) -> int | None:
    """ACLED's ``geo_precision`` of a UCDP GED ``where_prec``."""
    return _ACLED_GEO.get(where or 0)
