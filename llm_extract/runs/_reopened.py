"""A run of an output folder to look at: its lines, each with its article where that is still there.

A journal holds no texts. They are read again from where each line says they were, and one that was
changed since is not the text the record is of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import ArticleError
from llm_extract.runs._again import can_be_read, read_again
from llm_extract.runs._origin import Origin
from llm_extract.runs._stored import run_totals_of, stored_rows
from llm_extract.runs.journal import RunTotals


@dataclass(frozen=True, slots=True)
class StoredLine:
    """One input of a run.

    Attributes:
        line: as in ``records.jsonl``.
        outcome: number of its outcome in the journal, which texts that are the same share; ``None``
            for an input without one.
        article: its article, ``None`` when it is not where it was read, or was changed since.
    """

    line: dict[str, Any]
    outcome: int | None
    article: Article | None


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run that has ended inputs, read without locking the folder.

    Attributes:
        folder: the output folder.
        totals: what the run was started with and adds up to; ``totals.number`` is its number.
        lines: its inputs in order.
    """

    folder: Path
    totals: RunTotals
    lines: tuple[StoredLine, ...]

    @property
    def missing(self) -> int:
        """Inputs with a record whose article is not there any more, or is another one."""
        return sum(one.line["status"] == "ok" and one.article is None for one in self.lines)


def reopen(
    folder: Path, run: int | None = None, *, articles: Path | str | None = None
) -> StoredRun:
    """Read a run, by default the newest one with inputs.

    Args:
        folder: of a run.
        run: its number.
        articles: where the articles are now; by default where each line says.

    Raises:
        SettingsError: ``usage``, there is no journal or no such run.
        ArticleError: ``unreadable``, the journal is damaged; ``not_found``, there is nothing at
            ``articles``.
    """
    number, rows = stored_rows(folder, run)
    lines = [(json.loads(text), outcome) for text, outcome in rows]
    found = _articles(folder, [line for line, _ in lines], articles)
    return StoredRun(
        folder,
        run_totals_of(folder, number),
        tuple(StoredLine(line, outcome, found.get(line["id"])) for line, outcome in lines),
    )


def _articles(
    folder: Path, lines: Iterable[dict[str, Any]], articles: Path | str | None
) -> dict[str, Article]:
    """The articles of the lines with a record, by id, as far as they are what they were."""
    found: dict[str, Article] = {}
    for origin, hashes in _by_origin(lines).items():
        if articles is None and not can_be_read(origin):
            continue
        for item in _read(folder, origin, articles):
            if isinstance(item, Article) and hashes.get(item.id) == item.sha256:
                found[item.id] = item
    return found


def _read(
    folder: Path, origin: Origin | None, articles: Path | str | None
) -> Iterator[Article | ArticleError]:
    if articles is not None:
        yield from read_again(folder, origin, articles)
        return
    # Records can be looked at without their articles.
    with suppress(ArticleError):
        yield from read_again(folder, origin, None)


def _by_origin(lines: Iterable[dict[str, Any]]) -> dict[Origin | None, dict[str, str]]:
    """Hashes of the texts by id, by where they were read."""
    found: dict[Origin | None, dict[str, str]] = {}
    for line in lines:
        if line["status"] == "ok":
            about = line.get("article") or {}
            found.setdefault(Origin.from_json(about), {})[line["id"]] = about.get("sha256", "")
    return found
