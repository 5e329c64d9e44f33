"""The leaves of a record as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\.\d+(?=\.|$)")


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Paths and values below a value in the order of the record; null and ``[]`` are leaves."""
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}")
    elif isinstance(value, list) and value:
        for number, part in enumerate(value):
            yield from leaves(part, f"{path}.{number}")
    else:
        yield path, value


def at(record: Any, path: str) -> Any:
    """The value at ``path``, null where there is none."""
    for part in path.split("."):
        if isinstance(record, list) and part.isdigit() and int(part) < len(record):
            record = record[int(part)]
        elif isinstance(record, dict):
            record = record.get(part)
        else:
            return None
    return record


def field_of(path: str) -> str:
    """``side_a`` of ``events.0.side_a.1``."""
    return _NUMBER.sub("", path).partition(".")[2]
