"""Values of version 2: closed lists of the field's standards, and texts with their limits."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from llm_extract.schemas import Named

Cites = Annotated[list[int], Field(min_length=1, max_length=6)]
ManyCites = Annotated[list[int], Field(min_length=1, max_length=12)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Phrase = Annotated[str, Field(min_length=1, max_length=60)]
ActorName = Annotated[Name, Named("actors")]
PlaceName = Annotated[Name, Named("places")]
People = Annotated[int, Field(ge=0, le=100_000_000)]
Id = str | None
Ids = list[str]

Status = Literal["new", "ongoing", "background", "cumulative"]
Modality = Literal["asserted", "hypothetical", "planned", "negated"]
Harm = Literal["killed", "injured", "missing", "detained"]
Stage = Literal["fleeing", "left", "displaced", "arrived", "returned"]
Bearing = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
Victims = Literal["combatant_state", "combatant_nonstate", "civilian", "mixed", "unknown"]
Scope = Literal["event", "day_aggregate", "period", "conflict_cumulative"]
Unit = Literal[
    "person", "family", "household", "village", "km", "inhabitant", "year", "fatality", "other"
]
DamagedObject = Literal["hospital", "school", "market", "road", "water", "housing", "other"]
SourceType = Literal[
    "monitor",
    "state_media",
    "official",
    "armed_group",
    "reporter",
    "aid_workers",
    "resident",
    "document",
    "narrator",
    "photo_caption",
]
# What a model may answer: code alone says that no source is given.
NAMED_SOURCES = (
    "monitor",
    "state_media",
    "official",
    "armed_group",
    "reporter",
    "aid_workers",
    "resident",
    "document",
)
# ACLED's classes of actors.
Inter = Literal[
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
]
ActorRole = Literal[
    "belligerent", "source", "broker", "affected", "authority", "control_holder", "referenced"
]
PlaceRole = Literal[
    "event", "reference", "dateline", "origin", "destination", "source_base", "background"
]
Feature = Literal[
    "country",
    "adm1",
    "adm2",
    "populated_place",
    "sub_area",
    "control_zone",
    "line",
    "hill",
    "direction",
    "villages",
]
DisorderType = Literal["Political violence", "Demonstrations", "Strategic developments", "none"]
GedField = Literal["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]
Precision = Literal[
    "day", "multi_day", "week", "month", "year", "multi_year", "open_start", "unknown"
]
Comparator = Literal[
    "exact", "more_than", "at_least", "less_than", "up_to", "approx", "range", "vague"
]
RegisteredBy = Literal["model", "code"]

_COORDINATES = {
    "lat",
    "latitude",
    "lon",
    "lng",
    "long",
    "longitude",
    "coordinates",
    "geo",
    "pcode",
    "p_code",
    "gazetteer_id",
}


class Part(BaseModel):
    """Base of all parts of the record: declared fields only, of their own types only."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _without_coordinates(cls, raw: Any) -> Any:
        """Check 12: a model has no coordinates to give, only ones it made up."""
        if isinstance(raw, dict) and not _COORDINATES.isdisjoint(str(key).lower() for key in raw):
            raise PydanticCustomError(
                "coordinates_from_model", "coordinates and p-codes come from a gazetteer"
            )
        return raw


class When(Part):
    """A date as code made it of the words ``text`` by one of the rules R0 to R11.

    ``start`` is the earliest possible day, ``end`` the last possible one. ``ged_date_prec`` is
    UCDP GED's (1 day, 2 up to six days, 3 week, 4 month, 5 year), ``acled_time_precision`` ACLED's
    (1 day, 2 week, 3 month or more).
    """

    text: str | None
    start: Annotated[date, Field(strict=False)] | None
    end: Annotated[date, Field(strict=False)] | None
    precision: Precision
    rule: str
    ged_date_prec: Annotated[int, Field(ge=1, le=5)] | None
    acled_time_precision: Annotated[int, Field(ge=1, le=3)] | None


def ordered(low: int | None, best: int | None, high: int | None) -> None:
    """Check 3: raise ``count_order`` unless the known ones of low, best, high do not decrease."""
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known):
        raise PydanticCustomError("count_order", "low, best and high must not decrease")
