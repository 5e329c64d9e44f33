"""What a schema says of how its records are counted and drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# Takes an item and its record, as JSON, and says in a word why the item does not count.
Apart: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A class variable ``shown`` of a record model, where types and marks say too little.

    Every member is by list of the record.

    Attributes:
        apart: why an item is not counted with the others, such as a total over many years or
            something that is only feared; ``None`` when it is. Such items are told beside them.
        sources: in a list of counts, the field that says who counted.
        groups: likewise, the field that says who was counted.
        rivals: likewise, the field with the ids of the counts that contradict one.
    """

    apart: Mapping[str, Apart] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    rivals: Mapping[str, str] = field(default_factory=dict)
