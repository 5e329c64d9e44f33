"""Whether a model wrote what code fills in."""

from __future__ import annotations

from functools import cache
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from llm_extract.schemas import Derived


def holds_derived(value: object) -> bool:
    """Whether a field marked `Derived` was given in an instance or in one inside it."""
    if isinstance(value, BaseModel):
        derived, others = _fields(type(value))
        given = not derived.isdisjoint(value.model_fields_set)
        return given or any(holds_derived(getattr(value, name)) for name in others)
    if isinstance(value, dict):
        return any(map(holds_derived, value.values()))
    return isinstance(value, list | tuple | set | frozenset) and any(map(holds_derived, value))


@cache
def _fields(model: type[BaseModel]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Names of the derived fields, and of the others that may hold instances."""
    fields = model.model_fields
    derived = frozenset(name for name, field in fields.items() if _is_derived(field))
    others = tuple(
        name
        for name, field in fields.items()
        if name not in derived and _may_hold_instances(field.annotation)
    )
    return derived, others


def _is_derived(field: FieldInfo) -> bool:
    return any(isinstance(mark, Derived) for mark in field.metadata)


def _may_hold_instances(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(map(_may_hold_instances, get_args(annotation)))
