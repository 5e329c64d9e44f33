"""Limits of numbers, texts and lists: which are wider or narrower than before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from llm_extract.schemas.compatibility._change import SchemaChange
from llm_extract.schemas.compatibility._node import Node

_LOWER = ("minLength", "minItems", "minProperties")
_UPPER = ("maxLength", "maxItems", "maxProperties")
_BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_FORMS = ("pattern", "format", "multipleOf", "uniqueItems", "contentEncoding", "contentMediaType")
LIMITS = frozenset((*_LOWER, *_UPPER, *_BOUNDS, *_FORMS))

_INFINITE = float("inf")


def limit_changes(old: Node, new: Node, path: str) -> Iterator[SchemaChange]:
    """Limits of two nodes of one type."""
    for name in _LOWER:
        before, after = old.schema.get(name, 0), new.schema.get(name, 0)
        yield from _moved(path, name, before, after, narrower=after > before)
    for name in _UPPER:
        before, after = old.schema.get(name, _INFINITE), new.schema.get(name, _INFINITE)
        yield from _moved(path, name, before, after, narrower=after < before)
    lows = _lowest(old), _lowest(new)
    yield from _moved(path, "minimum", *lows, narrower=lows[1] > lows[0])
    highs = _highest(old), _highest(new)
    yield from _moved(path, "maximum", *highs, narrower=highs[1] < highs[0])
    for name in _FORMS:
        yield from _form(path, name, old.schema.get(name), new.schema.get(name))


def holds(value: Any, node: Node) -> bool:
    """Whether a text or number of the right type keeps to the limits of a node without choices.

    A form that cannot be checked here, such as a date, counts as not kept.
    """
    schema = node.schema
    if any(name in schema for name in _FORMS if name != "pattern"):
        return False
    if isinstance(value, str):
        length = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", _INFINITE)
        return length and ("pattern" not in schema or bool(re.search(schema["pattern"], value)))
    if isinstance(value, int | float):
        return _lowest(node) <= (value, 0) <= _highest(node)
    return not LIMITS & schema.keys()


def _moved(
    path: str, name: str, before: Any, after: Any, *, narrower: bool
) -> Iterator[SchemaChange]:
    if before != after:
        message = f"{name} {_shown(before)} -> {_shown(after)}"
        yield SchemaChange(path, "breaking" if narrower else "widening", message)


def _form(path: str, name: str, before: Any, after: Any) -> Iterator[SchemaChange]:
    if before != after and (before or after):
        lifted = not after
        message = f"{name} {_shown(before)} -> {_shown(after)}"
        yield SchemaChange(path, "widening" if lifted else "breaking", message)


def _lowest(node: Node) -> tuple[float, int]:
    """The lower bound, and 1 where it is itself no value."""
    bounds = [(node.schema.get("minimum", -_INFINITE), 0)]
    if (beyond := node.schema.get("exclusiveMinimum")) is not None:
        bounds.append((beyond + 1, 0) if node.type == "integer" else (beyond, 1))
    return max(bounds)


def _highest(node: Node) -> tuple[float, int]:
    """The upper bound, and -1 where it is itself no value."""
    bounds = [(node.schema.get("maximum", _INFINITE), 0)]
    if (beyond := node.schema.get("exclusiveMaximum")) is not None:
        bounds.append((beyond - 1, 0) if node.type == "integer" else (beyond, -1))
    return min(bounds)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        bound, beyond = value
        return f"{'beyond ' if beyond else ''}{bound}" if abs(bound) != _INFINITE else "none"
    return "none" if value in (None, _INFINITE) else str(value)
