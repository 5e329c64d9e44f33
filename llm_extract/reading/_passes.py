"""Reads an article in passes: what leads to the rest first, then the rest around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from llm_extract.articles import Article
from llm_extract.errors import AnswerError, SettingsError
from llm_extract.prompts import Message
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._draft import Draft, draft_of
from llm_extract.reading._examples import Example, passes_examples
from llm_extract.reading._groups import Group, groups
from llm_extract.reading._joining import joined
from llm_extract.reading._record import record_of, settled_facts
from llm_extract.reading._repair import Slot, settled
from llm_extract.reading._results import Gap, Read
from llm_extract.salvage import decoded
from llm_extract.schemas import part_wire, record_wire


@dataclass
class _Found:
    """What the groups said so far."""

    slots: list[Slot] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


class PassesReading:
    """One question for facts and leads, then one for each group of sentences.

    Raises:
        SettingsError: ``usage``, the schema has no list marked `Lead` or the prompt no section
            ``# Passage``.
    """

    def __init__(self, brief: Brief) -> None:
        schema = brief.schema
        if not schema.leads:
            raise SettingsError(
                "usage", "it has no list marked Lead() to read first", source=schema.reference
            )
        brief.renderer.require("Passage")
        self._brief = brief
        record = record_wire(schema)
        asked = list(record.json_schema["properties"])
        self._first = part_wire(schema, [n for n in asked if n in (*schema.facts, *schema.leads)])
        others = [n for n in brief.lists_of(record) if n not in schema.leads]
        self._others = part_wire(schema, others)

    def opening(self, article: Article) -> list[Message]:
        """Messages of the first request."""
        return self._messages(article, self._brief.renderer.whole())

    async def read(self, conversation: Conversation) -> Read:
        """Read one article."""
        conversation.total = 1
        brief = self._brief
        messages = self.opening(conversation.article)
        draft = await draft_of(brief, conversation, messages, self._first)
        asked = brief.facts_of(self._first)
        facts, bad_facts = await settled_facts(brief, conversation, asked, draft.facts)
        leads, bad_leads = await settled(brief, conversation, _slots(draft))
        found = _Found(gaps=[Gap(None, draft.gap)] if draft.gap else [])
        if brief.schema.is_relevant({name: decoded(text) for name, text in facts.items()}):
            await self._each_group(conversation, leads, found)
        others, bad = await settled(brief, conversation, found.slots)
        record, late = record_of(brief, facts, joined(brief.schema, [*leads, *others]))
        return conversation.result(record, found.gaps, [*bad_facts, *bad_leads, *bad, *late])

    async def _each_group(
        self, conversation: Conversation, leads: list[Slot], found: _Found
    ) -> None:
        if not self._brief.lists_of(self._others):
            return
        cited = [decoded(slot.text)["cites"] for slot in leads]
        asked = groups(conversation.article, cited)
        conversation.total = conversation.done + len(asked)
        for group in asked:
            code = await self._one(conversation, group, found)
            found.gaps += [Gap(number, code) for number in group.core] if code else []

    async def _one(self, conversation: Conversation, group: Group, found: _Found) -> str | None:
        """Ask about one group; return why something of it is missing, if so."""
        question = self._brief.renderer.passage(conversation.article, group.shown)
        messages = self._messages(conversation.article, question)
        try:
            draft = await draft_of(self._brief, conversation, messages, self._others)
        except AnswerError as error:
            return error.code
        found.slots += _slots(draft, frozenset(group.shown))
        return draft.gap

    def _messages(self, article: Article, question: str) -> list[Message]:
        return self._brief.renderer.messages(iter(self._examples), article, question)

    @cached_property
    def _examples(self) -> list[Example]:
        first = list(self._first.json_schema["properties"])
        others = self._brief.lists_of(self._others)
        return list(passes_examples(self._brief, first, others))


def _slots(draft: Draft, within: frozenset[int] | None = None) -> list[Slot]:
    return [
        Slot(name, text, within=within) for name, texts in draft.items.items() for text in texts
    ]
