"""Many articles: each ends in one state, none is paid for twice, and the endpoint is kept busy."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Literal

from llm_extract.articles import Article
from llm_extract.errors import ArticleError, LlmExtractError, StoppedError
from llm_extract.extraction import Extractor
from llm_extract.llm import Circuit, Slots, Usage
from llm_extract.runs._crew import Crew, Done
from llm_extract.runs._feeder import Feeder
from llm_extract.runs._filing import Ended, Filing, OnEnded
from llm_extract.runs._inputs import Input, Known, NotRead, input_id
from llm_extract.runs._lines import about, encode, failed_line
from llm_extract.runs._origin import Origin
from llm_extract.runs._reuse import Reuse
from llm_extract.runs._summary import Digest, Summary
from llm_extract.runs._texts import Place, Texts
from llm_extract.runs.journal import Journal, Outcome

# Code of the inputs a stopped run did not get to.
NOT_RUN: Literal["not_run"] = "not_run"
GRACE_SECONDS = 10.0


class Run:
    """One pass over the inputs.

    Args:
        extractor: how to extract.
        crew: who does.
        slots: how many articles at once.
        journal: where outcomes are kept; the run in it has begun.
        reuse: which outcomes of earlier runs stand.
        origin: where the articles are read, kept in each line for a later check.
        on_start: called with the id of each article that is about to be read by the model.
        on_ended: called with each input that has ended, and the summary so far.
        write: called with each line in the order of the inputs, where there is no journal.
        grace: seconds that calls in flight may take after `interrupt`.

    Attributes:
        summary: what was done so far.
    """

    def __init__(
        self,
        extractor: Extractor,
        crew: Crew,
        slots: Slots,
        *,
        journal: Journal | None = None,
        reuse: Reuse | None = None,
        origin: Origin | None = None,
        on_start: Callable[[str], None] = lambda _: None,
        on_ended: OnEnded = lambda *_: None,
        write: Callable[[str], None] | None = None,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self.summary = Summary()
        self._extractor = extractor
        self._crew = crew
        self._slots = slots
        self._reuse = reuse
        self._origin = origin
        self._on_start = on_start
        self._grace = grace
        self._circuit = Circuit()
        self._filing = Filing(self.summary, journal, on_ended, write)
        self._journal = journal
        self._texts = Texts(keep=journal is None)
        self._tasks: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()
        self._over: Callable[[], None] = lambda: None
        self._broken: Exception | None = None
        self._interrupted = asyncio.Event()

    @property
    def in_flight(self) -> int:
        """Articles that are with the model."""
        return len(self._tasks)

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers, if there are any."""
        return self._crew.processes

    async def execute(self, inputs: Iterable[Input]) -> Summary:
        """Take all inputs; what a stopped run does not get to is ``skipped``.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``.
            asyncio.CancelledError: after `interrupt` too; what has ended is filed.
        """
        started = time.monotonic()
        self._over = getattr(inputs, "give_up", self._over)
        feeder = Feeder(iter(inputs))
        try:
            await self._all(feeder)
        finally:
            feeder.close()
            await self._cancel_all()
            self._filing.release(only_next=False)
            self.summary.seconds = time.monotonic() - started
        if self._broken:
            raise self._broken
        return self.summary

    def interrupt(self) -> None:
        """Take no more inputs, send no more requests; `execute` ends by being cancelled."""
        self._crew.stop(StoppedError("interrupted", "the run was interrupted"))
        self._interrupted.set()

    async def _all(self, feeder: Feeder[Input]) -> None:
        taking = asyncio.create_task(self._take(feeder))
        interrupted = asyncio.create_task(self._interrupted.wait())
        try:
            await asyncio.wait({taking, interrupted}, return_when=asyncio.FIRST_COMPLETED)
            if self._interrupted.is_set():
                await self._wind_down()
            await taking
        finally:
            interrupted.cancel()
            taking.cancel()

    async def _take(self, feeder: Feeder[Input]) -> None:
        position = 0
        while self._broken is None and (item := await feeder.take()) is not None:
            await self._place(position, item)
            position += 1
        while self._tasks:
            await self._until_freed()

    async def _wind_down(self) -> None:
        """Let calls in flight end, since they are paid for, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._grace):
                while self._tasks:
                    await self._until_freed()
        raise asyncio.CancelledError

    async def _place(self, position: int, item: Input) -> None:
        """Decide what becomes of an input."""
        if isinstance(item, ArticleError):
            self._fail(position, input_id(item), item)
        elif isinstance(item, NotRead) or self.summary.aborted:
            self._skip(position, input_id(item))
        else:
            await self._extract_or_reuse(position, item)

    async def _extract_or_reuse(self, position: int, item: Article | Known) -> None:
        place = Place(position, item.id, self._key(item), self._about(item))
        if self._texts.is_called(place.key):
            await self._same(place)
        elif outcome := self._standing(item, place.key):
            self._reused(place, outcome)
        elif isinstance(item, Article):
            await self._start(place, item)

    def _standing(self, item: Article | Known, key: str) -> Outcome | None:
        if isinstance(item, Known):
            return item.outcome
        return self._reuse.outcome(key) if self._reuse else None

    async def _start(self, place: Place, article: Article) -> None:
        while len(self._tasks) >= self._slots.limit:
            self._slots.used(len(self._tasks), waiting=True)
            await self._until_freed()
        if self.summary.aborted:
            self._skip(place.position, place.id, place.about)
            return
        self._texts.begin(place)
        self._on_start(article.id)
        task = asyncio.create_task(self._extract(place, article))
        self._tasks.add(task)
        self._slots.used(len(self._tasks), waiting=False)
        task.add_done_callback(self._free)

    async def _extract(self, place: Place, article: Article) -> None:
        try:
            done = await self._crew.extract(article, place.key)
        except StoppedError as error:
            self._stopped(place, error)
            return
        self.summary.spend(done.usage, done.cost)
        self._file(place, done)
        for other in self._texts.end(place.key, done):
            self._file(other, done, same_as=place.id)
        self._judge(done.digest)

    def _file(self, place: Place, done: Done, same_as: str | None = None) -> None:
        ended = Ended(place.position, place.id, done.digest, same_as=same_as)
        self._filing.file(
            ended, about=place.about, key=place.key, outcome=done.outcome, line=done.line
        )

    async def _same(self, place: Place) -> None:
        """An article whose text another one of this run has."""
        first = self._texts.first_with(place.key)
        if self._texts.wait(place):
            return
        done = self._texts.done(place.key)
        if done is None and self._journal:
            # Its outcome may be on the way to the disk.
            await self._journal.writer.made()
            outcome = self._journal.outcome(place.key)
            done = _done(outcome) if outcome else None
        if done is None:
            self._skip(place.position, place.id, place.about)
        else:
            self._file(place, done, same_as=first)

    def _reused(self, place: Place, outcome: Outcome) -> None:
        first = self._texts.first_with(place.key)
        self._texts.meet(place)
        digest = _done(outcome).digest
        ended = Ended(place.position, place.id, digest, reused=True, same_as=first)
        self._filing.file(ended, about=place.about, key=place.key, outcome=outcome.number)

    def _fail(self, position: int, identity: str, error: LlmExtractError) -> None:
        line = failed_line(error, self._extractor)
        ended = Ended(position, identity, Digest("failed", line["error"]))
        self._filing.file(ended, line=encode(line))

    def _skip(self, position: int, identity: str, known: str | None = None) -> None:
        error = ArticleError(NOT_RUN, "the run was stopped before this article", source=identity)
        line = failed_line(error, self._extractor, status="skipped")
        ended = Ended(position, identity, Digest("skipped", line["error"]))
        self._filing.file(ended, about=known, line=encode(line))

    def _stopped(self, place: Place, error: StoppedError) -> None:
        """A request was not sent any more; an interrupted run tells nothing of what is open."""
        waiting = self._texts.end(place.key, None)
        if error.code == "interrupted":
            return
        self._abort(error.code, error)
        for other in (place, *waiting):
            self._skip(other.position, other.id, other.about)

    def _judge(self, digest: Digest) -> None:
        code = self._circuit.ended(digest.error["code"] if digest.error else None)
        if code and not self.summary.aborted:
            self._abort(code, StoppedError("circuit_open", f"the run was stopped after {code}"))

    def _abort(self, code: str, error: StoppedError) -> None:
        """Nothing is called any more; the rest is told by its ids."""
        self.summary.aborted = self.summary.aborted or code
        self._crew.stop(error)
        self._over()

    def _break(self, error: Exception) -> None:
        self._broken = self._broken or error
        self._crew.stop(StoppedError("interrupted", "the output folder cannot be written"))

    def _key(self, item: Article | Known) -> str:
        if isinstance(item, Article):
            return self._extractor.fingerprint(item).key
        return self._extractor.fingerprint_of(item.text).key

    def _about(self, item: Article | Known) -> str:
        known = about(item, None) if isinstance(item, Article) else item.about
        return encode({**known, **(self._origin.as_json() if self._origin else {})})

    def _free(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._slots.used(len(self._tasks), waiting=False)
        self._freed.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._break(error if isinstance(error, Exception) else RuntimeError(str(error)))

    async def _until_freed(self) -> None:
        await self._freed.wait()
        self._freed.clear()

    async def _cancel_all(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _done(outcome: Outcome) -> Done:
    """An outcome of the journal, for which nothing was sent now."""
    digest = Digest(**json.loads(outcome.digest))
    return Done(digest, outcome.number, None, Usage.of(()), 0.0)
