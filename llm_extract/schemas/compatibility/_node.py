"""A place in a JSON Schema, with what its references mean."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

# Keywords that say nothing of which values are valid; so do those that begin with "x-".
NOTES = ("title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly")
_ABOUT = (*NOTES, "$defs", "$ref", "$schema", "$id", "$comment", "discriminator")


@dataclass(frozen=True, slots=True)
class Node:
    """One schema of a JSON Schema.

    Attributes:
        schema: its keywords, without a ``$ref``.
        defs: what references of it and below mean.
        name: of the definition it stands for, or ``None``.
    """

    schema: Mapping[str, Any]
    defs: Mapping[str, Any]
    name: str | None = None

    @classmethod
    def root(cls, schema: Mapping[str, Any]) -> Node:
        """The node of a whole JSON Schema."""
        return cls({}, schema.get("$defs", {})).at(schema)

    def at(self, schema: Any) -> Node:
        """A schema below this one, its references followed; ``True`` is any value."""
        schema = {} if schema is True else schema
        name: str | None = None
        while "$ref" in schema or len(schema.get("allOf", ())) == 1:
            own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
            if "$ref" in schema:
                name = str(schema["$ref"]).rpartition("/")[2]
                schema = {**self.defs[name], **own}
            else:
                schema = {**schema["allOf"][0], **own}
        return Node(schema, self.defs, name)

    @property
    def type(self) -> str:
        """The JSON type of its values, ``any`` when it allows several."""
        return str(self.schema.get("type", "any"))

    @property
    def properties(self) -> Mapping[str, Any]:
        """Schemas of the fields of an object."""
        found: Mapping[str, Any] = self.schema.get("properties", {})
        return found

    @property
    def choices(self) -> dict[str, Any] | None:
        """Its values by their JSON, where they are a closed list."""
        values = self.schema.get("enum")
        if "const" in self.schema:
            values = [self.schema["const"]]
        if values is None and self.type == "boolean":
            values = [False, True]
        return None if values is None else {json.dumps(value): value for value in values}

    @property
    def keywords(self) -> dict[str, Any]:
        """What decides which values are valid."""
        return {
            key: value
            for key, value in self.schema.items()
            if key not in _ABOUT and not key.startswith("x-")
        }

    @property
    def notes(self) -> dict[str, Any]:
        """The rest, but for definitions and references."""
        return {
            key: value for key, value in self.schema.items() if key in NOTES or key.startswith("x-")
        }

    def branches(self) -> Iterator[Node]:
        """What its values may be, each of one type where the schema tells it."""
        union = self.schema.get("anyOf") or self.schema.get("oneOf")
        if union:
            for part in union:
                yield from self.at(part).branches()
        elif isinstance(self.schema.get("type"), list):
            for one in self.schema["type"]:
                yield from self._with(type=one).branches()
        elif self.choices is not None and "type" not in self.schema:
            yield from self._choices_by_type(self.choices)
        else:
            yield self

    def narrowed(self, name: str, value: Any) -> Node:
        """An object whose field ``name`` is ``value``."""
        return self._with(properties={**self.properties, name: {"const": value}})

    def _with(self, **keywords: Any) -> Node:
        return replace(self, schema={**self.schema, **keywords})

    def _choices_by_type(self, choices: Mapping[str, Any]) -> Iterator[Node]:
        by_type: dict[str, list[Any]] = {}
        for value in choices.values():
            by_type.setdefault(_TYPES.get(type(value), "any"), []).append(value)
        for kind, values in by_type.items():
            rest = {key: part for key, part in self.schema.items() if key not in ("const", "enum")}
            yield replace(self, schema={**rest, "type": kind, "enum": values})


_TYPES = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}
