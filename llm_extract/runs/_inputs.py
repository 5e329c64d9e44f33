"""What a run is given: articles, unusable inputs, and files that need not be read again."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from llm_extract.articles import Article, ReadOptions, Source, list_sources
from llm_extract.errors import ArticleError
from llm_extract.fingerprint import text_hash
from llm_extract.runs._lines import about
from llm_extract.runs.journal import Outcome, SourceTable

# A file that changed so short before it was read may have changed once more within the same tick
# of its file system's clock, which is up to 2 s wide (FAT).
_TICK = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """An article that was not read: its file is as it was, and there is an outcome for it.

    Attributes:
        id: as of `Article`.
        text: hash of what a model is shown of it, as of `fingerprint`.
        about: the block ``article`` of its line, without its origin.
        outcome: the one that stands.
    """

    id: str
    text: str
    about: dict[str, Any]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NotRead:
    """An input that was not read, because the run had ended before."""

    id: str


Input = Article | ArticleError | Known | NotRead


class Inputs:
    """The inputs of a run, in order; each id once.

    Args:
        target: as for `read_articles`.
        options: how it is read.
        ignored: counts files of other suffixes.
        table: files read by earlier runs; without it every file is read.
        outcome_of: the outcome that stands for a text, given its hash.
        only: ids to take; ``None`` for all.
    """

    def __init__(
        self,
        target: Path | str,
        *,
        options: ReadOptions | None = None,
        ignored: Counter[str] | None = None,
        table: SourceTable | None = None,
        outcome_of: Callable[[str], Outcome | None] = lambda _: None,
        only: Collection[str] | None = None,
    ) -> None:
        self._options = options or ReadOptions()
        self._sources = list_sources(target, options=self._options, ignored=ignored)
        self._table = table
        self._outcome_of = outcome_of
        self._only = only
        self._over = False

    def give_up(self) -> None:
        """Read nothing any more: what is left is told by its id as far as that is known."""
        self._over = True

    def __iter__(self) -> Iterator[Input]:
        seen: set[str] = set()
        for source in self._sources:
            for place, item in self._items(source):
                identity = input_id(item)
                if self._only is not None and identity not in self._only:
                    continue
                if identity in seen and not isinstance(item, ArticleError):
                    yield _duplicate(identity, place)
                    continue
                seen.add(identity)
                yield item

    def _items(self, source: Source | ArticleError) -> Iterable[tuple[str, Input]]:
        if isinstance(source, ArticleError):
            return [(str(source.source), source)]
        if self._over:
            return [(source.name, NotRead(source.name))]
        if self._only is not None and source.is_single and source.name not in self._only:
            return []
        return self._stored(source) or self._read(source)

    def _stored(self, source: Source) -> list[tuple[str, Input]]:
        """Items of a file that has not changed, if none of them needs a call."""
        stored = self._table.find(source.name) if self._table else None
        signature = _signature(source)
        if stored is None or signature is None or stored[0] != signature:
            return []
        try:
            items = [self._item(entry) for entry in json.loads(stored[1])]
        except (ValueError, LookupError, TypeError):
            # A damaged row costs no more than reading the file.
            return []
        known = [pair for pair in items if pair is not None]
        return known if len(known) == len(items) else []

    def _item(self, entry: dict[str, Any]) -> tuple[str, Input] | None:
        """An entry of `_entry` again; ``None`` for an article that needs a call."""
        if "error" in entry:
            code, message, source, hint = entry["error"]
            return entry["place"], ArticleError(code, message, source=source, hint=hint)
        outcome = self._outcome_of(entry["text"])
        if outcome is None:
            return None
        return entry["place"], Known(entry["id"], entry["text"], entry["about"], outcome)

    def _read(self, source: Source) -> Iterator[tuple[str, Input]]:
        signature, before = _signature(source), source.changed()
        entries = []
        for place, item in source.read():
            entries.append(_entry(place, item))
            yield place, item
        is_old = before is not None and before < time.time_ns() - _TICK
        if self._table and signature and is_old and signature == _signature(source):
            self._table.remember(source.name, signature, json.dumps(entries))


def input_id(item: Input) -> str:
    """Id of an input: of the article, or where the error is."""
    return str(item.source) if isinstance(item, ArticleError) else item.id


def _signature(source: Source) -> str | None:
    """Of the file, of how it is read, and of the release that reads it."""
    file, options = source.signature(), source.options
    if file is None:
        return None
    day = options.published.isoformat() if options.published else ""
    return f"{file} {options.encoding or ''} {day} {options.max_bytes} {_release()}"


@cache
def _release() -> str:
    return version("llm-extract")


def _entry(place: str, item: Article | ArticleError) -> dict[str, Any]:
    if isinstance(item, ArticleError):
        return {"place": place, "error": [item.code, item.message, item.source, item.hint]}
    text = text_hash(item.sha256, item.published, item.title)
    return {"place": place, "id": item.id, "text": text, "about": about(item, None)}


def _duplicate(identity: str, place: str) -> ArticleError:
    return ArticleError("duplicate_id", f"an earlier article has the id {identity!r}", source=place)
