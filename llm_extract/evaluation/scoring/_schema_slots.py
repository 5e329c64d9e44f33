"""Slots of a record schema: each list is a family, each field a slot, by what the schema says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from llm_extract.evaluation.scoring._model import FACTS, Rule, Slot
from llm_extract.schemas import Derived, Named, Schema, Unquoted, marks_of

CITES = "cites"
# What a type is compared by; a bool is an int, so the order matters.
_RULES: tuple[tuple[tuple[type, ...], Rule], ...] = (
    ((bool, Enum), "choice"),
    ((date,), "interval"),
    ((int, float), "number"),
    ((str,), "text"),
)
Models: TypeAlias = tuple[type[BaseModel], ...]


@dataclass(frozen=True, slots=True)
class SlotField:
    """A field that is scored.

    Attributes:
        slot: its name is the path below the item, ``territory.count``.
        path: the same in parts; lists on the way are gone through.
        register: list of the record in which its names have other forms, or ``None``.
    """

    slot: Slot
    path: tuple[str, ...]
    register: str | None = None


def schema_fields(schema: Schema) -> dict[str, tuple[SlotField, ...]]:
    """Fields by family; those of the article itself are the family `FACTS`.

    Choices and flags must be equal, numbers too; dates share a day, a model with ``start`` and
    ``end`` being one date; texts share half of their words. Texts that code fills in are ids and
    links, and left out. Cited sentences stand beside the other fields.
    """
    facts = _facts(schema)
    families = {FACTS: facts} if facts else {}
    return families | {name: _item_fields(models) for name, models in schema.items.items()}


def _facts(schema: Schema) -> tuple[SlotField, ...]:
    fields = (
        found
        for name in schema.facts
        for found in _fields(schema.model.model_fields[name].rebuild_annotation(), (name,), ())
    )
    # There is one template of facts on either side, and nothing else they could be paired with.
    return tuple(_identifying(field) for field in _unique(fields))


def _item_fields(models: Models) -> tuple[SlotField, ...]:
    found = _unique(field for model in models for field in _members(model, (), (), ()))
    kinds = {(name,) for name in _kinds(models)}
    texts = {field.path for field in found if field.slot.rule == "text"}
    # Items are told apart by their kind, or else by their words; two sides that share neither are
    # still the same item if two other fields agree.
    chosen = kinds or texts
    fields = (_identifying(field) if field.path in chosen else field for field in found)
    return (*fields, SlotField(Slot(CITES, "number", beside=True), (CITES,)))


def _kinds(models: Models) -> list[str]:
    """Fields whose one value tells which of several models an item is."""
    if len(models) == 1:
        return []
    return [
        name
        for name in models[0].model_fields
        if all(name in m.model_fields and _is_constant(m, name) for m in models)
    ]


def _is_constant(model: type[BaseModel], name: str) -> bool:
    annotation = model.model_fields[name].annotation
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _identifying(field: SlotField) -> SlotField:
    slot = Slot(field.slot.name, field.slot.rule, identifies=True)
    return SlotField(slot, field.path, field.register)


def _unique(fields: Iterator[SlotField]) -> list[SlotField]:
    """The first of each path: models of a union share their fields."""
    by_path: dict[tuple[str, ...], SlotField] = {}
    for field in fields:
        by_path.setdefault(field.path, field)
    return list(by_path.values())


def _members(
    model: type[BaseModel], path: tuple[str, ...], marks: tuple[Any, ...], above: Models
) -> Iterator[SlotField]:
    if model in above:
        return
    for name, info in model.model_fields.items():
        if path or name != CITES:
            yield from _fields(info.rebuild_annotation(), (*path, name), marks, (*above, model))


def _fields(
    annotation: Any, path: tuple[str, ...], inherited: tuple[Any, ...], above: Models = ()
) -> Iterator[SlotField]:
    marks = (*inherited, *marks_of(annotation))
    types = tuple(_types(annotation))
    models = [part for part in types if isinstance(part, type) and issubclass(part, BaseModel)]
    for model in models:
        if _is_interval(model):
            yield SlotField(Slot(".".join(path), "interval"), path)
        else:
            yield from _members(model, path, marks, above)
    rule = None if models else _rule(types, marks)
    if rule:
        register = next((mark.register for mark in marks if isinstance(mark, Named)), None)
        yield SlotField(Slot(".".join(path), rule), path, register)


def _types(annotation: Any) -> Iterator[Any]:
    """Types an annotation is made of; a ``Literal`` is an `Enum`, null is none."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield Enum
    elif origin is Annotated:
        yield from _types(get_args(annotation)[0])
    elif origin in (Union, UnionType, list, tuple, set, frozenset):
        for part in get_args(annotation):
            yield from _types(part)
    elif annotation not in (type(None), ...):
        yield annotation


def _rule(types: tuple[Any, ...], marks: tuple[Any, ...]) -> Rule | None:
    found = next((rule for kinds, rule in _RULES if _all_are(types, kinds)), None)
    if found == "text" and any(isinstance(mark, Derived) for mark in marks):
        return None
    if found == "text" and any(isinstance(mark, Unquoted) for mark in marks):
        return "exact"
    return found


def _all_are(types: tuple[Any, ...], kinds: tuple[type, ...]) -> bool:
    return bool(types) and all(isinstance(t, type) and issubclass(t, kinds) for t in types)


def _is_interval(model: type[BaseModel]) -> bool:
    ends = [model.model_fields.get(name) for name in ("start", "end")]
    return all(
        end is not None and _all_are(tuple(_types(end.rebuild_annotation())), (date,))
        for end in ends
    )
