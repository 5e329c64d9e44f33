"""What a field of a record holds, read from the JSON Schema of what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from llm_extract.export._tables import Kind
from llm_extract.schemas.compatibility import Node

Form = Literal["value", "object", "list"]
_KINDS: dict[str, Kind] = {"integer": "integer", "number": "number", "boolean": "boolean"}
_FORMATS: dict[str, Kind] = {"date": "date", "date-time": "timestamp"}
_NUMBERS = {"integer", "number"}


@dataclass(frozen=True, slots=True)
class Held:
    """What a field may hold, members of unions merged.

    Attributes:
        form: one value, an object with known fields, or a list.
        nullable: whether it may be null or absent.
        kind: of the cells of a value.
        is_json: the value has no shape a column has: a cell holds its JSON.
        choices: of a value, when they are a closed list.
        parts: what it may be, without null.
    """

    form: Form
    nullable: bool
    kind: Kind = "text"
    is_json: bool = False
    choices: tuple[str | int | float, ...] = ()
    parts: tuple[Node, ...] = ()

    def fields(self) -> Iterator[tuple[str, list[Node]]]:
        """Fields of an object in order, each with what it may be.

        A field that only some members of a union have may be null.
        """
        names = dict.fromkeys(name for part in self.parts for name in part.properties)
        for name in names:
            yield name, [part.at(part.properties.get(name, _NULL)) for part in self.parts]

    def elements(self) -> list[Node]:
        """What the elements of a list may be."""
        return [part.at(part.schema.get("items", True)) for part in self.parts]

    @property
    def models(self) -> frozenset[str]:
        """Names of the definitions its objects stand for."""
        return frozenset(part.name for part in self.parts if part.name)


_NULL = {"type": "null"}


def held(nodes: Iterable[Node], above: frozenset[str] = frozenset()) -> Held:
    """Merge what a field may be.

    Args:
        nodes: the field in each member of a union.
        above: definitions the field stands in; one of them again has no end, and becomes JSON.
    """
    branches = [branch for node in nodes for branch in node.branches()]
    parts = tuple(branch for branch in branches if branch.type != "null")
    nullable = len(parts) < len(branches)
    if parts and all(_has_fields(part) and part.name not in above for part in parts):
        return Held("object", nullable, parts=parts)
    if parts and all(part.type == "array" and "prefixItems" not in part.schema for part in parts):
        return Held("list", nullable, parts=parts)
    kinds = {_kind(part) for part in parts}
    if None in kinds:
        return Held("value", nullable, is_json=True)
    return Held("value", nullable, _merged({k for k in kinds if k}), choices=_choices(parts))


def _has_fields(part: Node) -> bool:
    return part.type == "object" and bool(part.properties)


def _kind(part: Node) -> Kind | None:
    """Kind of a plain value, ``None`` for lists, objects and whatever may be anything."""
    if part.type == "string":
        return _FORMATS.get(str(part.schema.get("format")), "text")
    return _KINDS.get(part.type)


def _merged(kinds: set[Kind]) -> Kind:
    if kinds == _NUMBERS:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "text"


def _choices(parts: tuple[Node, ...]) -> tuple[str | int | float, ...]:
    """Values of a closed list, if each member of a union has one; yes and no are none."""
    found: dict[str | int | float, None] = {}
    for part in parts:
        if part.choices is None or part.type == "boolean":
            return ()
        found |= dict.fromkeys(part.choices.values())
    return tuple(found)
