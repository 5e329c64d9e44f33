"""Recording: cases are read by the real model, into a staging folder, and moved when all is well.

Each answer is on disk before anything is made of it, so an interrupted recording goes on where it
was and pays for nothing twice.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import AnswerError, ArticleError, LlmExtractError, RecordingError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.llm import Budget, Limits, LlmClient, Pacer, Slots, Usage, cost_of
from llm_extract.recording._accepted import golden_of
from llm_extract.recording._case import Case, Replayed, play
from llm_extract.recording._drift import Drift, drift_of
from llm_extract.recording._recording import Recorder, Recording, meta_of
from llm_extract.runs import line_of

# What an answer of the model may come to; everything else is a fault of the way there.
_OF_MODEL = (AnswerError,)
# Recordings are few, and are read by people.
_REMOTE_CONCURRENCY = 4


@dataclass
class Recorded:
    """What a recording did.

    Attributes:
        fresh: cases whose recording is as it should be; nothing was asked.
        done: cases that were recorded.
        failed: cases that could not be, with the error.
        paid: requests that were sent.
        usage: tokens of the answers of the recorded cases.
        cost: US dollars of them, ``None`` when no price is known.
        drifts: how recordings of unchanged cases differ from the ones before.
        moved: whether the recordings are in their place, or wait in the staging folder.
    """

    fresh: list[Case] = field(default_factory=list)
    done: list[Case] = field(default_factory=list)
    failed: list[tuple[Case, LlmExtractError]] = field(default_factory=list)
    paid: int = 0
    usage: Usage = field(default_factory=lambda: Usage.of(()))
    cost: float | None = 0.0
    drifts: list[Drift] = field(default_factory=list)
    moved: bool = False

    def as_json(self) -> dict[str, Any]:
        """The outcome as a JSON object."""
        return {
            "recorded": [case.id for case in self.done],
            "fresh": [case.id for case in self.fresh],
            "failed": [
                {"case": case.id, "code": error.code, "message": error.message}
                for case, error in self.failed
            ],
            "requests": self.paid,
            "prompt_tokens": self.usage.prompt_tokens,
            "completion_tokens": self.usage.completion_tokens,
            "cost": self.cost,
            "drift": [drift.as_json() for drift in self.drifts if drift.is_any],
            "moved": self.moved,
        }


@dataclass(frozen=True)
class AskLimits:
    """How a recording asks: cases at once, US dollars, and tokens read and written."""

    concurrency: int | None = None
    max_cost: float | None = None
    max_tokens: int | None = None

    def pacer(self, extractor: Extractor) -> Pacer:
        """When requests go out; starts the model.

        Raises:
            SettingsError: ``usage``, the cost is limited and no price is known.
        """
        endpoint = extractor.start()
        count = self.concurrency or (1 if endpoint.embedded else _REMOTE_CONCURRENCY)
        return Pacer(
            Slots.fixed(count),
            Limits(),
            Budget(self.max_cost, self.max_tokens, lambda usage: cost_of(endpoint, usage)),
            retry_after_cap=extractor.settings.retry_after_cap,
        )


def refuse_in_ci() -> None:
    """Raise `RecordingError` ``recording_refused`` where the variable ``CI`` is set."""
    if os.environ.get("CI"):
        raise RecordingError(
            "recording_refused",
            "nothing is recorded or accepted where CI is set",
            hint="do it on your machine and commit the files",
        )


async def needs_recording(case: Case) -> bool:
    """Whether a case is not recorded, or its recording is stale, damaged or partly unused."""
    try:
        await case.areplay()
    except (RecordingError, ArticleError):
        return True
    return False


class Session:
    """Records cases of one suite with a live extractor.

    Args:
        extractor: asks the real model; equal to the suite's but for the endpoint. The model is
            started when there is something to ask.
        limits: how it is asked.
        on_start: called with each case before it is recorded.
        on_end: called with each case that has ended, and what came of it.
    """

    def __init__(
        self,
        extractor: Extractor,
        limits: AskLimits | None = None,
        *,
        on_start: Callable[[Case], None] = lambda _: None,
        on_end: Callable[[Case, Extraction | Failure], None] = lambda *_: None,
    ) -> None:
        self._extractor = extractor
        self._limits = limits or AskLimits()
        self._on_start = on_start
        self._on_end = on_end
        self.outcome = Recorded()

    async def record(self, cases: Iterable[Case], *, again: bool = False) -> Recorded:
        """Record what is missing or stale, with ``again`` everything; then move it into place.

        Nothing is moved when a case failed: the next recording asks for that one only.

        Raises:
            RecordingError: ``recording_refused`` in CI.
            StoppedError: the budget is spent or the endpoint refuses everybody.
        """
        refuse_in_ci()
        wanted: list[Case] = []
        for case in cases:
            if not again and not await needs_recording(case):
                self.outcome.fresh.append(case)
            elif not await self._was_finished(case):
                wanted.append(case)
        if wanted:
            await self._ask(wanted)
        if not self.outcome.failed:
            self.move()
        return self.outcome

    async def _was_finished(self, case: Case) -> bool:
        """Take what an interrupted recording had finished, without starting the model."""
        if not isinstance(case.article, Article):
            return False
        try:
            staged = Recording.load(case.suite.staged(case.id))
            replayed = await play(case, case.article, staged)
        except RecordingError:
            return False
        await self._take(case, staged, replayed)
        return True

    async def _ask(self, wanted: Iterable[Case]) -> None:
        pacer = self._limits.pacer(self._extractor)
        slots = asyncio.Semaphore(pacer.slots.limit)
        async with self._extractor.connect(pacer) as client:
            try:
                async with asyncio.TaskGroup() as group:
                    for case in wanted:
                        group.create_task(self._one(slots, client, case))
            except BaseExceptionGroup as several:
                raise several.exceptions[0] from None

    def move(self) -> None:
        """Put what was recorded into its place."""
        for case in self.outcome.done:
            target = case.suite.recording(case.id)
            target.parent.mkdir(parents=True, exist_ok=True)
            case.suite.staged(case.id).replace(target)
            _remove_empty(case.suite.staged(case.id).parent, case.suite.folder)
        self.outcome.moved = True

    async def _one(self, slots: asyncio.Semaphore, client: LlmClient, case: Case) -> None:
        async with slots:
            if not isinstance(case.article, Article):
                self.outcome.failed.append((case, _unreadable(case)))
                return
            self._on_start(case)
            try:
                result = await self._asked(client, case, case.article)
            except RecordingError as error:
                self.outcome.failed.append((case, error))
                return
            self._on_end(case, result)

    async def _asked(self, client: LlmClient, case: Case, article: Article) -> Extraction | Failure:
        recording = self._staged(case, article)
        recorder = Recorder(recording)
        result = await self._extractor.settle(client.taped(recorder), article)
        self.outcome.paid += recorder.paid
        if isinstance(result, Failure) and not isinstance(result.error, _OF_MODEL):
            self.outcome.failed.append((case, result.error))
            return result
        recording.drop_unused()
        recording.save()
        await self._check(case, article, result)
        return result

    def _staged(self, case: Case, article: Article) -> Recording:
        """What an interrupted recording left, else an empty one."""
        path, meta = case.suite.staged(case.id), meta_of(self._extractor.fingerprint(article))
        try:
            recording = Recording.load(path)
        except RecordingError:
            return Recording(path, meta)
        recording.meta = meta
        return recording

    async def _check(self, case: Case, article: Article, result: Extraction | Failure) -> None:
        """Play what was recorded: it has to give the record it was recorded with."""
        staged = Recording.load(case.suite.staged(case.id))
        replayed = await play(case, article, staged)
        live = golden_of(line_of(article, result, self._extractor))
        if golden_of(replayed.line) != live:
            raise RecordingError(
                "recording_unstable",
                "its recording does not give the record that was recorded",
                source=case.name,
                hint="please report it",
            )
        await self._take(case, staged, replayed)

    async def _take(self, case: Case, staged: Recording, replayed: Replayed) -> None:
        drift = await drift_of(case, staged, replayed.line)
        if drift:
            self.outcome.drifts.append(drift)
        usage = Usage.of(replayed.result.attempts)
        cost = cost_of(case.suite.extractor.start(), usage)
        outcome = self.outcome
        outcome.done.append(case)
        outcome.usage = outcome.usage + usage
        outcome.cost = None if outcome.cost is None or cost is None else outcome.cost + cost


def _unreadable(case: Case) -> LlmExtractError:
    if isinstance(case.article, ArticleError):
        return case.article
    return RecordingError("recording_unused", "its article is gone", source=case.name)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
