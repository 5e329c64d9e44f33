"""What comes of reading one article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from llm_extract.llm import Attempt
from llm_extract.salvage import Fault

Reading = Literal["article", "sentence", "passes"]
OnCall = Callable[[int, int, "tuple[Attempt, ...]"], None]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing because an answer was unusable or ended too early; the rest stands.

    Attributes:
        sentence: number of the sentence, or ``None`` for the end of the record of an article.
        code: as of `AnswerError`.
    """

    sentence: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A part of an answer that is not in the record.

    Attributes:
        list: the list of an item, ``""`` for a fact of the article or an item of no list.
        raw: the JSON value the model wrote; of a part of an item or fact, its value by its path.
        code: error type of its first error, ``too_long``, ``cites_outside``, ``withdrawn`` (the
            model took it back when asked again), or a code of the checks that follow.
        reason: one line that names fields, never what stands in them.
        cites: sentence numbers the item cites.
    """

    list: str
    raw: Any
    code: str
    reason: str
    cites: tuple[int, ...]

    @classmethod
    def of(cls, fault: Fault) -> Rejected:
        """Reject a part for its fault."""
        return cls(fault.list, fault.raw, fault.code, fault.reason, fault.cites)


@dataclass(frozen=True, slots=True)
class Read:
    """What the model said about one article.

    Attributes:
        record: instance of the schema's model.
        gaps: what is missing.
        attempts: every request sent, in order.
        model: the model as the endpoint names it.
        rejected: what the model wrote and the record does not hold.
    """

    record: BaseModel
    gaps: tuple[Gap, ...]
    attempts: tuple[Attempt, ...]
    model: str
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasked:
    """What came of asking for one item again.

    Attributes:
        item: the new item, or ``None``.
        rejected: why there is none: code ``withdrawn``, or what was wrong with the answer; beside
            an item, the members of it that no field takes.
        attempts: the requests of this question.
    """

    item: BaseModel | None
    rejected: Rejected | None
    attempts: tuple[Attempt, ...]
