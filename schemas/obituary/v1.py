"""Obituaries, version 1: who died, what the person held, who survives, and what others say.

Every field is required and nullable, and ``cites`` comes first in each item, for the
reasons given in the conflict events schema. Dates stay words of the text.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from llm_extract.schemas import Differences, Toponym

Cites = Annotated[list[int], Field(min_length=1, max_length=4)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Phrase = Annotated[str, Field(min_length=1, max_length=60)]


class Wire(BaseModel):
    """Base of all parts of the record: nothing beyond the declared fields is accepted."""

    model_config = ConfigDict(extra="forbid")


class Person(Wire):
    """Who died; ``born`` and ``died`` are the words of the dates, ``age`` is in years."""

    name: Name | None
    born: Phrase | None
    died: Phrase | None
    age: Annotated[int, Field(ge=0, le=130)] | None
    place_of_death: Annotated[Name, Toponym()] | None


class Position(Wire):
    """One post or office the person held; the years as written."""

    cites: Cites
    title: Name
    organisation: Name | None
    from_text: Phrase | None
    to_text: Phrase | None


class Survivor(Wire):
    """One relative left behind, or a group without names ("three grandchildren")."""

    cites: Cites
    name: Name | None
    relation: Phrase


class Tribute(Wire):
    """What somebody says of the person; ``words`` are the quoted words."""

    cites: Cites
    speaker: Name | None
    words: Annotated[str, Field(min_length=1, max_length=300)]


class Obituary(Wire):
    """The record of one article."""

    # Whose death, and when, is what an obituary is about.
    differences: ClassVar[Differences] = Differences(
        grades={"person.name": "critical", "person.died": "critical"}
    )

    person: Person
    positions: Annotated[list[Position], Field(max_length=40)]
    survivors: Annotated[list[Survivor], Field(max_length=40)]
    tributes: Annotated[list[Tribute], Field(max_length=40)]


RECORD = Obituary
