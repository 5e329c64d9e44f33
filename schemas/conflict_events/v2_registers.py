"""Who and where in version 2: the article itself, its sources, actors and places."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from llm_extract.schemas import Derived, Gate, Toponym, Unquoted, Whole

from .v2_types import (
    NAMED_SOURCES,
    ActorName,
    ActorRole,
    Bearing,
    Feature,
    Id,
    Ids,
    Inter,
    ManyCites,
    Modality,
    Name,
    Part,
    Phrase,
    PlaceName,
    PlaceRole,
    RegisteredBy,
    SourceType,
)

_ONE_NAME = WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 80}, mode="validation")
_TOPONYM = Toponym(
    forms="forms",
    country="country",
    admin1="adm1",
    feature="feature",
    near="near",
    reference="reference",
    precise="ged_where_prec",
)
_ONE_TYPE = WithJsonSchema({"type": "string", "enum": list(NAMED_SOURCES)}, mode="validation")


class ArticleFacts(Part):
    """What the article says of itself; date and dateline are read by code, not by the model."""

    reports_conflict: Annotated[bool, Gate()]
    language: Annotated[str, Field(min_length=2, max_length=8), Unquoted()]
    title: Annotated[Annotated[str, Field(max_length=200)] | None, Whole()] = None
    publisher: Annotated[Name | None, Whole()] = None
    agency: Name | None
    byline: Name | None
    photo_credit: Annotated[Name | None, Whole()] = None
    genre: Annotated[Literal["news", "feature", "analysis", "brief"] | None, Whole()] = None

    agency_inferred: Annotated[bool, Derived()] = False


class Claim(Part):
    """A source and the sentences it is given for.

    Code adds the claims without a named source: the ``narrator``'s own words, with a null
    ``source``, and those of a ``photo_caption``, whose source is the credit.
    """

    cites: ManyCites
    source: Annotated[ActorName | None, _ONE_NAME]
    source_type: Annotated[SourceType, _ONE_TYPE]
    speaker: Annotated[ActorName | None, Whole()] = None
    verb: Annotated[Phrase | None, Whole()] = None
    mode: Annotated[Literal["direct_quote", "indirect", "narrator"] | None, Whole()] = None
    modality: Annotated[Modality | None, Whole()] = None
    stated_on_text: Annotated[Phrase | None, Whole()] = None

    id: Annotated[str, Derived()] = ""
    source_id: Annotated[Id, Derived()] = None
    speaker_id: Annotated[Id, Derived()] = None
    supports: Annotated[Ids, Derived()] = Field(default_factory=list)
    stated_on: Annotated[Annotated[date, Field(strict=False)] | None, Derived()] = None
    source_party_to_conflict: Annotated[bool | None, Derived()] = None
    registered_by: Annotated[RegisteredBy, Derived()] = "model"


class Place(Part):
    """A place under its name in the text; ``forms`` are other words of the text for it.

    ``ged_where_prec`` is UCDP GED's (1 the place itself, 2 near it, 3 second-order division,
    4 first-order division, 5 larger or fuzzy, 6 country), ``acled_geo_precision`` ACLED's (1 to 3).
    """

    cites: ManyCites
    name: Annotated[Name, _TOPONYM]
    forms: Annotated[list[Name], Field(max_length=12)]
    feature: Feature | None
    country: Name | None
    adm1: Name | None
    role: PlaceRole | None
    near: Phrase | None
    bearing: Bearing | None
    distance_text: Phrase | None
    reference: PlaceName | None

    id: Annotated[str, Derived()] = ""
    ged_where_prec: Annotated[Literal[1, 2, 3, 4, 5, 6, 7] | None, Derived()] = None
    acled_geo_precision: Annotated[Literal[1, 2, 3] | None, Derived()] = None
    inferred: Annotated[bool, Derived()] = False
    registered_by: Annotated[RegisteredBy, Derived()] = "model"


class Actor(Part):
    """Who acts, suffers or speaks; ``forms`` are other words of the text for the same one.

    ``side`` is the dyad's: A and B fight each other. ``affiliation`` names the actor it serves.
    """

    cites: ManyCites
    name: Name
    forms: Annotated[list[Name], Field(max_length=12)]
    inter: Inter | None
    side: Literal["A", "B"] | None
    roles: Annotated[list[ActorRole], Field(max_length=7)]
    affiliation: ActorName | None

    id: Annotated[str, Derived()] = ""
    affiliation_id: Annotated[Id, Derived()] = None
    inferred: Annotated[bool, Derived()] = False
    registered_by: Annotated[RegisteredBy, Derived()] = "model"
