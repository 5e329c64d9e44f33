"""Walks two JSON Schemas side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.schemas._schema import Schema
from llm_extract.schemas.compatibility._change import SchemaChange, SchemaDiff, worst_first
from llm_extract.schemas.compatibility._limits import LIMITS, holds, limit_changes
from llm_extract.schemas.compatibility._node import Node
from llm_extract.schemas.compatibility._unions import members_of

# Keywords that are compared; of any other it is only known whether it changed.
_READ = LIMITS | {
    "type",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "prefixItems",
}
_SHOWN = 5


def schema_diff(old: Schema, new: Schema) -> SchemaDiff:
    """Compare the records of two schemas, as they are validated when they are read again."""
    changes = list(_compare_json(old.model.model_json_schema(), new.model.model_json_schema()))
    if old.gates != new.gates:
        changes.append(SchemaChange("", "compatible", "other facts decide what is relevant"))
    return SchemaDiff(old.reference, new.reference, worst_first(changes))


def compare_json_schemas(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[SchemaChange, ...]:
    """The differences of two JSON Schemas, the worst first."""
    return worst_first(list(_compare_json(old, new)))


def _compare_json(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SchemaChange]:
    for change in _Walk().compare(Node.root(old), Node.root(new), ""):
        yield SchemaChange(change.path.removeprefix("."), change.compatibility, change.message)


class _Walk:
    """One comparison; definitions that contain themselves are entered once."""

    def __init__(self) -> None:
        self._open: set[tuple[str, str]] = set()

    def compare(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        """Differences at ``path`` and below."""
        pair = (old.name, new.name)
        if pair[0] is None or pair[1] is None:
            yield from self._inside(old, new, path)
        elif (key := (pair[0], pair[1])) not in self._open:
            self._open.add(key)
            yield from self._inside(old, new, path)
            self._open.discard(key)

    def _inside(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        yield from self._notes(old, new, path)
        befores, afters = list(old.branches()), list(new.branches())
        if len(befores) == len(afters) == 1:
            yield from self._one(befores[0], afters[0], path)
        else:
            yield from self._union(old, new, path)

    def _notes(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        names = [
            name for name in old.notes | new.notes if old.notes.get(name) != new.notes.get(name)
        ]
        if names:
            yield SchemaChange(path, "compatible", f"another {', '.join(names)}")

    def _one(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        if new.type == "any" and not new.keywords:
            if old.keywords:
                yield SchemaChange(path, "widening", f"{_kind(old)} -> any value")
        elif old.type != new.type and (old.type, new.type) != ("integer", "number"):
            yield SchemaChange(path, "breaking", f"{_kind(old)} -> {_kind(new)}")
        else:
            if old.type != new.type:
                yield SchemaChange(path, "widening", f"{_kind(old)} -> {_kind(new)}")
            yield from self._same_type(old, new, path)

    def _same_type(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        if old.choices is not None or new.choices is not None:
            yield from _choices(old, new, path)
        else:
            yield from limit_changes(old, new, path)
        if old.type == "object":
            yield from self._object(old, new, path)
        if old.type == "array":
            yield from self._array(old, new, path)
        yield from _unread(old, new, path)

    def _array(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        first, second = (node.schema.get("prefixItems", ()) for node in (old, new))
        if len(first) != len(second):
            yield SchemaChange(path, "breaking", f"{len(first)} -> {len(second)} fixed places")
        for index, (before, after) in enumerate(zip(first, second, strict=False)):
            yield from self.compare(old.at(before), new.at(after), f"{path}.{index}")
        before, after = old.schema.get("items", True), new.schema.get("items", True)
        if before is not False and after is not False:
            yield from self.compare(old.at(before), new.at(after), f"{path}.*")
        elif before is not after:
            yield _verdict(
                path, "other items" if before is False else "no other items", wider=before is False
            )

    def _object(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        for name in old.properties:
            at = f"{path}.{name}"
            if name not in new.properties:
                yield SchemaChange(at, "breaking", "removed")
                continue
            yield from _obligation(old, new, name, at)
            yield from self.compare(old.at(old.properties[name]), new.at(new.properties[name]), at)
        for name in new.properties:
            if name not in old.properties:
                yield _added(old, new, name, f"{path}.{name}")
        yield from self._others(old, new, path)

    def _others(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        """Fields without a name of their own.

        A schema that does not speak of them ignores them, so no stored record has any.
        """
        before, after = (node.schema.get("additionalProperties") for node in (old, new))
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.compare(old.at(before), new.at(after), f"{path}.*")
        elif (before, after) == (None, False):
            yield SchemaChange(path, "compatible", "other fields are refused, not ignored")
        elif before != after:
            taken = before not in (None, False)
            narrower = taken and after is not True
            message = f"other fields: {_others_shown(before)} -> {_others_shown(after)}"
            yield _verdict(path, message, wider=not narrower)

    def _union(self, old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
        befores, afters = list(old.branches()), list(new.branches())
        olds, news = members_of(old, new)
        pairs = {
            kind: (olds[kind][0], news[kind][0])
            for kind in olds
            if len(olds[kind]) == len(news.get(kind, ())) == 1
        }
        yield from self._pairs(pairs, path)
        for kind in olds:
            if kind not in pairs:
                yield from self._lost(kind, olds[kind], afters, path)
        for kind in news:
            if kind not in pairs:
                yield from self._gained(kind, news[kind], befores, path)

    def _pairs(self, pairs: Mapping[str, tuple[Node, Node]], path: str) -> Iterator[SchemaChange]:
        """What changed in members of a union; what is the same in all kinds of objects, once."""
        told: dict[SchemaChange, list[str]] = {}
        objects = [kind for kind, (old, _) in pairs.items() if old.type == "object"]
        for kind, (old, new) in pairs.items():
            for change in self.compare(old, new, ""):
                told.setdefault(change, []).append(kind)
        for change, kinds in told.items():
            named = [kind for kind in kinds if kind in objects]
            label = f"[{', '.join(named)}]" if named and len(named) < len(objects) else ""
            yield SchemaChange(f"{path}{label}{change.path}", change.compatibility, change.message)

    def _lost(
        self, kind: str, olds: list[Node], afters: list[Node], path: str
    ) -> Iterator[SchemaChange]:
        for old in olds:
            if not any(self._is_in(old, new) for new in afters):
                yield SchemaChange(path, "breaking", f"no longer: {kind}")

    def _gained(
        self, kind: str, news: list[Node], befores: list[Node], path: str
    ) -> Iterator[SchemaChange]:
        for new in news:
            if not any(self._is_in(new, old) for old in befores):
                yield SchemaChange(path, "widening", f"also: {kind}")

    def _is_in(self, one: Node, other: Node) -> bool:
        """Whether each value of one is a value of the other."""
        changes = list(self.compare(one, other, ""))
        return all(change.compatibility != "breaking" for change in changes)


def _choices(old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
    before, after = old.choices, new.choices
    if before is None:
        yield SchemaChange(path, "breaking", f"any {_kind(old)} -> a closed list")
    elif after is None:
        fits = all(holds(value, new) for value in before.values())
        yield _verdict(path, f"a closed list -> any {_kind(new)}", wider=fits)
    else:
        if gone := [key for key in before if key not in after]:
            yield SchemaChange(path, "breaking", f"no longer: {_listed(gone)}")
        if more := [key for key in after if key not in before]:
            yield SchemaChange(path, "widening", f"also: {_listed(more)}")


def _obligation(old: Node, new: Node, name: str, path: str) -> Iterator[SchemaChange]:
    before, after = (name in node.schema.get("required", ()) for node in (old, new))
    if before and not after:
        yield SchemaChange(path, "widening", "optional now")
    if after and not before:
        yield SchemaChange(path, "breaking", "required now")


def _added(old: Node, new: Node, name: str, path: str) -> SchemaChange:
    if name in new.schema.get("required", ()):
        return SchemaChange(path, "breaking", "added, and required")
    if old.schema.get("additionalProperties"):
        return SchemaChange(path, "breaking", "added, where any field was allowed before")
    return SchemaChange(path, "widening", "added, with a default")


def _unread(old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
    """Keywords this comparison does not understand: what changes there is taken for the worst."""
    for name in sorted((old.keywords.keys() | new.keywords.keys()) - _READ):
        before, after = old.keywords.get(name), new.keywords.get(name)
        if before != after or ("$ref" in str(before) and old.defs != new.defs):
            yield SchemaChange(path, "breaking", f"another {name}")


def _verdict(path: str, message: str, *, wider: bool) -> SchemaChange:
    return SchemaChange(path, "widening" if wider else "breaking", message)


def _kind(node: Node) -> str:
    return node.name or node.type


def _listed(keys: list[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return ", ".join(key.strip('"') for key in keys[:_SHOWN]) + more


def _others_shown(value: Any) -> str:
    if isinstance(value, dict):
        return "of one type"
    return {None: "ignored", False: "refused", True: "any"}[value]
