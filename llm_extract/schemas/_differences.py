"""What a schema says of the differences between two of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

# critical  a number, a scope, a modality, whose deaths: who takes it for the other is wrong;
# major     a type, a date, a place, a source, an item more or less;
# minor     the same thing said or cited another way;
# neutral   nothing a reader of the record would notice.
Grade: TypeAlias = Literal["critical", "major", "minor", "neutral"]


@dataclass(frozen=True, slots=True)
class Differences:
    """A class variable ``differences`` of a record model, where types and marks say too little.

    Places are paths with ``*`` for positions, ``casualties.*.scope``; what is said of a place holds
    below it as well, and of two places the longer one counts.

    Attributes:
        grades: how much another value matters; of a list (``claims``), an item more or less.
        references: fields whose values are ids, with the list they point into, ``""`` for any. Two
            references are equal when they point to the same item, whatever its id. A field named
            ``id`` is never compared; one named ``*_id`` or ``*_ids`` is a reference unless its
            values are ids of no item, as those of a gazetteer are.
        aliases: list of the record whose items hold a ``name`` and other ``forms`` for it; two
            names of one item are the same name.
    """

    grades: Mapping[str, Grade] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
