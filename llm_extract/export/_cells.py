"""JSON values of a record as cells of typed columns."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from llm_extract.export._tables import Cell, Kind

_LONE = re.compile("[\ud800-\udfff]")
REPLACED = "\ufffd"


def text(value: Any) -> str:
    """A value as text; lone surrogates, which no encoding carries, become U+FFFD."""
    if not isinstance(value, str):
        value = as_json(value)
    return value if value.isascii() else _LONE.sub(REPLACED, value)


def as_json(value: Any) -> str:
    """The JSON of a value, on one line."""
    return _LONE.sub(REPLACED, json.dumps(value, ensure_ascii=False))


def iso(value: date) -> str:
    """A day, or a time, in ISO 8601."""
    return value.isoformat()


def cites(value: Any) -> str:
    """Numbers of sentences: ``4, 5``."""
    return ", ".join(map(str, value))


def _number(value: float) -> Cell:
    """A number; what is none (NaN, infinite) is an empty cell in every format."""
    return value if math.isfinite(value) else None


def _timestamp(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


_MAKERS: dict[Kind, Callable[[Any], Cell]] = {
    "text": text,
    "integer": int,
    "number": _number,
    "boolean": bool,
    "date": date.fromisoformat,
    "timestamp": _timestamp,
}


def maker(kind: Kind, *, is_json: bool = False) -> Callable[[Any], Cell]:
    """What makes a cell of a JSON value that is not null."""
    return as_json if is_json else _MAKERS[kind]
