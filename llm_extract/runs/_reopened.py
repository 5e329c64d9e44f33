"""A run of an output folder to look at: its lines, each with its article where that is still there.

A journal holds no texts. They are read again from where each line says they were, and one that was
changed since is not the text the record is of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from llm_extract.articles import Article
from llm_extract.errors import ArticleError
from llm_extract.runs._again import can_be_read, read_again
from llm_extract.runs._origin import Origin
from llm_extract.runs._stored import inputs_at, line_text
from llm_extract.runs.journal import Input, RunTotals


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


class StoredLines(Sequence[StoredLine]):
    """The inputs of a run in order; lines are read when they are asked for, and not held.

    A line takes some 300 kB once it is read, so that thousands of them are to be gone through one
    by one.

    Raises:
        ArticleError: ``unreadable``, the journal was damaged meanwhile; from any access.
    """

    def __init__(
        self, folder: Path, run: int, inputs: Sequence[Input], articles: Mapping[str, Article]
    ) -> None:
        self._folder = folder
        self._run = run
        self._inputs = inputs
        self._articles = articles

    def __len__(self) -> int:
        return len(self._inputs)

    def __iter__(self) -> Iterator[StoredLine]:
        for one in self._inputs:
            yield self._stored(one)

    @overload
    def __getitem__(self, index: int) -> StoredLine: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[StoredLine]: ...
    def __getitem__(self, index: int | slice) -> StoredLine | Sequence[StoredLine]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return self._stored(self._inputs[index])

    @property
    def missing(self) -> int:
        """Inputs with a record whose article is not there any more, or is another one."""
        return sum(one.state == "ok" and one.id not in self._articles for one in self._inputs)

    def _stored(self, one: Input) -> StoredLine:
        line = json.loads(line_text(self._folder, self._run, one.position))
        return StoredLine(line, one.outcome, self._articles.get(one.id))


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run that has ended inputs, read without locking the folder.

    Attributes:
        folder: the output folder.
        totals: what the run was started with and adds up to; ``totals.number`` is its number.
        lines: its inputs in order, each read anew whenever it is asked for.
    """

    folder: Path
    totals: RunTotals
    lines: StoredLines

    @property
    def missing(self) -> int:
        """As of `StoredLines`."""
        return self.lines.missing


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
    totals, inputs = inputs_at(folder, run)
    found = _articles(folder, inputs, articles)
    return StoredRun(folder, totals, StoredLines(folder, totals.number, inputs, found))


def _articles(
    folder: Path, inputs: Iterable[Input], articles: Path | str | None
) -> dict[str, Article]:
    """The articles of inputs with a record, by id, as far as they are what they were."""
    found: dict[str, Article] = {}
    for origin, hashes in _by_origin(inputs).items():
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


def _by_origin(inputs: Iterable[Input]) -> dict[Origin | None, dict[str, str]]:
    """Hashes of the texts by id, by where they were read."""
    found: dict[Origin | None, dict[str, str]] = {}
    for one in inputs:
        if one.state == "ok":
            about = json.loads(one.about or "{}")
            found.setdefault(Origin.from_json(about), {})[one.id] = about.get("sha256", "")
    return found
