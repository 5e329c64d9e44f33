"""The command, in this process, on articles the endpoint can tell apart."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.program import call

NAMES = ("asta", "bo", "cass")
SICK = "Asta Brill"


@dataclass(frozen=True)
class Ran:
    """What one run of the command did.

    Attributes:
        exit_code: of the process.
        summary: what ``--json`` printed, ``None`` when it got nowhere.
        err: what it wrote to stderr.
        sent: requests the endpoint saw.
    """

    exit_code: int
    summary: dict[str, Any] | None
    err: str
    sent: int


def write_article(folder: Path, name: str, more: str = "") -> None:
    text = (
        f"PORT SELWICK — {name.title()} Brill kept the light at Aldo.\n\n{more or 'It is out.'}\n"
    )
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def marker_of(identity: str) -> str:
    """What the text of an article of `write_article` holds, and no other one's."""
    return f"{identity.removesuffix('.txt').title()} Brill"


def options(model, *more: object) -> list[str]:
    """Arguments of a run that sends the articles to ``model``."""
    known = ["run", "--prompt", "obituary", "--model", "fake", "--base-url", model.base_url]
    return [*known, "--json", *map(str, more)]


def ran(model, *more: object) -> Ran:
    """Run the command to its end."""
    before = len(model.requests)
    result = call(*options(model, *more))
    summary = json.loads(result.stdout) if result.stdout.strip() else None
    return Ran(result.exit_code, summary, result.stderr, len(model.requests) - before)


def rows(folder: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the journal."""
    with closing(sqlite3.connect(folder / "journal.sqlite")) as connection:
        return connection.execute(sql, values).fetchall()


def lines(folder: Path) -> list[dict[str, Any]]:
    """What was published; none without the file."""
    try:
        text = (folder / "records.jsonl").read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.splitlines()]


def states(folder: Path) -> dict[str, str]:
    """Per input ``ok`` or the code of its failure."""
    return {line["id"]: line["error"]["code"] if line["error"] else "ok" for line in lines(folder)}
