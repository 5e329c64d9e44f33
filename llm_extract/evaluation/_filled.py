"""Records of one schema with the same places: what one leaves out stands for null or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llm_extract.evaluation._fields import Fields
from llm_extract.evaluation._lines import Line


def filled(old: Line, new: Line, fields: Fields) -> tuple[Line, Line]:
    """Both lines, with every field either record has.

    Lines of two schemas stay as they are: what one schema lacks is no change.
    """
    if old.get("schema") != new.get("schema"):
        return old, new
    names = {name: None for data in (old["data"], new["data"]) for name in data}
    one, two = ({name: line["data"].get(name) for name in names} for line in (old, new))
    for name in names:
        if name in fields.lists:
            one[name], two[name] = _items(one[name] or [], two[name] or [])
        elif isinstance(one[name], Mapping) and isinstance(two[name], Mapping):
            one[name], two[name] = _objects([one[name], two[name]])
    return _with(old, one), _with(new, two)


def _with(line: Line, data: dict[str, Any]) -> Line:
    return line if data == line["data"] else {**line, "data": data}


def _items(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    every = _objects([*old, *new])
    return every[: len(old)], every[len(old) :]


def _objects(objects: list[Any]) -> list[Any]:
    """The objects with every name one of them has, in the order of the fullest one."""
    kinds = {tuple(part) for part in objects}
    if len(kinds) < 2:
        return objects
    names = dict.fromkeys(name for kind in sorted(kinds, key=len, reverse=True) for name in kind)
    return [{name: part.get(name) for name in names} for part in objects]
