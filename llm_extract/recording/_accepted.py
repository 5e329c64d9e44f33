"""Accepted records: what the tool made of an article, and who took it for right.

A file holds the members of a line of ``records.jsonl`` that depend on article, answers and code
alone, so no usage, cost or time, and ``accepted``: who accepted what, when and why. One item or
value stands on one line, for version control to compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from llm_extract.errors import ArticleError
from llm_extract.recording._recording import write_whole

MEMBERS = (
    "id",
    "status",
    "error",
    "article",
    "data",
    "evidence",
    "findings",
    "suspicious_text",
    "rejected",
    "gaps",
    "model",
    "prompt",
    "schema",
    "policy",
)
# Levels below which a value stands on one line: `data`, its lists, their items.
_OPEN_LEVELS = 3


def golden_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a line that are kept, as JSON has them."""
    kept = {name: line[name] for name in MEMBERS if name in line}
    stable: dict[str, Any] = json.loads(json.dumps(kept))
    return stable


def read_accepted(path: Path) -> dict[str, Any] | None:
    """Read an accepted record; ``None`` when there is none.

    Raises:
        ArticleError: ``invalid_json``, somebody edited the file.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        record = None
    if not isinstance(record, dict) or "status" not in record:
        raise ArticleError(
            "invalid_json",
            "it holds no accepted record",
            source=str(path),
            hint="restore it, or accept the case again",
        )
    return record


def write_accepted(path: Path, record: Mapping[str, Any], note: Mapping[str, Any]) -> None:
    """Write an accepted record; ``note`` joins the notes it has."""
    notes = [*record.get("accepted", ()), dict(note)]
    raw = "".join(_written({**golden_of(record), "accepted": notes})) + "\n"
    write_whole(path, raw.encode("utf-8", "surrogatepass"))


def note_of(author: str, reason: str, what: str) -> dict[str, str]:
    """Who accepted what, when (UTC, a day) and why."""
    return {
        "by": author,
        "on": datetime.now(UTC).date().isoformat(),
        "reason": reason,
        "what": what,
    }


def _written(value: Any, level: int = 0) -> Iterator[str]:
    """JSON with line breaks down to `_OPEN_LEVELS`."""
    if level >= _OPEN_LEVELS or not isinstance(value, dict | list) or not value:
        yield json.dumps(value, ensure_ascii=False)
        return
    pad = "\n" + " " * (level + 1)
    pairs = sorted(value.items()) if isinstance(value, dict) else [(None, part) for part in value]
    yield "{" if isinstance(value, dict) else "["
    for position, (name, part) in enumerate(pairs):
        yield f"{',' if position else ''}{pad}"
        if name is not None:
            yield f"{json.dumps(name, ensure_ascii=False)}: "
        yield from _written(part, level + 1)
    yield f"\n{' ' * level}{'}' if isinstance(value, dict) else ']'}"
