"""A run put together: inputs, crew, pace, journal, and the files it leaves."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from llm_extract.articles import Article, ReadOptions
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.extraction import Extractor
from llm_extract.llm import Budget, EmbeddedTarget, Limits, Pacer, Slots, cost_of
from llm_extract.runs._crew import Crew, LocalCrew, price_of_tokens
from llm_extract.runs._filing import OnEnded
from llm_extract.runs._inputs import Input, Inputs
from llm_extract.runs._origin import Origin
from llm_extract.runs._output import OutputFolder
from llm_extract.runs._reuse import Reuse
from llm_extract.runs._run import GRACE_SECONDS, Run
from llm_extract.runs._summary import Summary
from llm_extract.runs._workers import WorkerCrew
from llm_extract.runs.journal import Journal, Outcome, RunHead, RunState, SourceTable, lost


@dataclass(frozen=True, slots=True)
class JobOptions:
    """How a run goes about its articles; none of it changes a record.

    Attributes:
        concurrency: articles in flight; ``None`` adapts to the endpoint, 1 for embedded models.
        workers: processes; above 1 they share the journal of an output folder.
        rpm: requests per minute, ``None`` for what the endpoint says.
        tpm: tokens per minute, likewise.
        max_cost: US dollars this run may cost.
        max_tokens: tokens this run may use, read and written.
        fresh: extract again what the folder has.
        retry_errors: try again what failed for good.
        limit: take the first so many inputs.
        grace: seconds that calls in flight may take after an interrupt.
    """

    concurrency: int | None = None
    workers: int = 1
    rpm: float | None = None
    tpm: float | None = None
    max_cost: float | None = None
    max_tokens: int | None = None
    fresh: bool = False
    retry_errors: bool = False
    limit: int | None = None
    grace: float = GRACE_SECONDS


class Job:
    """A run over articles into an output folder, or to ``write`` without one.

    Args:
        extractor: how to extract; started by `execute` if need be.
        articles: what to read, as for `read_articles`, or articles that were read.
        read: how they are read.
        output: the folder; its lock is held and its journal open while the job runs.
        options: see `JobOptions`.
        only: ids to take, ``None`` for all.
        command: command line, kept in the journal.
        on_start: called with the id of each article that is about to be read by the model.
        on_ended: called with each input that has ended, and the summary so far.
        on_notice: called with a line about a damaged journal, if it was.
        write: called with each line, in order, where there is no folder.

    Attributes:
        ignored: files of other suffixes, by suffix.
        summary: what was done so far.
        interrupted: whether `interrupt` was called.

    Raises:
        SettingsError: ``usage``, the options do not go together.
    """

    def __init__(
        self,
        extractor: Extractor,
        articles: Path | str | Iterable[Article | ArticleError],
        *,
        read: ReadOptions | None = None,
        output: OutputFolder | None = None,
        options: JobOptions | None = None,
        only: Collection[str] | None = None,
        command: str | None = None,
        on_start: Callable[[str], None] = lambda _: None,
        on_ended: OnEnded = lambda *_: None,
        on_notice: Callable[[str], None] = lambda _: None,
        write: Callable[[str], None] | None = None,
    ) -> None:
        self.ignored: Counter[str] = Counter()
        self.summary = Summary()
        self._extractor = extractor
        self._articles = articles
        self._read = read or ReadOptions()
        self._output = output
        self._options = options or JobOptions()
        self._only = only
        self._command = command
        self._on_start = on_start
        self._on_ended = on_ended
        self._on_notice = on_notice
        self._write = write
        self._run: Run | None = None
        self._budget: Budget | None = None
        self.interrupted = False
        self._check()

    @property
    def in_flight(self) -> int:
        """Articles that are with the model."""
        return self._run.in_flight if self._run else 0

    @property
    def charged(self) -> tuple[int, float]:
        """Tokens and US dollars that count against the limits so far; see `Budget.charged`.

        Of requests this process sent, so not those of workers.
        """
        return self._budget.charged if self._budget else (0, 0.0)

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers, if there are any."""
        return self._run.processes if self._run else []

    def interrupt(self) -> None:
        """Take no more inputs and send no more requests; see `Run.interrupt`."""
        self.interrupted = True
        if self._run:
            self._run.interrupt()

    async def execute(self) -> Summary:
        """Run; ``records.jsonl`` is published however it ends.

        Raises:
            SettingsError: ``output_not_writable``, before anything is called.
            OutputError: ``disk_full`` or ``output_lost``.
            asyncio.CancelledError: after `interrupt`.
        """
        with self._output or nullcontext():
            if self._output is None:
                return await self._go(None, None)
            return await self._recorded(self._output, self._output.journal)

    async def _recorded(self, output: OutputFolder, journal: Journal) -> Summary:
        if journal.notice:
            self._on_notice(journal.notice)
        number = journal.begin(self._head(), lambda t: price_of_tokens(self._extractor, t))
        try:
            await self._go(journal, self._reuse(journal))
        except (sqlite3.Error, json.JSONDecodeError) as error:
            # The run stays open, so that whoever opens the journal next reads every page first.
            raise lost(error, journal.path) from error
        except BaseException:
            self._close(output, journal, number, "interrupted")
            raise
        self._close(output, journal, number, "aborted" if self.summary.aborted else "finished")
        return self.summary

    def _close(self, output: OutputFolder, journal: Journal, number: int, state: RunState) -> None:
        journal.end(state, self.summary.aborted)
        self.summary.usage, self.summary.cost = journal.spent(number)
        output.publish(number)

    async def _go(self, journal: Journal | None, reuse: Reuse | None) -> Summary:
        pacer = self._pacer()
        crew = await self._crew(pacer, journal)
        self._run = Run(
            self._extractor,
            crew,
            pacer.slots,
            journal=journal,
            reuse=reuse,
            origin=self._origin(),
            on_start=self._on_start,
            on_ended=self._on_ended,
            write=self._write,
            grace=self._options.grace,
        )
        self.summary = self._run.summary
        if self.interrupted:
            self._run.interrupt()
        with closing(journal.sources()) if journal else nullcontext() as table:
            try:
                return await self._run.execute(self._inputs(table, reuse))
            finally:
                await crew.close()

    def _inputs(self, table: SourceTable | None, reuse: Reuse | None) -> Iterable[Input]:
        if not isinstance(self._articles, Path | str):
            return islice(self._articles, self._options.limit)
        known: Callable[[str], Outcome | None] = lambda _: None  # noqa: E731 - a default
        if table and reuse:
            known = reuse.by_text(table, lambda text: self._extractor.fingerprint_of(text).key)
        inputs = Inputs(
            self._articles,
            options=self._read,
            ignored=self.ignored,
            table=table,
            outcome_of=known,
            only=self._only,
        )
        return _Limited(inputs, self._options.limit)

    async def _crew(self, pacer: Pacer, journal: Journal | None) -> Crew:
        if journal and self._options.workers > 1:
            lock = self._output.lock if self._output else None
            return await WorkerCrew.start(self._orders(journal), pacer.slots, lock)
        return LocalCrew(self._extractor, pacer, journal, recalling=not self._options.fresh)

    def _orders(self, journal: Journal) -> Iterator[dict[str, Any]]:
        """What each worker process is told; limits and budget are split evenly."""
        options, count = self._options, self._options.workers
        shares = {
            "rpm": options.rpm and options.rpm / count,
            "tpm": options.tpm and options.tpm / count,
            "max_cost": None if options.max_cost is None else options.max_cost / count,
            "max_tokens": options.max_tokens and options.max_tokens // count,
        }
        for process in range(1, count + 1):
            yield {
                "extractor": self._extractor.arguments(),
                "settings": asdict(self._extractor.settings),
                "journal": str(journal.path.resolve()),
                "run": journal.numbers.run,
                "process": process,
                "recalling": not options.fresh,
                "pace": shares,
            }

    def _pacer(self) -> Pacer:
        options, endpoint = self._options, self._extractor.start()
        count = options.concurrency or (1 if endpoint.embedded else None)
        self._budget = Budget(
            options.max_cost, options.max_tokens, lambda usage: cost_of(endpoint, usage)
        )
        return Pacer(
            Slots.fixed(count) if count else Slots.adaptive(),
            Limits(options.rpm, options.tpm),
            self._budget,
            completion_tokens=min(1000, self._extractor.settings.max_tokens),
            retry_after_cap=self._extractor.settings.retry_after_cap,
        )

    def _reuse(self, journal: Journal) -> Reuse:
        return Reuse(journal, fresh=self._options.fresh, retry_errors=self._options.retry_errors)

    def _origin(self) -> Origin | None:
        if not isinstance(self._articles, Path | str):
            return None
        folder = self._output.folder if self._output else None
        return Origin.of(self._articles, self._read, folder)

    def _head(self) -> RunHead:
        extractor, origin = self._extractor, self._origin()
        return RunHead(
            input=origin.input if origin else "articles in memory",
            prompt=extractor.prompt.reference,
            prompt_sha256=extractor.prompt.sha256,
            schema=extractor.schema.reference,
            schema_sha256=extractor.schema.sha256,
            model=extractor.identity,
            settings=self._settings(),
            command=self._command,
        )

    def _settings(self) -> dict[str, Any]:
        """Every option, as plain values; no key is among them."""
        extractor = self._extractor
        return {
            "reading": extractor.reading,
            "policy": extractor.policy,
            "calls": asdict(replace(extractor.settings, extra_body=None)),
            "run": asdict(self._options),
        }

    def _check(self) -> None:
        if self._options.workers < 1:
            raise SettingsError("usage", "it must be at least 1", source="workers")
        if self._options.workers == 1:
            return
        if self._output is None:
            raise SettingsError(
                "usage",
                "worker processes share the journal of an output folder",
                source="workers",
                hint="name one with -o",
            )
        if isinstance(self._extractor.target, EmbeddedTarget):
            raise SettingsError(
                "usage", "an embedded model answers one request at a time", source="workers"
            )


class _Limited:
    """The first so many inputs."""

    def __init__(self, inputs: Inputs, limit: int | None) -> None:
        self._inputs = inputs
        self._limit = limit
        self.give_up = inputs.give_up

    def __iter__(self) -> Iterator[Input]:
        return islice(iter(self._inputs), self._limit)
