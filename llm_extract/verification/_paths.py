"""Values of a record by their paths."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def value_at(record: BaseModel, path: str) -> Any:
    """The value at ``path``, as in ``casualties.0.best``; null below what has no parts."""
    value: Any = record
    for part in path.split("."):
        if not isinstance(value, BaseModel | list):
            return None
        value = value[int(part)] if isinstance(value, list) else getattr(value, part)
    return value


def owner_of(path: str, items: frozenset[str]) -> str:
    """Path of the item a value belongs to; a fact is its own."""
    head = ".".join(path.split(".")[:2])
    return head if head in items else path
