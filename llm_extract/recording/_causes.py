"""Why a request is not in a recording: which part of it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

# What a recording depends on. ``program``: this package writes the request another way.
Cause: TypeAlias = Literal["prompt", "schema", "model", "article", "parameter", "program"]

# Parts of a request in the order they are compared, each with what it is made of.
_MADE_OF: tuple[tuple[Cause, ...], ...] = (
    ("model",),
    ("prompt",),
    ("schema", "parameter", "prompt"),
    ("article", "prompt", "schema"),
    ("parameter",),
)


def why_stale(
    request: Mapping[str, Any],
    recorded: Iterable[Mapping[str, Any]],
    changed: frozenset[Cause],
) -> Cause:
    """Name what changed since ``recorded``, such that ``request`` is none of them.

    Args:
        request: body that was to be sent.
        recorded: bodies of the recording.
        changed: what is known to differ by its hash. A hash alone proves nothing: a remark in a
            prompt file changes it and no request.
    """
    own, others = _parts(request), [_parts(body) for body in recorded]
    for position, made_of in enumerate(_MADE_OF):
        others = [parts for parts in others if parts[position] == own[position]]
        if not others:
            return next((cause for cause in made_of if cause in changed), _fallback(made_of))
    return "program"


def _fallback(made_of: tuple[Cause, ...]) -> Cause:
    # A name or a parameter stands in the request as it is; the rest is made by this package.
    return made_of[0] if made_of[0] in ("model", "parameter") else "program"


def _parts(request: Mapping[str, Any]) -> list[object]:
    messages = request.get("messages") or [None]
    named = ("messages", "model", "response_format", "tools", "tool_choice")
    return [
        request.get("model"),
        messages[:-1],
        [request.get(name) for name in named[2:]],
        messages[-1],
        {name: part for name, part in request.items() if name not in named},
    ]
