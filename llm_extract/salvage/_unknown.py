"""Members of an answer that no field takes, where the schema forbids them."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

Path = tuple[int | str, ...]
# A location of pydantic with, for each of its parts, whether it stands in the value. Those that
# do not name the member of a union that was tried.
_Steps = tuple[tuple[int | str, bool], ...]


def unknown_members(error: ValidationError, raw: Any, depth: int = 0) -> tuple[Path, ...]:
    """Paths in ``raw`` of the members that no field takes, if nothing else is wrong with it.

    None where the members of a union disagree: what one does not know another may take.
    ``raw`` stands ``depth`` names deep in what was validated.
    """
    details = error.errors(include_url=False, include_context=False, include_input=False)
    if any(detail["type"] != "extra_forbidden" for detail in details):
        return ()
    found = [_steps(raw, detail["loc"][depth:]) for detail in details]
    known = [steps for steps in found if steps]
    if len(known) < len(found) or _disagree(known):
        return ()
    paths = dict.fromkeys(tuple(part for part, stands in steps if stands) for steps in known)
    # A member named like the tag of a union can be taken for the way to another one.
    is_clear = not any(path[:end] in paths for path in paths for end in range(1, len(path)))
    return tuple(paths) if is_clear else ()


def without_members(raw: Any, paths: Iterable[Path]) -> tuple[Any, dict[Path, Any]]:
    """A copy of ``raw`` without the members at ``paths``, and these members."""
    kept = copy.deepcopy(raw)
    return kept, {path: _taken(kept, path) for path in paths}


def _taken(value: Any, path: Path) -> Any:
    for part in path[:-1]:
        value = value[part]
    return value.pop(path[-1])


def _steps(value: Any, location: Path) -> _Steps | None:
    """Find the member of an object that a location ends at; ``None`` when there is none."""
    if not location:
        return None
    part, rest = location[0], location[1:]
    if not rest:
        return ((part, True),) if isinstance(value, dict) and part in value else None
    inside = _steps(value[part], rest) if _holds(value, part) else None
    if inside:
        return ((part, True), *inside)
    beside = _steps(value, rest)
    return ((part, False), *beside) if beside else None


def _holds(value: Any, part: int | str) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value


def _disagree(found: list[_Steps]) -> bool:
    """Whether more than one member of the same union was tried."""
    tried: dict[_Steps, int | str] = {}
    return any(
        tried.setdefault(steps[:place], part) != part
        for steps in found
        for place, (part, stands) in enumerate(steps)
        if not stands
    )
