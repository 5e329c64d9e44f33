"""One case: an article read with the answers that were recorded for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import ArticleError, RecordingError
from llm_extract.extraction import Extraction, Failure
from llm_extract.llm import LlmClient
from llm_extract.recording._accepted import read_accepted
from llm_extract.recording._recording import Player, Recording, model_of, stale
from llm_extract.recording._suite import Suite
from llm_extract.runs import line_of


@dataclass(frozen=True)
class Replayed:
    """What recorded answers make of an article.

    Attributes:
        result: the extraction, or why there is none.
        line: the same as a line of ``records.jsonl``.
        answers: recorded answers that were played.
    """

    result: Extraction | Failure
    line: dict[str, Any]
    answers: int


@dataclass(frozen=True)
class Case:
    """An article of a suite; or what is left of one (``article`` is then ``None``)."""

    suite: Suite
    id: str
    article: Article | ArticleError | None
    leftover: Path | None = None

    @property
    def name(self) -> str:
        """Suite and article."""
        return f"{self.suite.name}/{self.id}"

    @property
    def is_recorded(self) -> bool:
        """Whether there is a recording, whatever its state."""
        return self.suite.recording(self.id).is_file()

    def accepted(self) -> dict[str, Any] | None:
        """The accepted record, or ``None``; see `read_accepted`."""
        return read_accepted(self.suite.accepted(self.id))

    def replay(self) -> Replayed:
        """Extract again from the recorded answers: no network, no pauses, no cost.

        Raises:
            ArticleError: the article cannot be read.
            RecordingError: ``recording_missing``, ``recording_stale`` with its cause,
                ``recording_unused`` or ``recording_damaged``; the hint is the command to run.
        """
        return asyncio.run(self.areplay())

    async def areplay(self) -> Replayed:
        """Async twin of `replay`."""
        article = self._readable()
        try:
            return await play(self, article, Recording.load(self.suite.recording(self.id)))
        except RecordingError as error:
            raise RecordingError(
                error.code,  # type: ignore[arg-type] # of the same class
                error.message,
                source=self.name,
                hint=self.suite.command,
                cause=error.cause,
            ) from None

    def _readable(self) -> Article:
        if self.article is None:
            raise RecordingError(
                "recording_unused",
                f"its article is gone, {self.leftover} is left",
                source=self.name,
                hint="delete the file, or bring the article back",
            )
        if isinstance(self.article, ArticleError):
            raise self.article
        return self.article


async def play(case: Case, article: Article, recording: Recording) -> Replayed:
    """Play a recording of ``article``; errors as of `Case.replay`."""
    extractor = case.suite.extractor
    if recording.meta.get("model") != model_of(extractor.identity):
        # The same name may stand for other weights, of which no request tells.
        raise stale("model")
    async with LlmClient(extractor.start(), extractor.settings, sleep=_at_once) as client:
        tape = Player(recording, extractor.fingerprint(article))
        result = await extractor.settle(client.taped(tape), article)
    if isinstance(result, Failure) and isinstance(result.error, RecordingError):
        raise result.error
    if recording.unused:
        raise RecordingError(
            "recording_unused", f"{recording.unused} recorded answers were not asked for"
        )
    return Replayed(result, line_of(article, result, extractor), len(recording))


async def _at_once(_: float) -> None:
    """Between a request and its repetition: a recording has nobody to wait for."""


def cases_of(suite: Suite) -> Iterator[Case]:
    """The cases of a suite, then what is left of articles that are gone."""
    inputs = suite.inputs()
    for identity, article in inputs.items():
        yield Case(suite, identity, article)
    for path in suite.leftovers(inputs):
        part = path.relative_to(suite.folder)
        yield Case(suite, part.as_posix(), None, part)
