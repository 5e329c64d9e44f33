"""Reads a whole article in one call."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ValidationError

from llm_extract.articles import Article
from llm_extract.prompts import Message, last_message
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._draft import Draft, Round, drafted, in_part, one_round
from llm_extract.reading._examples import whole_examples, whole_turns
from llm_extract.reading._foresight import Foresight, foresight
from llm_extract.reading._lessons import Lesson, lessons_of
from llm_extract.reading._record import record_of, settled_facts
from llm_extract.reading._repair import Slot, settled
from llm_extract.reading._results import Gap, Read
from llm_extract.salvage import asked_text, holds_derived
from llm_extract.schemas import record_wire


class WholeReading:
    """One question for the record; more only for what is missing or bad in the answer."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._asked = in_part(brief, record_wire(brief.schema))

    def opening(self, article: Article) -> list[Message]:
        """Messages of the first request."""
        return self._messages(self._brief.renderer.article(article))

    def foresee(self, article: Article) -> Foresight:
        """What reading ``article`` will take."""
        return foresight(self._brief, article, self.opening(article), [self._asked.wire])

    def lessons(self, article: Article, record: dict[str, Any]) -> Iterator[Lesson]:
        """What is asked about an article with a known record, and the answers."""
        shown = self._brief.renderer.article(article)
        turns = whole_turns(self._brief, record)
        return lessons_of(turns, [self._asked.wire], lambda _: self._messages(shown))

    async def read(self, conversation: Conversation) -> Read:
        """Read one article."""
        conversation.total = 1
        brief = self._brief
        messages = self._messages(conversation.shown(brief.renderer))
        first = await one_round(brief, conversation, messages, self._asked)
        if (record := self._right_as_written(first)) is not None:
            return conversation.result(record, (), ())
        draft = await drafted(brief, conversation, messages, self._asked.wire, first)
        if (record := self._at_once(draft)) is not None:
            return conversation.result(record, (), ())
        return await self._settled(conversation, draft)

    def _messages(self, shown: str) -> list[Message]:
        return [*self._prefix, last_message(shown, self._brief.renderer.whole())]

    @cached_property
    def _prefix(self) -> list[Message]:
        return self._brief.renderer.prefix(whole_examples(self._brief))

    def _right_as_written(self, first: Round) -> BaseModel | None:
        """The record of an answer with nothing missing and nothing that code fills in."""
        record = first.reply.record
        if record is None or holds_derived(record):
            return None
        is_begun = record.model_fields_set.issuperset(self._brief.lists_of(self._asked.wire))
        return record if is_begun else None

    def _at_once(self, draft: Draft) -> BaseModel | None:
        """The record of an answer that is right but for what code fills in."""
        model = self._brief.schema.model
        if draft.raw is None:
            return None
        try:
            return model.model_validate_json(asked_text(draft.raw, (model,)), strict=True)
        except ValidationError:
            return None

    async def _settled(self, conversation: Conversation, draft: Draft) -> Read:
        asked = self._brief.facts_of(self._asked.wire)
        facts, bad_facts = await settled_facts(self._brief, conversation, asked, draft.facts)
        slots = [Slot(name, text) for name, texts in draft.items.items() for text in texts]
        kept, rejected = await settled(self._brief, conversation, slots)
        lists = {name: [s.text for s in kept if s.list == name] for name in draft.lists}
        record, late = record_of(self._brief, facts, lists)
        gaps = [Gap(None, draft.gap)] if draft.gap else []
        return conversation.result(record, gaps, [*bad_facts, *rejected, *late])
