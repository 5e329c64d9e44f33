"""Reads a whole article in one call."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ValidationError

from llm_extract.articles import Article
from llm_extract.prompts import Message
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._draft import Draft, draft_of
from llm_extract.reading._examples import Example, whole_examples
from llm_extract.reading._record import record_of, settled_facts
from llm_extract.reading._repair import Slot, settled
from llm_extract.reading._results import Gap, Read
from llm_extract.salvage import asked_text
from llm_extract.schemas import record_wire


class WholeReading:
    """One question for the record; more only for what is missing or bad in the answer."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._wire = record_wire(brief.schema)

    def opening(self, article: Article) -> list[Message]:
        """Messages of the first request."""
        renderer = self._brief.renderer
        return renderer.messages(iter(self._examples), article, renderer.whole())

    async def read(self, conversation: Conversation) -> Read:
        """Read one article."""
        conversation.total = 1
        messages = self.opening(conversation.article)
        draft = await draft_of(self._brief, conversation, messages, self._wire)
        record = self._at_once(draft)
        if record is not None:
            return conversation.result(record, (), ())
        return await self._settled(conversation, draft)

    @cached_property
    def _examples(self) -> list[Example]:
        return list(whole_examples(self._brief))

    def _at_once(self, draft: Draft) -> BaseModel | None:
        """The record of an answer that was right at once."""
        model = self._brief.schema.model
        if draft.raw is None:
            return None
        try:
            return model.model_validate_json(asked_text(draft.raw, (model,)), strict=True)
        except ValidationError:
            return None

    async def _settled(self, conversation: Conversation, draft: Draft) -> Read:
        asked = self._brief.facts_of(self._wire)
        facts, bad_facts = await settled_facts(self._brief, conversation, asked, draft.facts)
        slots = [Slot(name, text) for name, texts in draft.items.items() for text in texts]
        kept, rejected = await settled(self._brief, conversation, slots)
        lists = {name: [s.text for s in kept if s.list == name] for name in draft.lists}
        record, late = record_of(self._brief, facts, lists)
        gaps = [Gap(None, draft.gap)] if draft.gap else []
        return conversation.result(record, gaps, [*bad_facts, *rejected, *late])
