"""Reads an article in passes: what leads to the rest first, then the rest around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import AnswerError, SettingsError
from llm_extract.prompts import Message, last_message
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._draft import Draft, draft_of, in_part
from llm_extract.reading._examples import passes_examples, passes_turns
from llm_extract.reading._foresight import Foresight, foresight
from llm_extract.reading._groups import Group, groups
from llm_extract.reading._joining import joined
from llm_extract.reading._lessons import Lesson, lessons_of
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
        first = [n for n in asked if n in (*schema.facts, *schema.leads)]
        self._first = in_part(brief, part_wire(schema, first))
        others = [n for n in brief.lists_of(record) if n not in schema.leads]
        self._others = in_part(brief, part_wire(schema, others))

    def opening(self, article: Article) -> list[Message]:
        """Messages of the first request."""
        renderer = self._brief.renderer
        return self._messages(renderer.article(article), renderer.whole())

    def foresee(self, article: Article) -> Foresight:
        """What reading ``article`` will take; what the leads will cite is not known yet."""
        asked = groups(article, ()) if self._brief.lists_of(self._others.wire) else []
        wires = [self._first.wire, *(self._others.wire for _ in asked)]
        return foresight(self._brief, article, self.opening(article), wires)

    def lessons(self, article: Article, record: dict[str, Any]) -> Iterator[Lesson]:
        """What is asked about an article with a known record, and the answers."""
        turns = passes_turns(self._brief, article, record, *self._names)
        asks_more = self._names[1] and self._brief.schema.is_relevant(record)
        shown = self._brief.renderer.article(article)
        wires = chain([self._first.wire], repeat(self._others.wire))
        return lessons_of(
            turns if asks_more else turns[:1],
            wires,
            lambda question: self._messages(shown, question),
        )

    async def read(self, conversation: Conversation) -> Read:
        """Read one article."""
        conversation.total = 1
        brief = self._brief
        messages = self._messages(conversation.shown(brief.renderer), brief.renderer.whole())
        draft = await draft_of(brief, conversation, messages, self._first)
        asked = brief.facts_of(self._first.wire)
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
        if not self._brief.lists_of(self._others.wire):
            return
        cited = [decoded(slot.text)["cites"] for slot in leads]
        asked = groups(conversation.article, cited)
        conversation.total = conversation.done + len(asked)
        for group in asked:
            code = await self._one(conversation, group, found)
            found.gaps += [Gap(number, code) for number in group.core] if code else []

    async def _one(self, conversation: Conversation, group: Group, found: _Found) -> str | None:
        """Ask about one group; return why something of it is missing, if so."""
        renderer = self._brief.renderer
        question = renderer.passage(conversation.article, group.shown)
        messages = self._messages(conversation.shown(renderer), question)
        try:
            draft = await draft_of(self._brief, conversation, messages, self._others)
        except AnswerError as error:
            return error.code
        found.slots += _slots(draft, frozenset(group.shown))
        return draft.gap

    def _messages(self, shown: str, question: str) -> list[Message]:
        return [*self._prefix, last_message(shown, question)]

    @cached_property
    def _prefix(self) -> list[Message]:
        return self._brief.renderer.prefix(passes_examples(self._brief, *self._names))

    @property
    def _names(self) -> tuple[list[str], list[str]]:
        """Fields asked for first, and lists asked for by groups."""
        first = list(self._first.wire.json_schema["properties"])
        return first, self._brief.lists_of(self._others.wire)


def _slots(draft: Draft, within: frozenset[int] | None = None) -> list[Slot]:
    return [
        Slot(name, text, within=within) for name, texts in draft.items.items() for text in texts
    ]
