"""Everything counted or held in version 2: figures, front lines, control, damage, quantities."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from llm_extract.schemas import CountOf, Derived, Signals, Whole

from .v2_signals import HARM, STAGE
from .v2_types import (
    ActorName,
    Bearing,
    Cites,
    Comparator,
    DamagedObject,
    GedField,
    Harm,
    Id,
    Ids,
    Name,
    Part,
    People,
    Phrase,
    PlaceName,
    RegisteredBy,
    Scope,
    Stage,
    Status,
    Unit,
    Victims,
    When,
    ordered,
)

Low = Annotated[People, CountOf("count_text", "low")]
Best = Annotated[People, CountOf("count_text", "best")]
High = Annotated[People, CountOf("count_text", "high")]


class Casualties(Part):
    """People of one group harmed in one way, as counted by one source.

    ``count_text`` is the count as written; the integers are null where the text is vague
    ("dozens"). "At least 12" is low 12, best 12, high null; "up to 40" is high 40 only.
    """

    cites: Cites
    count_text: Phrase | None
    group: ActorName
    harm: Annotated[Harm, Signals(HARM)]
    low: Low | None
    best: Best | None
    high: High | None
    counted_by: ActorName | None
    status: Status
    victims: Annotated[Victims | None, Whole()] = None
    scope: Annotated[Scope | None, Whole()] = None
    children_text: Annotated[Phrase | None, Whole()] = None
    children: Annotated[Annotated[People, CountOf("children_text")] | None, Whole()] = None
    women_text: Annotated[Phrase | None, Whole()] = None
    women: Annotated[Annotated[People, CountOf("women_text")] | None, Whole()] = None
    date_text: Annotated[Phrase | None, Whole()] = None

    id: Annotated[str, Derived()] = ""
    event_id: Annotated[Id, Derived()] = None
    group_id: Annotated[Id, Derived()] = None
    counted_by_id: Annotated[Id, Derived()] = None
    claim_id: Annotated[Id, Derived()] = None
    comparator: Annotated[Comparator | None, Derived()] = None
    vague_term: Annotated[str | None, Derived()] = None
    ged_field: Annotated[GedField | None, Derived()] = None
    sums_to_event: Annotated[bool, Derived()] = False
    when: Annotated[When | None, Derived()] = None
    contradicts: Annotated[Ids, Derived()] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ordered(self) -> Casualties:
        ordered(self.low, self.best, self.high)
        return self


class Displacement(Part):
    """People who left, are on the move, arrived or came back; counts as in `Casualties`."""

    cites: Cites
    stage: Annotated[Stage, Signals(STAGE)]
    who: Name
    count_text: Phrase | None
    low: Low | None
    best: Best | None
    high: High | None
    origin: PlaceName | None
    destination: PlaceName | None
    status: Status
    other_origins: Annotated[list[PlaceName], Field(max_length=4), Whole()] = Field(
        default_factory=list
    )
    via: Annotated[list[PlaceName], Field(max_length=4), Whole()] = Field(default_factory=list)
    unit: Annotated[Unit | None, Whole()] = None
    cause: Annotated[Phrase | None, Whole()] = None
    scope: Annotated[Literal["event", "place_stock", "conflict_cumulative"] | None, Whole()] = None
    movement: Annotated[Literal["internal", "cross_border", "both", "unknown"] | None, Whole()] = (
        None
    )
    date_text: Annotated[Phrase | None, Whole()] = None
    reported_by: Annotated[ActorName | None, Whole()] = None

    id: Annotated[str, Derived()] = ""
    event_id: Annotated[Id, Derived()] = None
    origin_ids: Annotated[Ids, Derived()] = Field(default_factory=list)
    via_ids: Annotated[Ids, Derived()] = Field(default_factory=list)
    destination_id: Annotated[Id, Derived()] = None
    reported_by_id: Annotated[Id, Derived()] = None
    claim_id: Annotated[Id, Derived()] = None
    comparator: Annotated[Comparator | None, Derived()] = None
    vague_term: Annotated[str | None, Derived()] = None
    when: Annotated[When | None, Derived()] = None

    @model_validator(mode="after")
    def _ordered(self) -> Displacement:
        ordered(self.low, self.best, self.high)
        return self


class FrontLine(Part):
    """How far one side stands from a place; ``km`` are whole kilometres, null when vague."""

    cites: Cites
    actor: ActorName | None
    distance_text: Phrase
    km: Annotated[int, Field(ge=0, le=5000), CountOf("distance_text")] | None
    reference_place: PlaceName | None
    bearing: Bearing | None
    target_place: PlaceName | None

    id: Annotated[str, Derived()] = ""
    actor_id: Annotated[Id, Derived()] = None
    reference_place_id: Annotated[Id, Derived()] = None
    target_place_id: Annotated[Id, Derived()] = None
    as_of: Annotated[Annotated[date, Field(strict=False)] | None, Derived()] = None
    claim_id: Annotated[Id, Derived()] = None


class Control(Part):
    """Who holds a place; ``what`` are the words that say so."""

    cites: Cites
    what: Annotated[str, Field(min_length=1, max_length=80)]
    place: PlaceName
    holder: ActorName
    since_text: Phrase | None
    status: Status

    id: Annotated[str, Derived()] = ""
    place_id: Annotated[Id, Derived()] = None
    holder_id: Annotated[Id, Derived()] = None
    since: Annotated[When | None, Derived()] = None
    claim_id: Annotated[Id, Derived()] = None


class Damage(Part):
    """Something civilian that was hit or destroyed; counts as in `Casualties`."""

    cites: Cites
    object: DamagedObject
    extent: Phrase | None
    count_text: Phrase | None
    low: Low | None
    best: Best | None
    high: High | None
    place: PlaceName | None

    id: Annotated[str, Derived()] = ""
    event_id: Annotated[Id, Derived()] = None
    place_id: Annotated[Id, Derived()] = None
    claim_id: Annotated[Id, Derived()] = None

    @model_validator(mode="after")
    def _ordered(self) -> Damage:
        ordered(self.low, self.best, self.high)
        return self


class Quantity(Part):
    """Any other number, so that none of the text stays unaccounted for."""

    cites: Cites
    count_text: Phrase
    value: Annotated[int, CountOf("count_text")] | None
    unit: Unit | None
    about: Name | None

    id: Annotated[str, Derived()] = ""
    registered_by: Annotated[RegisteredBy, Derived()] = "model"
