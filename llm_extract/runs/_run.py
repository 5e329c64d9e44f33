"""Many articles through one extractor: reuse what is known, call the rest, keep every answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Literal

from llm_extract.articles import Article
from llm_extract.errors import ArticleError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.llm import Usage, cost_of
from llm_extract.runs._lines import line_of, reused_line
from llm_extract.runs._origin import Origin
from llm_extract.runs._output import OutputFolder

# After one of these every further call would fail the same way: the run stops.
FATAL_CODES = frozenset({"auth", "connection", "endpoint_not_found", "quota"})

# Code of the articles a stopped run did not get to.
NOT_RUN: Literal["not_run"] = "not_run"


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        ok: articles with a record, the reused ones included.
        reused: records of an earlier run with the same fingerprint; nothing was called.
        failed: ids of articles without a record, with code and message.
        items: items found, by field of the record.
        verdicts: values by verdict.
        rejected: items kept out of the records, by code.
        findings: faults the checks found in the records, by code.
        suspicious: articles with text that addresses a model, hides, or imitates an answer.
        usage: tokens of this run's calls.
        cost: US dollars of this run's calls, ``None`` when a price is unknown.
        aborted: code of the error that stopped the run, or ``None``.
    """

    ok: int = 0
    reused: int = 0
    gaps: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    items: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    suspicious: int = 0
    usage: Usage = field(default_factory=lambda: Usage.of(()))
    cost: float | None = 0.0
    seconds: float = 0.0
    aborted: str | None = None

    @property
    def done(self) -> int:
        """Articles that have ended, one way or the other."""
        return self.ok + len(self.failed)

    def as_json(self) -> dict[str, Any]:
        """The summary as a JSON object."""
        return {
            "ok": self.ok,
            "reused": self.reused,
            "failed": [
                {"id": id_, "code": code, "message": message} for id_, code, message in self.failed
            ],
            "gaps": self.gaps,
            "items": dict(self.items),
            "verdicts": dict(self.verdicts),
            "rejected": dict(self.rejected),
            "findings": dict(self.findings),
            "suspicious": self.suspicious,
            "prompt_tokens": self.usage.prompt_tokens,
            "cached_tokens": self.usage.cached_tokens,
            "completion_tokens": self.usage.completion_tokens,
            "requests": self.usage.requests,
            "cost": self.cost,
            "seconds": round(self.seconds, 1),
            "aborted": self.aborted,
        }


OnLine = Callable[[dict[str, Any], Summary], None]


class Run:
    """One pass over the articles.

    Args:
        extractor: how to extract.
        output: where lines are kept, or ``None`` to keep none.
        concurrency: articles in flight at once.
        on_start: called with the id of each article that is about to be read by the model.
        on_line: called with each line as it ends, and the summary so far.
        write: called with each line in the order of the articles; a line that ends early waits.
        fresh: extract again what an earlier run into the folder already has.
        origin: where the articles are read, kept in each line for a later check.
    """

    def __init__(
        self,
        extractor: Extractor,
        *,
        output: OutputFolder | None = None,
        concurrency: int = 1,
        on_start: Callable[[str], None] | None = None,
        on_line: OnLine | None = None,
        write: Callable[[dict[str, Any]], None] | None = None,
        fresh: bool = False,
        origin: Origin | None = None,
    ) -> None:
        self.summary = Summary()
        self._origin = origin
        self._extractor = extractor
        self._output = output
        self._concurrency = concurrency
        self._on_start = on_start or (lambda _identity: None)
        self._on_line = on_line or (lambda _line, _summary: None)
        self._write = write
        self._held: dict[int, dict[str, Any]] = {}
        self._next = 0
        self._known = output.finished() if output and not fresh else {}
        self._lines: list[dict[str, Any]] = []
        self._order: dict[str, int] = {}
        self._open: dict[str, Article | ArticleError] = {}

    async def execute(self, articles: Iterable[Article | ArticleError]) -> Summary:
        """Extract all articles and publish ``records.jsonl``, also when interrupted.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``.
        """
        started = time.monotonic()
        try:
            await self._stream(iter(articles))
        finally:
            self.summary.seconds = time.monotonic() - started
            self._release(only_next=False)
            if self._output:
                self._output.publish(self._in_order())
        return self.summary

    async def _stream(self, articles: Iterator[Article | ArticleError]) -> None:
        waiting = self._to_call(articles)
        async with aclosing(
            self._extractor.stream(waiting, concurrency=self._concurrency)
        ) as stream:
            async for result in stream:
                self._finish(result)
                if isinstance(result, Failure) and result.error.code in FATAL_CODES:
                    self.summary.aborted = result.error.code
        for item in tuple(self._open.values()):
            self._finish(_not_run(item))

    def _to_call(
        self, articles: Iterator[Article | ArticleError]
    ) -> Iterator[Article | ArticleError]:
        """Articles without a known record; none once the run is given up.

        Then the calls in flight still end, since they may be paid for, and the rest is read, so
        that each article gets its line.
        """
        for number, item in enumerate(articles):
            identity = _identity(item)
            self._order[identity] = number
            if known := self._reusable(item):
                self.summary.reused += 1
                self._keep(known)
                continue
            self._open[identity] = item
            if not self.summary.aborted:
                self._on_start(identity)
                yield item

    def _reusable(self, item: Article | ArticleError) -> dict[str, Any] | None:
        if isinstance(item, ArticleError) or not self._known:
            return None
        known = self._known.get(self._extractor.fingerprint(item).key)
        return known and reused_line(known, item, self._origin)

    def _finish(self, result: Extraction | Failure) -> None:
        usage, cost = self._price(result)
        self.summary.usage = self.summary.usage + usage
        self.summary.cost = _add(self.summary.cost, cost)
        line = line_of(result, self._extractor, self._origin)
        self._open.pop(line["id"], None)
        self._keep(line)

    def _price(self, result: Extraction | Failure) -> tuple[Usage, float | None]:
        """Tokens and US dollars; a failed article costs what was asked until it failed."""
        if isinstance(result, Extraction):
            return result.usage, result.cost
        usage = Usage.of(result.attempts)
        return usage, cost_of(self._extractor.start(), usage) if result.attempts else 0.0

    def _keep(self, line: dict[str, Any]) -> None:
        self._count(line)
        if self._output:
            self._output.add(line)
            self._lines.append(line)
        self._on_line(line, self.summary)
        if self._write:
            self._held[self._order[line["id"]]] = line
            self._release(only_next=True)

    def _release(self, *, only_next: bool) -> None:
        """Write the lines whose turn it is; at the end of a stopped run all that are left."""
        for number in sorted(self._held):
            if self._write and (number == self._next or not only_next):
                self._next = number + 1
                self._write(self._held.pop(number))

    def _count(self, line: dict[str, Any]) -> None:
        if line["status"] == "failed":
            error = line["error"]
            self.summary.failed.append((line["id"], error["code"], error["message"]))
            return
        self.summary.ok += 1
        self.summary.gaps += len(line["gaps"])
        self.summary.rejected.update(part["code"] for part in line["rejected"])
        self.summary.findings.update(
            part["code"] for part in line["findings"] if part["severity"] != "notice"
        )
        self.summary.suspicious += bool(line["suspicious_text"])
        self.summary.verdicts.update(line["evidence"]["verdicts"])
        self.summary.items.update(
            {name: len(line["data"][name]) for name in self._extractor.schema.items}
        )

    def _in_order(self) -> list[dict[str, Any]]:
        return sorted(self._lines, key=lambda line: self._order[line["id"]])


def _identity(item: Article | ArticleError) -> str:
    return item.id if isinstance(item, Article) else str(item.source)


def _not_run(item: Article | ArticleError) -> Failure:
    if isinstance(item, ArticleError):
        return Failure(_identity(item), item)
    error = ArticleError(NOT_RUN, "the run was stopped before this article", source=item.id)
    return Failure(item.id, error)


def _add(total: float | None, cost: float | None) -> float | None:
    return None if total is None or cost is None else total + cost
