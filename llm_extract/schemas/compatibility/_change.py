"""What differs between two schemas."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Compatibility = Literal["compatible", "widening", "breaking"]
_CLASSES: tuple[Compatibility, ...] = ("compatible", "widening", "breaking")


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference.

    Attributes:
        path: of the field: ``events.*[Battles].place`` is that of events of one kind; ``""`` for
            the record as a whole.
        compatibility: ``compatible``: the records of both are the same; ``widening``: each old
            record is a new one; ``breaking``: some old record is none, or would lose a value.
        message: one line in plain words.
    """

    path: str
    compatibility: Compatibility
    message: str


@dataclass(frozen=True, slots=True)
class SchemaDiff:
    """All differences, the worst first; ``old`` and ``new`` are references."""

    old: str
    new: str
    changes: tuple[SchemaChange, ...]

    @property
    def compatibility(self) -> Compatibility:
        """The worst of the changes."""
        return max(
            (change.compatibility for change in self.changes),
            key=_CLASSES.index,
            default="compatible",
        )

    def as_json(self) -> dict[str, Any]:
        """The differences as a JSON object."""
        return {
            "old": self.old,
            "new": self.new,
            "compatibility": self.compatibility,
            "changes": [asdict(change) for change in self.changes],
        }


def worst_first(changes: list[SchemaChange]) -> tuple[SchemaChange, ...]:
    """In the order of their classes; those of one class as they came."""
    return tuple(sorted(changes, key=lambda change: -_CLASSES.index(change.compatibility)))
