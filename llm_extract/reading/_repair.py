"""Asks for one bad item again, showing only the sentences it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, create_model

from llm_extract.errors import CallError
from llm_extract.reading._asked import Asked
from llm_extract.reading._context import edges, sentences_around
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._results import Rejected
from llm_extract.salvage import Fault, Kept, asked_text, complete_parts, decoded
from llm_extract.schemas import Schema, Wire, item_wire, part_wire


@dataclass(frozen=True, slots=True)
class Slot:
    """One item as the model wrote it.

    Attributes:
        list: the list it belongs to.
        text: its JSON.
        within: numbers of the sentences it may cite; ``None`` for all.
        sentence: the one sentence that was asked about, which the item then cites whatever
            the model says; else ``None``.
        dropped: members of the item that were left out because no field takes them.
    """

    list: str
    text: str
    within: frozenset[int] | None = None
    sentence: int | None = None
    dropped: Rejected | None = None


def checked_slot(brief: Brief, slot: Slot, index: int) -> Slot | Fault:
    """Return a good item, at need without unknown members, or what is wrong with it."""
    part = brief.checker.kept_item(slot.list, index, slot.text)
    if isinstance(part, Fault):
        return part
    raw = decoded(slot.text)
    if slot.within is None or slot.within.issuperset(raw["cites"]):
        dropped = Rejected.of(part.dropped) if part.dropped else None
        return replace(slot, text=part.text, dropped=dropped)
    reason = "cites: names sentences that were not asked about"
    return Fault(slot.list, index, raw, "cites_outside", reason, ("cites",), tuple(raw["cites"]))


async def settled(
    brief: Brief, conversation: Conversation, slots: list[Slot]
) -> tuple[list[Slot], list[Rejected]]:
    """Keep good items as they are, and ask for each of the others once more."""
    kept: list[Slot] = []
    rejected: list[Rejected] = []
    for index, slot in enumerate(slots):
        outcome: Slot | Fault | Rejected = checked_slot(brief, slot, index)
        if isinstance(outcome, Fault):
            outcome = await repaired(brief, conversation, slot, outcome)
        if isinstance(outcome, Slot):
            kept.append(outcome)
        left_out = outcome.dropped if isinstance(outcome, Slot) else outcome
        rejected += [left_out] if left_out else []
    return kept, rejected


async def repaired(
    brief: Brief, conversation: Conversation, slot: Slot, fault: Fault
) -> Slot | Rejected:
    """Ask for an item again, once."""
    cites = (slot.sentence,) if slot.sentence else fault.cites
    numbers = sentences_around(conversation.article, fault.raw, cites, slot.within)
    question = _item_again(brief.schema, slot.list)
    text = await _answer(brief, conversation, numbers, question, fault)
    if text is None:
        return Rejected.of(fault)
    if text == "null":
        return _withdrawn(fault)
    again = replace(slot, text=_cited(asked_text(text, brief.schema.items[slot.list]), slot))
    found = checked_slot(brief, again, fault.index or 0)
    return Rejected.of(found) if isinstance(found, Fault) else found


async def repaired_facts(
    brief: Brief, conversation: Conversation, faults: Mapping[str, Fault]
) -> dict[str, Kept | Rejected]:
    """Ask for the bad facts of an article again, all at once and once."""
    raw = {name: fault.raw for name, fault in faults.items()}
    reason = "; ".join(fault.reason for fault in faults.values())
    asked = Fault("", None, raw, "", reason)
    question = _facts_again(brief.schema, tuple(faults))
    text = await _answer(brief, conversation, edges(conversation.article), question, asked)
    if text == "null":
        return {name: _withdrawn(fault) for name, fault in faults.items()}
    found = brief.checker.asked(complete_parts(text or "")).fields
    return {
        name: _fact(brief, name, found[name]) if name in found else Rejected.of(fault)
        for name, fault in faults.items()
    }


async def _answer(
    brief: Brief, conversation: Conversation, numbers: list[int], asked: Asked, fault: Fault
) -> str | None:
    """JSON text of the new ``item``; ``None`` when there is no answer, or none with an item.

    A question about one item that fails costs that item: what else was read is paid for.
    """
    item = json.dumps(fault.raw, ensure_ascii=False, separators=(",", ":"))
    messages = brief.renderer.repair(conversation.article, numbers, item, fault.reason)
    try:
        reply = await conversation.ask(messages, asked)
    except CallError:
        return None
    return complete_parts(reply.text).fields.get("item")


def _fact(brief: Brief, name: str, text: str) -> Kept | Rejected:
    part = brief.checker.kept_fact(name, text)
    return Rejected.of(part) if isinstance(part, Fault) else part


def _withdrawn(fault: Fault) -> Rejected:
    return Rejected(fault.list, fault.raw, "withdrawn", fault.reason, fault.cites)


def _cited(text: str, slot: Slot) -> str:
    """The item with the citation that is known, where one is."""
    value = decoded(text)
    if slot.sentence is None or not isinstance(value, dict):
        return text
    return json.dumps(value | {"cites": [slot.sentence]}, ensure_ascii=False)


@lru_cache(64)
def _item_again(schema: Schema, name: str) -> Asked:
    return Asked.of(item_wire(schema, name), _anything)


def _anything(_: str) -> bool:
    """Whatever comes is taken: one question for each item, and no more."""
    return True


@lru_cache(64)
def _facts_again(schema: Schema, names: tuple[str, ...]) -> Asked:
    """``{"item": {<fact>: ...}}``, in the form of the question for one item."""
    part = part_wire(schema, names)
    fields: dict[str, Any] = {"item": (part.model | None, ...)}
    model: type[BaseModel] = create_model("OneItem", **fields)
    facts = {name: value for name, value in part.json_schema.items() if name != "$defs"}
    json_schema = {
        "$defs": part.json_schema.get("$defs", {}),
        "additionalProperties": False,
        "properties": {"item": {"anyOf": [facts, {"type": "null"}]}},
        "required": ["item"],
        "type": "object",
    }
    return Asked.of(Wire(model, json_schema), _anything)
