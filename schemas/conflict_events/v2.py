"""Conflict events, version 2: the record of version 1 with registers, and code that completes it.

What a model writes are words of the text and choices. Ids, dates, links, precision codes and the
projections onto rows of ACLED and UCDP GED are made by code (fields marked ``Derived``). Asked
about one sentence, a model fills in the fields of version 1 only.

Every field a model fills in is required or has a null default, and nullable: a constrained weak
model that may leave a field out answers with nothing. ``cites`` comes first in each item, so that
the model picks its evidence before it writes the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from llm_extract.schemas import Differences, Lead, Shown, Whole

from .v2_checks import findings
from .v2_columns import DESCRIPTIONS, PROJECTIONS
from .v2_complete import complete
from .v2_differences import DIFFERENCES
from .v2_events import AnyEvent
from .v2_figures import Casualties, Control, Damage, Displacement, FrontLine, Quantity
from .v2_registers import Actor, ArticleFacts, Claim, Place
from .v2_rows import Row, rows
from .v2_shown import SHOWN
from .v2_types import Part

if TYPE_CHECKING:
    from llm_extract.articles import Article
    from llm_extract.grounding import Evidence, Finding, Source


class ConflictEvents(Part):
    """The record of one article."""

    policy: ClassVar[Literal["flag"]] = "flag"
    differences: ClassVar[Differences] = DIFFERENCES
    shown: ClassVar[Shown] = SHOWN
    descriptions: ClassVar[Mapping[str, str]] = DESCRIPTIONS
    projections: ClassVar[Mapping[str, tuple[str, ...]]] = PROJECTIONS

    article: ArticleFacts
    claims: Annotated[list[Claim], Field(max_length=120)]
    events: Annotated[list[AnyEvent], Field(max_length=120), Lead()]
    casualties: Annotated[list[Casualties], Field(max_length=120)]
    displacement: Annotated[list[Displacement], Field(max_length=60)]
    front_lines: Annotated[list[FrontLine], Field(max_length=40), Whole()] = Field(
        default_factory=list
    )
    control: Annotated[list[Control], Field(max_length=60), Whole()] = Field(default_factory=list)
    damage: Annotated[list[Damage], Field(max_length=60), Whole()] = Field(default_factory=list)
    quantities: Annotated[list[Quantity], Field(max_length=200), Whole()] = Field(
        default_factory=list
    )
    places: Annotated[list[Place], Field(max_length=200), Whole()] = Field(default_factory=list)
    actors: Annotated[list[Actor], Field(max_length=200), Whole()] = Field(default_factory=list)

    def completed(self, source: Source) -> ConflictEvents:
        """Fill in everything `Derived`; the same for the same items in any order."""
        return complete(self, source)

    def findings(self, source: Source, evidence: Evidence) -> Iterator[Finding]:
        """What the checks of the record as a whole have to say; codes are in `v2_checks`."""
        return findings(self, source, evidence)

    def rows(self, article: Article) -> dict[str, list[Row]]:
        """Rows of a completed record in the columns of ACLED (``acled``) and UCDP GED (``ged``)."""
        return rows(self, article)


RECORD = ConflictEvents
