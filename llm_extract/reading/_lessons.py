"""What a model is asked about an article whose record is known, with the right answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from llm_extract.prompts import Message, Turn
from llm_extract.schemas import Wire


@dataclass(frozen=True, slots=True)
class Lesson:
    """One request, and the answer that belongs to it.

    Attributes:
        messages: of the request, as it is sent.
        answer: without what code fills in.
        wire: what the request asks for; an answer to it fits its model.
    """

    messages: list[Message]
    answer: dict[str, Any]
    wire: Wire


def lessons_of(
    turns: Iterable[Turn], wires: Iterable[Wire], messages: Callable[[str], list[Message]]
) -> Iterator[Lesson]:
    """A lesson for each turn; ``wires`` are theirs, ``messages`` renders a question."""
    for turn, wire in zip(turns, wires, strict=False):
        yield Lesson(messages(turn.question), turn.answer, wire)
