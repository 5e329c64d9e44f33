"""What a question asks for, and which answers to it are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from llm_extract.salvage import Lenient, lenient
from llm_extract.schemas import Wire


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of question; made once, because classes are slow to make.

    Attributes:
        wire: what goes out, and the strict check.
        answers: takes an answer.
    """

    wire: Wire
    answers: type[Lenient]

    @classmethod
    def of(cls, wire: Wire, accepts: Callable[[str], bool]) -> Asked:
        """Take an answer that ``accepts`` takes, or that fits ``wire`` strictly."""
        return cls(wire, lenient(wire.model, accepts))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was taken.

    Attributes:
        text: as the model wrote it.
        record: instance of the model of the wire, when nothing is wrong with the text.
    """

    text: str
    record: BaseModel | None
