"""The two ways a model reads an article: whole, or sentence by sentence.

Asked for a whole record at once, a model of 1.5 billion parameters cites the wrong sentence for
half of its values; asked about one sentence at a time it finds them where they stand, in about the
same time, since the article stays in the prefix cache (`benchmarks/readings.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from llm_extract.articles import Article, Sentence
from llm_extract.errors import AnswerError, CallError
from llm_extract.llm import Answer, Attempt, LlmClient
from llm_extract.prompts import Message, Renderer, Turn
from llm_extract.schemas import (
    Schema,
    Wire,
    assemble,
    facts_wire,
    record_wire,
    sentence_answer,
    sentence_wire,
)

Reading = Literal["article", "sentence"]
OnCall = Callable[[int, int, "tuple[Attempt, ...]"], None]


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence whose answer was unusable; the rest of the record stands."""

    sentence: int
    code: str


@dataclass(frozen=True, slots=True)
class Read:
    """What the model said about one article."""

    record: BaseModel
    gaps: tuple[Gap, ...]
    attempts: tuple[Attempt, ...]
    model: str


class Reader:
    """Asks about articles with one prompt and one schema."""

    def __init__(self, renderer: Renderer, schema: Schema) -> None:
        self._renderer = renderer
        self._schema = schema
        self._record = record_wire(schema)
        self._facts = facts_wire(schema)
        self._sentence = sentence_wire(schema)

    async def read(
        self, client: LlmClient, article: Article, reading: Reading, on_call: OnCall
    ) -> Read:
        """Read one article.

        ``on_call`` gets the calls done, the calls in all, and the attempts so far.

        Raises:
            CallError: nothing usable came back; ``attempts`` holds every request sent.
        """
        conversation = _Conversation(self._renderer, client, article, on_call)
        try:
            if reading == "article":
                return await self._whole(conversation)
            return await self._by_sentence(conversation)
        except CallError as error:
            error.attempts = tuple(conversation.attempts)
            raise

    def opening(self, article: Article, reading: Reading) -> list[Message]:
        """Messages of the first request about ``article``."""
        if reading == "article":
            return self._renderer.messages(
                iter(self._whole_examples()), article, self._renderer.whole()
            )
        question = (
            self._renderer.facts()
            if self._facts
            else self._renderer.sentence(article, article.sentences[0])
        )
        return self._renderer.messages(self._sentence_examples(), article, question)

    async def _whole(self, conversation: _Conversation) -> Read:
        conversation.examples = self._whole_examples()
        conversation.total = 1
        answer = await conversation.ask(self._renderer.whole(), self._record)
        return conversation.result(answer.value, ())

    async def _by_sentence(self, conversation: _Conversation) -> Read:
        article = conversation.article
        conversation.examples = list(self._sentence_examples())
        conversation.total = len(article.sentences) + (self._facts is not None)
        facts: dict[str, Any] = {}
        if self._facts:
            answer = await conversation.ask(self._renderer.facts(), self._facts)
            facts = answer.value.model_dump(mode="json")
        if not self._schema.is_relevant(facts):
            return conversation.result(self._joined(facts, []), ())
        answers, gaps = await self._each_sentence(conversation)
        return conversation.result(self._joined(facts, answers), gaps)

    async def _each_sentence(
        self, conversation: _Conversation
    ) -> tuple[list[tuple[int, BaseModel]], tuple[Gap, ...]]:
        answers: list[tuple[int, BaseModel]] = []
        failures: dict[int, AnswerError] = {}
        for sentence in conversation.article.sentences:
            question = self._renderer.sentence(conversation.article, sentence)
            try:
                answer = await conversation.ask(question, self._sentence)
                answers.append((sentence.number, answer.value))
            except AnswerError as error:
                failures[sentence.number] = error
        if failures and not answers:
            raise next(iter(failures.values()))
        return answers, tuple(Gap(number, error.code) for number, error in failures.items())

    def _joined(self, facts: dict[str, Any], answers: list[tuple[int, BaseModel]]) -> BaseModel:
        record = assemble(self._schema, facts, iter(answers))
        try:
            return self._schema.model.model_validate(record)
        except ValidationError as error:
            fields = tuple(".".join(map(str, part["loc"])) for part in error.errors())
            raise AnswerError(
                "schema_mismatch", "the sentences do not join to a valid record", fields=fields
            ) from None

    def _whole_examples(self) -> list[tuple[Article, list[Turn]]]:
        question = self._renderer.whole()
        return [(shown, [Turn(question, record)]) for shown, record in self._renderer.examples]

    def _sentence_examples(self) -> Iterator[tuple[Article, list[Turn]]]:
        for article, record in self._renderer.examples:
            facts = {name: record[name] for name in self._schema.facts}
            turns = [Turn(self._renderer.facts(), facts)] if self._facts else []
            turns += [self._sentence_turn(article, record, s) for s in article.sentences]
            yield article, turns

    def _sentence_turn(self, article: Article, record: dict[str, Any], sentence: Sentence) -> Turn:
        answer = sentence_answer(self._schema, record, sentence.number)
        return Turn(self._renderer.sentence(article, sentence), answer)


class _Conversation:
    """The calls about one article, counted."""

    def __init__(
        self, renderer: Renderer, client: LlmClient, article: Article, on_call: OnCall
    ) -> None:
        self.article = article
        self.examples: list[tuple[Article, list[Turn]]] = []
        self.attempts: list[Attempt] = []
        self.total = 0
        self._done = 0
        self._renderer = renderer
        self._client = client
        self._on_call = on_call
        self._model = client.endpoint.model

    async def ask(self, question: str, wire: Wire) -> Answer[BaseModel]:
        messages = self._renderer.messages(iter(self.examples), self.article, question)
        try:
            answer = await self._client.ask(messages, wire.model, json_schema=wire.json_schema)
        except CallError as error:
            self.attempts.extend(error.attempts)
            raise
        else:
            self.attempts.extend(answer.attempts)
            self._model = answer.model
            return answer
        finally:
            self._done += 1
            self._on_call(self._done, self.total, tuple(self.attempts))

    def result(self, record: BaseModel, gaps: tuple[Gap, ...]) -> Read:
        return Read(record, gaps, tuple(self.attempts), self._model)
