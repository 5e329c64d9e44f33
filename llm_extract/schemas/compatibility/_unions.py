"""Members of two unions, told apart: by a field with values of its own, by type, or by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from llm_extract.schemas.compatibility._node import Node

Members: TypeAlias = dict[str, list[Node]]


def members_of(old: Node, new: Node) -> tuple[Members, Members]:
    """Members of both unions by what they are; an object with several tags stands under each."""
    objects = [[part for part in node.branches() if part.type == "object"] for node in (old, new)]
    tag = _tag(old, new, objects)
    if tag is not None:
        return _by_kind(old, _by_tag(tag)), _by_kind(new, _by_tag(tag))
    if all(len(found) == 1 for found in objects):
        return _by_kind(old, _as_object), _by_kind(new, _as_object)
    return _by_kind(old, _by_name), _by_kind(new, _by_name)


_Told: TypeAlias = Iterable[tuple[str, Node]]


def _by_kind(union: Node, told: Callable[[Node], _Told]) -> Members:
    kinds: Members = {}
    for member in union.branches():
        parts = told(member) if member.type == "object" else ((member.type, member),)
        for kind, part in parts:
            kinds.setdefault(kind, []).append(part)
    return kinds


def _by_tag(tag: str) -> Callable[[Node], _Told]:
    def told(member: Node) -> _Told:
        choices = _choices(member, tag)
        return [(key.strip('"'), member.narrowed(tag, value)) for key, value in choices.items()]

    return told


def _as_object(member: Node) -> _Told:
    return (("object", member),)


def _by_name(member: Node) -> _Told:
    return ((str(member.name or member.schema.get("title", "object")), member),)


def _tag(old: Node, new: Node, objects: list[list[Node]]) -> str | None:
    """The field that tells the objects of both unions apart, if there are several.

    The declared discriminator, or the first field whose closed lists have nothing in common.
    """
    if max(map(len, objects)) < 2 or not all(objects):
        return None
    declared = [node.schema.get("discriminator", {}).get("propertyName") for node in (old, new)]
    names = [*filter(None, declared), *objects[0][0].properties]
    return next((name for name in names if all(_tells(name, found) for found in objects)), None)


def _tells(name: str, objects: list[Node]) -> bool:
    values = [_choices(node, name).keys() for node in objects]
    return all(values) and len(set().union(*values)) == sum(map(len, values))


def _choices(node: Node, name: str) -> dict[str, object]:
    return (node.at(node.properties[name]).choices or {}) if name in node.properties else {}
