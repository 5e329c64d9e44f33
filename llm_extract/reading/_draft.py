"""One answer, written in as many rounds as it takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from llm_extract.errors import AnswerError, EndpointError
from llm_extract.prompts import Message
from llm_extract.reading._asked import Asked, Reply
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.salvage import Parts, complete_parts, decoded
from llm_extract.schemas import Wire, part_wire

MAX_ROUNDS = 8


@dataclass
class Draft:
    """What is written of an answer; parts are JSON texts, good and bad.

    Attributes:
        lists: the lists that were asked for.
        facts: complete facts.
        items: complete items of each list that was begun.
        raw: the text of an answer that was whole at once.
        gap: why the end is missing, a code of `AnswerError`, or ``None`` when nothing is.
    """

    lists: list[str]
    facts: dict[str, str] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    raw: str | None = None
    gap: str | None = None

    def add(self, parts: Parts, *, repeats: bool) -> bool:
        """Add what is new, and say whether anything was; ``repeats`` keeps equal items."""
        before = self._size()
        self.facts = {**parts.fields, **self.facts}
        for name, texts in parts.items.items():
            found = self.items.setdefault(name, [])
            known = {_canonical(text) for text in found}
            for text in texts:
                canonical = _canonical(text)
                if repeats or canonical not in known:
                    known.add(canonical)
                    found.append(text)
        return self._size() > before

    def is_begun(self) -> bool:
        """Whether each list that was asked for is there, be it empty."""
        return all(name in self.items for name in self.lists)

    def written(self) -> str:
        """Everything kept so far as one JSON object without white space."""
        facts = {name: decoded(text) for name, text in self.facts.items()}
        lists = {name: [decoded(text) for text in found] for name, found in self.items.items()}
        return json.dumps(facts | lists, ensure_ascii=False, separators=(",", ":"))

    def count(self) -> int:
        """Items kept so far."""
        return sum(map(len, self.items.values()))

    def _size(self) -> int:
        return len(self.facts) + self.count()


@dataclass(frozen=True)
class Round:
    """One answer, and the code of what cut it off, if anything."""

    brief: Brief
    reply: Reply
    code: str | None

    @cached_property
    def parts(self) -> Parts:
        """What was asked for in it, good and bad."""
        return self.brief.checker.asked(complete_parts(self.reply.text))


async def draft_of(
    brief: Brief, conversation: Conversation, messages: Sequence[Message], asked: Asked
) -> Draft:
    """Ask, and go on asking while the answer is cut off or broken.

    Raises:
        AnswerError: nothing good came back.
    """
    first = await one_round(brief, conversation, messages, asked)
    return await drafted(brief, conversation, messages, asked.wire, first)


async def drafted(
    brief: Brief,
    conversation: Conversation,
    messages: Sequence[Message],
    wire: Wire,
    first: Round,
) -> Draft:
    """Go on from a first answer while it is cut off or broken."""
    whole = first.code is None and first.parts.whole
    draft = Draft(brief.lists_of(wire), raw=first.reply.text if whole else None)
    draft.add(first.parts, repeats=first.parts.whole)
    await _complete(brief, conversation, messages, wire, draft, _ending(first, draft))
    return draft


async def _complete(
    brief: Brief,
    conversation: Conversation,
    messages: Sequence[Message],
    wire: Wire,
    draft: Draft,
    code: str | None,
) -> None:
    for _ in range(MAX_ROUNDS):
        if code is None:
            break
        missing = [name for name in brief.facts_of(wire) if name not in draft.facts]
        rest = _part(brief, (*missing, *draft.lists))
        more = await _more(brief, conversation, _going_on(brief, messages, draft), rest)
        if more is None:
            break
        is_new = draft.add(more.parts, repeats=False)
        code = _ending(more, draft)
        if not is_new:
            break
    draft.gap = code


async def _more(
    brief: Brief, conversation: Conversation, messages: Sequence[Message], asked: Asked
) -> Round | None:
    """One more round; ``None`` when nothing usable came or the conversation became too long."""
    try:
        return await one_round(brief, conversation, messages, asked)
    except AnswerError:
        return None
    except EndpointError as error:
        if error.code != "context_length":
            raise
        return None


async def one_round(
    brief: Brief, conversation: Conversation, messages: Sequence[Message], asked: Asked
) -> Round:
    """Ask once.

    Raises:
        AnswerError: nothing good came back.
    """
    try:
        return Round(brief, await conversation.ask(messages, asked), None)
    except AnswerError as error:
        if error.raw is None or error.code != "truncated":
            raise
        cut = Round(brief, Reply(error.raw, None), error.code)
        if not brief.checker.check(cut.parts).any_good:
            raise
        return cut


def in_part(brief: Brief, wire: Wire) -> Asked:
    """Ask for ``wire``, and keep an answer in part.

    One without a good part is asked for again whole, and so is one whose parts are all good
    but do not fit together.
    """
    return Asked.of(wire, _holds_good(brief, wire))


@lru_cache(64)
def _part(brief: Brief, names: tuple[str, ...]) -> Asked:
    return in_part(brief, part_wire(brief.schema, names))


def _holds_good(brief: Brief, wire: Wire) -> Callable[[str], bool]:

    def accepts(text: str) -> bool:
        written = complete_parts(text)
        parts = brief.checker.asked(written)
        checked = brief.checker.check(parts)
        missing = [name for name in brief.facts_of(wire) if name not in parts.fields]
        faulty = checked.faults or brief.checker.missing(missing) or not written.whole
        lists = all(name in parts.items for name in brief.lists_of(wire))
        unknown = written.fields.keys() - brief.schema.model.model_fields.keys()
        return checked.any_good and bool(faulty or not lists or unknown)

    return accepts


def _ending(answer: Round, draft: Draft) -> str | None:
    if answer.code:
        return answer.code
    if not answer.parts.whole:
        return "invalid_response"
    return None if draft.is_begun() else "schema_mismatch"


def _going_on(brief: Brief, messages: Sequence[Message], draft: Draft) -> list[Message]:
    question = brief.renderer.continuation(draft.count())
    return [
        *messages,
        {"role": "assistant", "content": draft.written()},
        {"role": "user", "content": question},
    ]


def _canonical(text: str) -> str:
    return json.dumps(decoded(text), sort_keys=True)
