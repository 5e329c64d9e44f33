"""What every score is made of: documents with templates, templates with slots, slots with fillers.

Gold of any form and records of any schema are brought into this form (see the mapping files), so
that one implementation of each metric serves them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

# How two fillers of a slot are compared:
# choice    equal, letter by letter (types, stages, flags);
# exact     equal when folded: lower case, no punctuation, no articles;
# text      equal when folded, or half of the tokens shared (token F1 of at least 0.5);
# number    equal numbers;
# range     the predicted number, or range, lies within the gold one;
# date      the same day;
# interval  the two intervals share a day;
# mention   equal when folded, or two spans of the article overlap.
Rule: TypeAlias = Literal[
    "choice", "exact", "text", "number", "range", "date", "interval", "mention"
]
# Whether the article supports what the gold says, where the gold was coded from more than it.
Support: TypeAlias = Literal["yes", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Days, both ends included; ``None`` is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers, both ends included; ``None`` is open."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in the article: code points, the end excluded."""

    start: int
    end: int


Form: TypeAlias = str | bool | int | float | Interval | Range | Span


@dataclass(frozen=True, slots=True)
class Filler:
    """One right answer of a slot, in any of its ``forms``; a predicted one has one form.

    ``optional`` ones are right if given, and cost nothing if not.
    """

    forms: tuple[Form, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One event, figure or other item.

    Attributes:
        family: what it is a template of; only templates of one family are aligned.
        slots: fillers by slot.
        optional: as of `Filler`.
        path: where it stands in its record or gold, for reports.
        support: of gold, by slot; what is not named is supported by the text.
    """

    family: str
    slots: Mapping[str, tuple[Filler, ...]]
    optional: bool = False
    path: str = ""
    support: Mapping[str, Support] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One article: the templates of its gold, or of its record."""

    id: str
    templates: tuple[Template, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a family.

    Attributes:
        rule: how its fillers are compared.
        identifies: templates that agree here may be aligned whatever else differs; a slot such as
            the type of an event.
        beside: it has a row of its own, of aligned templates only, and is part of no sum; a slot
            such as the sentences an item cites.
        swaps_with: the slot its fillers belong to when the sides of an event are told the other
            way round; such slots come in pairs.
    """

    name: str
    rule: Rule
    identifies: bool = False
    beside: bool = False
    swaps_with: str | None = None


# Slots by family.
Slots: TypeAlias = Mapping[str, tuple[Slot, ...]]
# The family of what is said of an article itself: one template a document, which is no item.
FACTS = ""

# Rows beside those of slots; no field of a schema can have such a name.
ALL = "all-fields"  # every filler of every slot
ITEMS = "all-items"  # aligned templates of all families but the facts
RELEVANCE = "relevant-articles"  # articles with an item that is not optional
EMPTY = "articles-without-gold"  # of these only: their items, all of them false
LABEL = "label:"  # beginning of the row of one label, where an article has one label
EVERY = "every-field"  # fields of the gold, whether the text supports them or not
ABSTAINED = "abstained"  # fields the text does not support; right is to say nothing


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one document and row; sums of these make precision and recall.

    ``right_predicted`` of ``predicted`` are right, ``found_gold`` of ``gold`` were found. They
    differ where one gold filler may be met by several predicted ones, or is optional.
    """

    right_predicted: int = 0
    predicted: int = 0
    found_gold: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Sum of both."""
        return Counts(
            self.right_predicted + other.right_predicted,
            self.predicted + other.predicted,
            self.found_gold + other.found_gold,
            self.gold + other.gold,
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """Counts of one document under one metric, by row (a slot, or the whole)."""

    id: str
    rows: Mapping[str, Counts] = field(default_factory=dict)
