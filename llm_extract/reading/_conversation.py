"""The calls about one article, counted; and what they are made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.errors import CallError
from llm_extract.llm import Attempt, LlmClient
from llm_extract.prompts import Message, Renderer
from llm_extract.reading._asked import Asked, Reply
from llm_extract.reading._results import Gap, OnCall, Read, Rejected
from llm_extract.salvage import Checker
from llm_extract.schemas import Schema, Wire


@dataclass(frozen=True, slots=True)
class Brief:
    """What all articles are read with: one prompt, one schema, its strict check."""

    renderer: Renderer
    schema: Schema
    checker: Checker

    def lists_of(self, wire: Wire) -> list[str]:
        """Lists of items a wire asks for."""
        return [name for name in wire.json_schema["properties"] if name in self.schema.items]

    def facts_of(self, wire: Wire) -> list[str]:
        """Facts a wire asks for."""
        return [name for name in wire.json_schema["properties"] if name in self.schema.facts]


class Conversation:
    """The calls about one article.

    Attributes:
        article: what is asked about.
        attempts: every request so far, in order.
        done: calls made.
        total: calls planned, those for repairs and continuations as they come up.
    """

    def __init__(self, client: LlmClient, article: Article, on_call: OnCall) -> None:
        self.article = article
        self.attempts: list[Attempt] = []
        self.total = 0
        self.done = 0
        self._client = client
        self._on_call = on_call
        self._model = client.endpoint.model
        self._shown: str | None = None

    def shown(self, renderer: Renderer) -> str:
        """The article as the model sees it, rendered once for all questions."""
        if self._shown is None:
            self._shown = renderer.article(self.article)
        return self._shown

    async def ask(self, messages: Sequence[Message], asked: Asked) -> Reply:
        """Return an answer that was taken."""
        self.total = max(self.total, self.done + 1)
        try:
            answer = await self._client.ask(
                messages, asked.answers, json_schema=asked.wire.json_schema
            )
        except CallError as error:
            self.attempts.extend(error.attempts)
            raise
        else:
            self.attempts.extend(answer.attempts)
            self._model = answer.model
            return Reply(answer.raw, answer.value.record)
        finally:
            self.done += 1
            self._on_call(self.done, self.total, tuple(self.attempts))

    def result(self, record: BaseModel, gaps: Sequence[Gap], rejected: Sequence[Rejected]) -> Read:
        """Close the conversation."""
        return Read(record, tuple(gaps), tuple(self.attempts), self._model, tuple(rejected))
