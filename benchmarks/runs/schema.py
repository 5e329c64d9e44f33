"""The record of the benchmark of runs: four events of eight fields in each article."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from llm_extract.schemas import CountOf, DateOf

Cites = Annotated[list[int], Field(min_length=1, max_length=4)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Phrase = Annotated[str, Field(min_length=1, max_length=60)]


class Wire(BaseModel):
    """Base of all parts of the record: nothing beyond the declared fields is accepted."""

    model_config = ConfigDict(extra="forbid")


class Event(Wire):
    """One thing that was done; ``day`` follows from ``day_text``, ``count`` from ``count_text``."""

    cites: Cites
    actor: Name | None
    deed: Annotated[str, Field(min_length=1, max_length=300)]
    place: Name | None
    day_text: Phrase | None
    day: Annotated[date, DateOf("day_text")] | None
    count_text: Phrase | None
    count: Annotated[int, Field(ge=0, le=100_000), CountOf("count_text")] | None


class Bulletin(Wire):
    """The record of one article."""

    serial: Name | None
    agency: Name | None
    events: Annotated[list[Event], Field(max_length=40)]


RECORD = Bulletin
