"""One article, end to end: render -> call -> salvage -> verify -> policy -> `Extraction`.

A strong model reads the whole article in one call and cites sentence numbers. A weak model
reads sentence by sentence: the article stays in the prefix cache, each small question asks
what one sentence states, and the citation is known by construction (see `reading`). Either way
code gives each value a verdict (see `verification`), and the policy decides what becomes of the
items that could not be proven.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from traceback import extract_tb
from typing import Any

from pydantic import BaseModel

from llm_extract.articles import Article, article_from_text
from llm_extract.errors import (
    AnswerError,
    ArticleError,
    CallError,
    LlmExtractError,
    OutputError,
    SettingsError,
    StoppedError,
)
from llm_extract.fingerprint import Fingerprint, fingerprint, text_hash
from llm_extract.llm import (
    Attempt,
    CallSettings,
    EmbeddedModel,
    EmbeddedTarget,
    Endpoint,
    LlmClient,
    Pacer,
    Usage,
    cost_of,
    identity_of,
    resolve_endpoint,
)
from llm_extract.policy import Policy, policy_of, stands, without, written
from llm_extract.prompts import Message, Renderer, load_prompt
from llm_extract.reading import Foresight, Lesson, OnCall, Read, Reader, Reading
from llm_extract.result import Extraction, Failure, Step
from llm_extract.schemas import load_schema, schema_of
from llm_extract.verification import Reasons, Verified, Verifier

__all__ = ("Extraction", "Extractor", "Failure", "Step")

# Taking one item out may leave another without what it refers to, but not for ever.
_ROUNDS = 4


class Extractor:
    """Extracts records with one prompt, one schema and one model.

    Args:
        prompt: ``name``, ``name@N``, or the path of a Markdown file.
        schema: a reference, a pydantic model, or ``None`` for the schema the prompt names.
        model: ``local/NAME``, ``openai/NAME``, a path ending in ``.gguf``, any name together
            with ``base_url``, or ``None`` for LLM_EXTRACT_MODEL or the embedded default.
        base_url: an OpenAI-compatible endpoint.
        port: port on 127.0.0.1 for the server of an embedded model; 0 takes a free one.
        endpoint: one that is known already, instead of ``model`` and ``base_url``.
        reading: ``article`` (one call), ``sentence`` (one small call per sentence) or
            ``passes`` (events first, then the rest by groups of sentences); by default what the
            catalogue says for an embedded model, and the whole article for all others.
        policy: what becomes of unproven items: ``flag`` keeps them with their verdicts,
            ``reask`` asks for each once more, ``drop`` moves them to the rejected ones, ``fail``
            fails the article; by default what the schema says, else ``flag``.
        settings: temperature, limits, retries.
        on_step: called after each model call.

    Raises:
        SettingsError: the prompt, schema or model is unusable. Nothing has been called.
    """

    def __init__(
        self,
        prompt: str = "conflict_events",
        *,
        schema: str | type[BaseModel] | None = None,
        model: str | None = None,
        base_url: str | None = None,
        port: int = 0,
        endpoint: Endpoint | None = None,
        reading: Reading | None = None,
        policy: Policy | None = None,
        settings: CallSettings | None = None,
        on_step: Callable[[Step], None] | None = None,
    ) -> None:
        self._arguments = {
            "prompt": prompt,
            "schema": schema,
            "endpoint": endpoint,
            "model": model,
            "base_url": base_url,
            "reading": reading,
            "policy": policy,
        }
        self.prompt = load_prompt(prompt)
        if isinstance(schema, type):
            self.schema = schema_of(schema)
        else:
            self.schema = load_schema(schema or self.prompt.schema)
        self.target = endpoint or resolve_endpoint(model, base_url, port=port)
        self.reading: Reading = reading or _usual_reading(self.target)
        self.policy: Policy = policy_of(self.schema, policy)
        self.settings = settings or CallSettings()
        self._on_step = on_step or (lambda _: None)
        self._reader = Reader(Renderer(self.prompt), self.schema)
        self._reader.check(self.reading)
        self._verifier = Verifier(self.schema, (e.article for e in self.prompt.examples))
        self._endpoint: Endpoint | None = None

    def arguments(self) -> dict[str, Any]:
        """Arguments of an equal extractor in another process, but for the settings.

        Raises:
            SettingsError: ``usage``, the schema is a class or the endpoint an object, which only
                this process has.
        """
        own, named = dict(self._arguments), "name it as module:Model"
        if isinstance(own["schema"], type):
            raise SettingsError(
                "usage", "other processes lack the class", source="schema", hint=named
            )
        if own.pop("endpoint"):
            raise SettingsError("usage", "other processes lack the object", source="endpoint")
        return own

    @property
    def identity(self) -> str:
        """What tells two models apart: the weights, or the address and the name."""
        return identity_of(self.target)

    def start(self) -> Endpoint:
        """Start the embedded server, if the model needs one; done by the first call otherwise."""
        if self._endpoint is None:
            target = self.target
            self._endpoint = target.start() if isinstance(target, EmbeddedTarget) else target
        return self._endpoint

    def connect(self, pacer: Pacer | None = None) -> LlmClient:
        """A client for many articles of one event loop, to be closed; errors as of `start`."""
        sleep = pacer.pause if pacer else asyncio.sleep
        return LlmClient(self.start(), self.settings, pace=pacer, sleep=sleep)

    def extract(self, article: Article | str, *, published: date | str | None = None) -> Extraction:
        """Extract one article; works inside a running event loop (notebooks) too.

        Raises:
            CallError: the endpoint failed or the answer is unusable; ``attempts`` tells the cost.
            ModelFileError, ServerError: the embedded model is not ready.
        """
        with ThreadPoolExecutor(1) as runner:
            self.start()
            return runner.submit(asyncio.run, self.aextract(article, published=published)).result()

    async def aextract(
        self, article: Article | str, *, published: date | str | None = None
    ) -> Extraction:
        """Async twin of `extract`."""
        if isinstance(article, str):
            article = article_from_text(article, published=published)
        async with self.connect() as client:
            return await self._extract(client, article)

    async def stream(
        self, articles: Iterable[Article | ArticleError], *, concurrency: int = 1
    ) -> AsyncGenerator[Extraction | Failure, None]:
        """Extract many articles, yielding each as it ends; at most ``concurrency`` in flight.

        An input that could not be read, or an article whose call failed, comes out as a
        `Failure`; nothing is raised for it.

        Raises:
            SettingsError: ``usage`` when ``concurrency`` is below 1.
        """
        if concurrency < 1:
            raise SettingsError("usage", "it must be at least 1", source="concurrency")
        source = iter(articles)
        running: set[asyncio.Task[Extraction | Failure]] = set()
        async with self.connect() as client:
            try:
                while True:
                    while len(running) < concurrency and (item := next(source, None)) is not None:
                        running.add(asyncio.create_task(self.settle(client, item)))
                    if not running:
                        return
                    done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        yield task.result()
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)

    async def settle(self, client: LlmClient, item: Article | ArticleError) -> Extraction | Failure:
        """Extract one article with a client of `connect`; what goes wrong with it is a `Failure`.

        Raises:
            StoppedError: the run is being stopped; the article is neither done nor failed.
            OutputError: an answer cannot be kept.
        """
        if isinstance(item, ArticleError):
            return Failure(item.source or "?", item)
        sent: list[Attempt] = []
        try:
            return await self._extract(client, item, sent)
        except (StoppedError, OutputError):
            raise
        except CallError as error:
            return Failure(item.id, error, error.attempts)
        except LlmExtractError as error:
            return Failure(item.id, error, tuple(sent))
        except Exception as error:
            # A defect of ours at one article must not cost the others their records.
            return Failure(item.id, _defect(error), tuple(sent))

    def first_messages(self, article: Article) -> list[Message]:
        """Chat messages of the first request about ``article``; nothing is sent."""
        return self._reader.opening(article, self.reading)

    def lessons(self, article: Article, record: dict[str, Any]) -> Iterator[Lesson]:
        """Requests about an article whose record is known, with the right answers.

        ``record`` has the members of the schema's model, as JSON has them.
        """
        return self._reader.lessons(article, record, self.reading)

    def foresee(self, article: Article) -> Foresight:
        """What extracting ``article`` will take, in calls and characters; nothing is sent."""
        return self._reader.foresee(article, self.reading)

    def fingerprint(self, article: Article) -> Fingerprint:
        """What the record of ``article`` would depend on; equal fingerprints, equal requests."""
        return self.fingerprint_of(text_hash(article.sha256, article.published, article.title))

    def fingerprint_of(self, text: str) -> Fingerprint:
        """The same for the `text_hash` of an article that is not at hand."""
        return fingerprint(
            text=text,
            prompt=self.prompt.sha256,
            schema=self.schema.sha256,
            model=self.identity,
            parameters={
                "reading": self.reading,
                "policy": self.policy,
                **self.settings.of_answer,
            },
        )

    async def _extract(
        self, client: LlmClient, article: Article, sent: list[Attempt] | None = None
    ) -> Extraction:
        """Extract one article; ``sent`` gets the attempts of the calls that have ended."""
        started = time.monotonic()

        def on_call(done: int, total: int, attempts: tuple[Attempt, ...]) -> None:
            if sent is not None:
                sent[:] = attempts
            self._on_step(Step(article.id, done, total, Usage.of(attempts)))

        read = await self._reader.read(client, article, self.reading, on_call)
        verified, read = await self._settled(client, article, read, on_call)
        usage = Usage.of(read.attempts)
        return Extraction(
            article=article,
            data=verified.record,
            evidence=verified.evidence,
            findings=verified.findings,
            suspicious=verified.suspicious,
            rejected=read.rejected,
            policy=self.policy,
            gaps=read.gaps,
            attempts=read.attempts,
            usage=usage,
            cost=cost_of(self.start(), usage),
            seconds=time.monotonic() - started,
            model=read.model,
            fingerprint=self.fingerprint(article),
        )

    async def _settled(
        self, client: LlmClient, article: Article, read: Read, on_call: OnCall
    ) -> tuple[Verified, Read]:
        """Verify what was read, and do with what is unproven as the policy says."""
        verified = self._verifier.verify(article, read.record)
        if self.policy == "reask" and verified.faults:
            faults = written(verified.record, self.schema, verified.faults, read.record)
            read = replace(read, record=verified.record)
            read = await self._reader.reask_all(client, article, read, faults, on_call)
            verified = self._verifier.verify(article, read.record)
        if self.policy == "fail" and verified.faults:
            raise _unproven(verified, read)
        for _ in range(_ROUNDS):
            doomed = self._doomed(verified)
            if not doomed:
                # As in most articles: nothing is to be copied.
                break
            record, rejected = without(verified.record, self.schema, doomed)
            if not rejected:
                break
            verified = self._verifier.verify(article, record)
            gone = [part for part in rejected if not stands(verified.record, self.schema, part)]
            if not gone:
                # What is left is made by code, of the article, again and again.
                break
            read = replace(read, record=record, rejected=(*read.rejected, *gone))
        return verified, read

    def _doomed(self, verified: Verified) -> Mapping[str, Reasons]:
        return verified.faults if self.policy in ("drop", "reask") else verified.rejects


def _unproven(verified: Verified, read: Read) -> AnswerError:
    paths = tuple(verified.faults)
    error = AnswerError(
        "unproven",
        f"{len(paths)} items or facts of the record are not proven by the article",
        fields=paths,
        hint="policy flag, reask or drop keeps the rest of the record",
    )
    error.attempts = read.attempts
    return error


def _defect(error: Exception) -> LlmExtractError:
    """Say where it happened; the message of the exception may hold words of the article."""
    place = extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return LlmExtractError(
        "internal", f"a defect: {type(error).__name__} at {where}", hint="please report it"
    )


def _usual_reading(target: Endpoint | EmbeddedTarget) -> Reading:
    """What suits an embedded model by the catalogue; other weights here are small ones too."""
    if isinstance(target, Endpoint):
        return "article"
    return target.weights.reading if isinstance(target.weights, EmbeddedModel) else "sentence"
