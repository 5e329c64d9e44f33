"""What is wrong with one part of an answer, told without its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from llm_extract.errors import field_path
from llm_extract.salvage._unknown import Path, unknown_members

_SHOWN = 3
# Their messages are written by validators of a schema, or quote the value.
_QUOTING = {"assertion_error", "union_tag_invalid", "value_error"}
_FIXED = {*get_args(ErrorType)} - _QUOTING


@dataclass(frozen=True, slots=True)
class Fault:
    """One part of an answer that cannot be kept as it is.

    Attributes:
        list: the list of an item, ``""`` for a fact of the article.
        index: place of the item in its list, from 0; ``None`` for a fact.
        raw: the JSON value the model wrote; ``None`` also where it wrote nothing.
        code: error type of pydantic, or of the schema's own validator, of the first error;
            ``too_long`` for an item beyond the length of its list.
        reason: one line that names fields, never what stands in them.
        fields: paths of the fields at fault, within the item.
        cites: sentence numbers the item cites, as far as they are numbers.
        unknown: paths in ``raw`` of members that no field takes, if nothing else is wrong.
    """

    list: str
    index: int | None
    raw: Any
    code: str
    reason: str
    fields: tuple[str, ...] = ()
    cites: tuple[int, ...] = ()
    unknown: tuple[Path, ...] = ()


def fault_of(error: ValidationError, list_name: str, index: int | None, raw: Any) -> Fault:
    """Describe why a part failed its validation."""
    details = error.errors(include_url=False, include_context=False, include_input=False)
    said = dict.fromkeys(_line(detail, raw) for detail in details)
    return Fault(
        list=list_name,
        index=index,
        raw=raw,
        code=details[0]["type"],
        reason="; ".join([*said][:_SHOWN]),
        fields=tuple(dict.fromkeys(field_path(detail["loc"]) for detail in details)),
        cites=cites_of(raw),
        unknown=unknown_members(error, raw, depth=0 if list_name else 1),
    )


def cites_of(raw: Any) -> tuple[int, ...]:
    """Sentence numbers an item cites, whatever else it holds."""
    cites = raw.get("cites") if isinstance(raw, dict) else None
    return tuple(cite for cite in cites if type(cite) is int) if isinstance(cites, list) else ()


def _line(detail: ErrorDetails, raw: Any) -> str:
    message = " ".join(detail["msg"].split())
    quotes = detail["type"] not in _FIXED and any(word in message for word in _words(raw))
    return f"{field_path(detail['loc'])}: {detail['type'] if quotes else message}"


def _words(raw: Any) -> list[str]:
    """Texts of a value that a message could quote."""
    if isinstance(raw, dict | list):
        parts = raw.values() if isinstance(raw, dict) else raw
        return [word for part in parts for word in _words(part)]
    return [str(raw)] if isinstance(raw, str | int | float) and str(raw) else []
