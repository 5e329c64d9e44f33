"""Asks about articles with one prompt and one schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.errors import CallError
from llm_extract.llm import LlmClient
from llm_extract.prompts import Message, Renderer
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._foresight import Foresight
from llm_extract.reading._lessons import Lesson
from llm_extract.reading._passes import PassesReading
from llm_extract.reading._repair import Slot, repaired
from llm_extract.reading._results import OnCall, Read, Reading, Reasked, Rejected
from llm_extract.reading._sentences import SentenceReading
from llm_extract.reading._whole import WholeReading
from llm_extract.salvage import Checker, Fault
from llm_extract.schemas import Schema, without_derived

Reasons = Sequence[tuple[str, str]]
Faults = Mapping[str, Reasons]
_Way = WholeReading | SentenceReading | PassesReading
_WAYS: dict[Reading, type[_Way]] = {
    "article": WholeReading,
    "sentence": SentenceReading,
    "passes": PassesReading,
}


class Reader:
    """Asks about articles with one prompt and one schema."""

    def __init__(self, renderer: Renderer, schema: Schema) -> None:
        self._brief = Brief(renderer, schema, Checker(schema))
        self._ways: dict[Reading, _Way] = {}

    def check(self, reading: Reading) -> None:
        """Raise `SettingsError` ``usage`` when prompt or schema do not suit this reading."""
        self._way(reading)

    def opening(self, article: Article, reading: Reading) -> list[Message]:
        """Messages of the first request about ``article``."""
        return self._way(reading).opening(article)

    def lessons(
        self, article: Article, record: dict[str, Any], reading: Reading
    ) -> Iterator[Lesson]:
        """What is asked about an article with a known record, and the right answers."""
        return self._way(reading).lessons(article, record)

    def foresee(self, article: Article, reading: Reading) -> Foresight:
        """What reading ``article`` will take; nothing is asked."""
        return self._way(reading).foresee(article)

    async def read(
        self, client: LlmClient, article: Article, reading: Reading, on_call: OnCall
    ) -> Read:
        """Read one article.

        What is good in an answer is kept as it is. A bad item is asked for once more, alone;
        if it stays bad it is rejected. An answer that was cut off is continued.
        ``on_call`` gets the calls done, the calls in all as far as known, and the attempts
        so far.

        Raises:
            CallError: nothing usable came back; ``attempts`` holds every request sent.
            SettingsError: ``usage``, as of `check`.
        """
        way = self._way(reading)
        conversation = Conversation(client, article, on_call)
        try:
            return await way.read(conversation)
        except CallError as error:
            error.attempts = tuple(conversation.attempts)
            raise

    async def reask(
        self,
        client: LlmClient,
        article: Article,
        list_name: str,
        item: BaseModel,
        reasons: Reasons,
    ) -> Reasked:
        """Ask once more for an item that fits the schema but not the article.

        Args:
            client: where to ask.
            article: what the item was read from.
            list_name: the list of the record the item stands in.
            item: as it is now.
            reasons: what is wrong with it, as codes with messages; shown to the model.
        """
        schema = self._brief.schema
        raw = without_derived(item.model_dump(mode="json"), schema.items[list_name])
        slot = Slot(list_name, "null")
        reason = "; ".join(message for _, message in reasons)
        fault = Fault(list_name, None, raw, reasons[0][0], reason, (), tuple(raw["cites"]))
        conversation = Conversation(client, article, lambda *_: None)
        outcome = await repaired(self._brief, conversation, slot, fault)
        attempts = tuple(conversation.attempts)
        if isinstance(outcome, Rejected):
            return Reasked(None, outcome, attempts)
        value = self._brief.checker.value(list_name, outcome.text)
        return Reasked(value, outcome.dropped, attempts)

    async def reask_all(
        self,
        client: LlmClient,
        article: Article,
        read: Read,
        faults: Faults,
        on_call: OnCall = lambda *_: None,
    ) -> Read:
        """Ask once more for each item at fault, and put what comes back in its place.

        An item the model withdraws is rejected; one it cannot correct, or that cannot be asked
        about, stays as it was.

        Args:
            client: where to ask.
            article: what was read.
            read: what was read from it; ``faults`` are paths into its record.
            faults: codes and messages by path of an item (``casualties.0``); paths of facts
                are passed over.
            on_call: gets the items asked for, the items at fault, and the attempts so far.
        """
        lists = {name: list(getattr(read.record, name)) for name in self._brief.schema.items}
        attempts, rejected = list(read.attempts), list(read.rejected)
        for done, (path, reasons) in enumerate(faults.items(), start=1):
            name, _, index = path.partition(".")
            if name not in lists or not index.isdecimal():
                continue
            place = int(index)
            again = await self.reask(client, article, name, lists[name][place], reasons)
            attempts += again.attempts
            on_call(done, len(faults), tuple(attempts))
            withdrawn = again.rejected is not None and again.rejected.code == "withdrawn"
            if again.item is not None or withdrawn:
                lists[name][place] = again.item
                rejected += [again.rejected] if again.rejected else []
        kept = {name: [item for item in items if item] for name, items in lists.items()}
        record = read.record.model_copy(update=kept)
        return replace(read, record=record, attempts=tuple(attempts), rejected=tuple(rejected))

    def _way(self, reading: Reading) -> _Way:
        if reading not in self._ways:
            self._ways[reading] = _WAYS[reading](self._brief)
        return self._ways[reading]
