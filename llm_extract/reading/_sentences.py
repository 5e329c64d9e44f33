"""Reads an article sentence by sentence, after its facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from typing import Any

from llm_extract.articles import Article, Sentence
from llm_extract.errors import AnswerError
from llm_extract.prompts import Message, last_message
from llm_extract.reading._asked import Asked
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._draft import draft_of, in_part
from llm_extract.reading._examples import sentence_examples, sentence_turns
from llm_extract.reading._foresight import Foresight, foresight
from llm_extract.reading._joining import joined
from llm_extract.reading._lessons import Lesson, lessons_of
from llm_extract.reading._record import record_of, settled_facts
from llm_extract.reading._repair import Slot, settled
from llm_extract.reading._results import Gap, Read, Rejected
from llm_extract.salvage import Parts, complete_parts, decoded, max_length
from llm_extract.schemas import facts_wire, sentence_wire, without_derived


@dataclass
class _Found:
    """What the sentences said so far."""

    slots: list[Slot] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    answered: bool = False


class SentenceReading:
    """One question for the facts, one for each sentence; bad items come last.

    Repairs wait until all sentences are asked about: between them they would push the article
    out of the prefix cache of a small server.
    """

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        facts = facts_wire(brief.schema)
        self._facts = in_part(brief, facts) if facts else None
        self._items = Asked.of(sentence_wire(brief.schema), _has_items)
        self._limit = max_length(self._items.wire.model.model_fields["items"])

    def opening(self, article: Article) -> list[Message]:
        """Messages of the first request."""
        renderer = self._brief.renderer
        shown = renderer.article(article)
        if self._facts:
            return self._messages(shown, renderer.facts())
        return self._messages(shown, renderer.sentence(article, article.sentences[0]))

    def foresee(self, article: Article) -> Foresight:
        """What reading ``article`` will take."""
        if not self._facts and not article.sentences:
            return Foresight(calls=0, prompt=0, shared=0, schema=0, answers=0, sentences=0)
        facts = self._facts.wire if self._facts else None
        wires = [facts, *(self._items.wire for _ in article.sentences)]
        return foresight(self._brief, article, self.opening(article), wires)

    def lessons(self, article: Article, record: dict[str, Any]) -> Iterator[Lesson]:
        """What is asked about an article with a known record, and the answers."""
        turns = sentence_turns(self._brief, article, record)
        facts = [self._facts.wire] if self._facts else []
        if not self._brief.schema.is_relevant(record):
            turns = turns[: len(facts)]
        shown = self._brief.renderer.article(article)
        wires = chain(facts, repeat(self._items.wire))
        return lessons_of(turns, wires, lambda question: self._messages(shown, question))

    async def read(self, conversation: Conversation) -> Read:
        """Read one article."""
        sentences = conversation.article.sentences
        conversation.total = len(sentences) + (self._facts is not None)
        facts, rejected = await self._read_facts(conversation)
        found = _Found(rejected=rejected)
        values = {name: decoded(text) for name, text in facts.items()}
        if self._brief.schema.is_relevant(values):
            await self._each_sentence(conversation, found)
        kept, bad = await settled(self._brief, conversation, found.slots)
        record, late = record_of(self._brief, facts, joined(self._brief.schema, kept))
        return conversation.result(record, found.gaps, [*found.rejected, *bad, *late])

    async def _read_facts(
        self, conversation: Conversation
    ) -> tuple[dict[str, str], list[Rejected]]:
        if not self._facts:
            return {}, []
        renderer = self._brief.renderer
        messages = self._messages(conversation.shown(renderer), renderer.facts())
        draft = await draft_of(self._brief, conversation, messages, self._facts)
        asked = self._brief.facts_of(self._facts.wire)
        return await settled_facts(self._brief, conversation, asked, draft.facts)

    async def _each_sentence(self, conversation: Conversation, found: _Found) -> None:
        failures: list[AnswerError] = []
        for sentence in conversation.article.sentences:
            try:
                await self._one(conversation, sentence, found)
            except AnswerError as error:
                failures.append(error)
                found.gaps.append(Gap(sentence.number, error.code))
        if failures and not found.answered:
            raise failures[0]

    async def _one(self, conversation: Conversation, sentence: Sentence, found: _Found) -> None:
        renderer = self._brief.renderer
        question = renderer.sentence(conversation.article, sentence)
        messages = self._messages(conversation.shown(renderer), question)
        try:
            reply = await conversation.ask(messages, self._items)
            parts = complete_parts(reply.text)
            code = None if parts.whole else "invalid_response"
        except AnswerError as error:
            parts, code = complete_parts(error.raw or ""), error.code
            if not parts.items.get("items"):
                raise
        found.answered = True
        if code:
            found.gaps.append(Gap(sentence.number, code))
        self._take(parts, sentence.number, found)

    def _take(self, parts: Parts, number: int, found: _Found) -> None:
        """Sort the items of one answer by list; what has none or is too much is rejected."""
        texts = dict.fromkeys(parts.items["items"])
        for place, text in enumerate(texts):
            raw = decoded(text)
            if self._limit is not None and place >= self._limit:
                reason = f"items: more than {self._limit} of one sentence"
                found.rejected.append(Rejected("", raw, "too_long", reason, (number,)))
            elif (slot := self._slot(raw, number)) is not None:
                found.slots.append(slot)
            else:
                reason = "kind: names no list of the record"
                found.rejected.append(Rejected("", raw, "literal_error", reason, (number,)))

    def _slot(self, raw: Any, number: int) -> Slot | None:
        schema = self._brief.schema
        kind = raw.get("kind") if isinstance(raw, dict) else None
        if kind not in schema.sentence_items:
            return None
        item = {name: value for name, value in raw.items() if name not in ("kind", "cites")}
        asked = without_derived({"cites": [number], **item}, schema.items[kind])
        return Slot(kind, json.dumps(asked, ensure_ascii=False), sentence=number)

    def _messages(self, shown: str, question: str) -> list[Message]:
        return [*self._prefix, last_message(shown, question)]

    @cached_property
    def _prefix(self) -> list[Message]:
        return self._brief.renderer.prefix(sentence_examples(self._brief))


def _has_items(text: str) -> bool:
    parts = complete_parts(text)
    items = parts.items.get("items")
    return bool(items) or (items is not None and parts.whole)
