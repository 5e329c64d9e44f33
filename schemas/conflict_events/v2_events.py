"""Events of version 2, by type: ACLED's six, and two of our own that ACLED does not count."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llm_extract.schemas import Agent, CountOf, Derived, ModalityOf, Patient, Whole

from .v2_types import (
    ActorName,
    Cites,
    DisorderType,
    Id,
    Ids,
    Modality,
    Part,
    Phrase,
    PlaceName,
    Status,
    Unit,
    When,
)

MAX_SIDE = 4


class Territory(Part):
    """What changed hands, as far as the text says."""

    count_text: Phrase | None
    count: Annotated[int, Field(ge=0, le=100_000), CountOf("count_text")] | None
    unit: Unit | None
    from_actor: ActorName | None
    to_actor: ActorName | None
    outcome: Literal["taken", "contested", "returned", "not_implemented"] | None


class Related(Part):
    """Another event of the same article: same time, same side, same place."""

    event: str
    type: Literal["overlaps", "includes", "included_in"]


class Event(Part):
    """One thing that happened, is happening, is feared or is denied.

    ``what`` is the phrase that tells it. ``side_a`` is the side that acts, ``side_b`` the side
    acted upon; both hold names as written. ``date_text`` and ``place`` are words of the text;
    resolving them is code's work.
    """

    cites: Cites
    what: Annotated[str, Field(min_length=1, max_length=80)]
    event_type: str
    sub_event_type: str | None
    date_text: Phrase | None
    place: PlaceName | None
    side_a: Annotated[list[Annotated[ActorName, Agent("what")]], Field(max_length=MAX_SIDE)]
    side_b: Annotated[list[Annotated[ActorName, Patient("what")]], Field(max_length=MAX_SIDE)]
    status: Status
    modality: Annotated[Modality, ModalityOf("what")]
    territory: Annotated[Territory | None, Whole()] = None
    civilian_targeting: Annotated[bool | None, Whole()] = None

    id: Annotated[str, Derived()] = ""
    disorder_type: Annotated[DisorderType, Derived()] = "none"
    when: Annotated[When | None, Derived()] = None
    place_id: Annotated[Id, Derived()] = None
    place_inferred: Annotated[bool, Derived()] = False
    actor1: Annotated[Ids, Derived()] = Field(default_factory=list)
    actor2: Annotated[Ids, Derived()] = Field(default_factory=list)
    claim_ids: Annotated[Ids, Derived()] = Field(default_factory=list)
    ged_type_of_violence: Annotated[Literal[1, 2, 3] | None, Derived()] = None
    ged_event_clarity: Annotated[Literal[1, 2] | None, Derived()] = None
    related: Annotated[list[Related], Derived()] = Field(default_factory=list)


class Battle(Event):
    """ACLED "Battles"."""

    event_type: Literal["Battles"]
    sub_event_type: (
        Literal[
            "Armed clash",
            "Government regains territory",
            "Non-state actor overtakes territory",
        ]
        | None
    )


class RemoteViolence(Event):
    """ACLED "Explosions/Remote violence"."""

    event_type: Literal["Explosions/Remote violence"]
    sub_event_type: (
        Literal[
            "Air/drone strike",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Suicide bomb",
            "Grenade",
            "Chemical weapon",
        ]
        | None
    )


class ViolenceAgainstCivilians(Event):
    """ACLED "Violence against civilians"."""

    event_type: Literal["Violence against civilians"]
    sub_event_type: Literal["Attack", "Abduction/forced disappearance", "Sexual violence"] | None


class Protest(Event):
    """ACLED "Protests"."""

    event_type: Literal["Protests"]
    sub_event_type: (
        Literal[
            "Peaceful protest",
            "Protest with intervention",
            "Excessive force against protesters",
        ]
        | None
    )


class Riot(Event):
    """ACLED "Riots"."""

    event_type: Literal["Riots"]
    sub_event_type: Literal["Violent demonstration", "Mob violence"] | None


class StrategicDevelopment(Event):
    """ACLED "Strategic developments"."""

    event_type: Literal["Strategic developments"]
    sub_event_type: (
        Literal[
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ]
        | None
    )


class Flight(Event):
    """People on the move as one event; their numbers are in the record's ``displacement``."""

    event_type: Literal["Displacement"]
    sub_event_type: None


class Context(Event):
    """The conflict as a whole, to which totals since its beginning belong."""

    event_type: Literal["Conflict context"]
    sub_event_type: None


AnyEvent = Annotated[
    Battle
    | RemoteViolence
    | ViolenceAgainstCivilians
    | Protest
    | Riot
    | StrategicDevelopment
    | Annotated[Flight, Whole()]
    | Annotated[Context, Whole()],
    Field(discriminator="event_type"),
]
