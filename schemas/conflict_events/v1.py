"""Conflict events, version 1: what happened, who was hurt, who fled, and who says so.

Event types and sub-event types are those of the ACLED codebook (6 types, 25 sub-types).
Claims, events and figures are separate objects: a reported number never overwrites
another source's number, and a cumulative total never enters a daily event.

Every field is required and nullable: a constrained weak model that may leave a field
out answers with nothing. ``cites`` comes first in each item, so that the model picks
its evidence before it writes the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from llm_extract.schemas import Differences, Gate, Shown, Toponym, Unquoted

Cites = Annotated[list[int], Field(min_length=1, max_length=6)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
PlaceName = Annotated[Name, Toponym()]
Phrase = Annotated[str, Field(min_length=1, max_length=60)]
Sides = Annotated[list[Name], Field(max_length=4)]
People = Annotated[int, Field(ge=0, le=100_000_000)]
Status = Literal["new", "ongoing", "background", "cumulative"]


class Wire(BaseModel):
    """Base of all parts of the record: nothing beyond the declared fields is accepted."""

    model_config = ConfigDict(extra="forbid")


class ArticleFacts(Wire):
    """What the article says of itself; date and dateline are read by code, not by the model."""

    reports_conflict: Annotated[bool, Gate()]
    language: Annotated[str, Field(min_length=2, max_length=8), Unquoted()]
    agency: Name | None
    byline: Name | None


class Event(Wire):
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
    side_a: Sides
    side_b: Sides
    status: Status
    modality: Literal["asserted", "hypothetical", "planned", "negated"]


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


AnyEvent = Annotated[
    Battle | RemoteViolence | ViolenceAgainstCivilians | Protest | Riot | StrategicDevelopment,
    Field(discriminator="event_type"),
]


def ordered(low: int | None, best: int | None, high: int | None) -> None:
    """Raise ``ValueError`` unless the known ones of low, best and high do not decrease."""
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known):
        raise ValueError("low, best and high must not decrease")


class Casualties(Wire):
    """People of one group harmed in one way, as counted by one source.

    ``count_text`` is the count as written; the integers are null where the text is vague
    ("dozens"). "At least 12" is low 12, best 12, high null; "up to 40" is high 40 only.
    """

    cites: Cites
    count_text: Phrase | None
    group: Name
    harm: Literal["killed", "injured", "missing", "detained"]
    low: People | None
    best: People | None
    high: People | None
    counted_by: Name | None
    status: Status

    @model_validator(mode="after")
    def _ordered(self) -> Casualties:
        ordered(self.low, self.best, self.high)
        return self


class Displacement(Wire):
    """People who left, are on the move, arrived or came back; counts as in `Casualties`."""

    cites: Cites
    stage: Literal["fleeing", "left", "displaced", "arrived", "returned"]
    who: Name
    count_text: Phrase | None
    low: People | None
    best: People | None
    high: People | None
    origin: PlaceName | None
    destination: PlaceName | None
    status: Status

    @model_validator(mode="after")
    def _ordered(self) -> Displacement:
        ordered(self.low, self.best, self.high)
        return self


class Claim(Wire):
    """A source and the sentences it is given for."""

    cites: Annotated[list[int], Field(min_length=1, max_length=12)]
    source: Name
    source_type: Literal[
        "monitor",
        "state_media",
        "official",
        "armed_group",
        "reporter",
        "aid_workers",
        "resident",
        "document",
    ]


def apart(item: Mapping[str, Any], _: Mapping[str, Any]) -> str | None:
    """Why an item is not counted as news that happened."""
    if item["status"] == "cumulative" or item.get("modality", "asserted") == "asserted":
        return item["status"] if item["status"] in ("background", "cumulative") else None
    return str(item["modality"])


class ConflictEvents(Wire):
    """The record of one article."""

    differences: ClassVar[Differences] = Differences(
        grades={
            "casualties.*.group": "critical",
            "casualties.*.harm": "critical",
            "casualties.*.status": "critical",
            "casualties.*.count_text": "minor",
            "displacement.*.status": "critical",
            "displacement.*.count_text": "minor",
            "events.*.what": "neutral",
            "events.*.date_text": "minor",
            "events.*.modality": "critical",
        }
    )
    shown: ClassVar[Shown] = Shown(
        apart=dict.fromkeys(("events", "casualties", "displacement"), apart),
        sources={"casualties": "counted_by"},
        groups={"casualties": "group", "displacement": "who"},
    )

    article: ArticleFacts
    claims: Annotated[list[Claim], Field(max_length=60)]
    events: Annotated[list[AnyEvent], Field(max_length=120)]
    casualties: Annotated[list[Casualties], Field(max_length=120)]
    displacement: Annotated[list[Displacement], Field(max_length=60)]


RECORD = ConflictEvents
