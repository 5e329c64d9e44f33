"""Accepting: what recorded answers make of an article becomes what is expected of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from llm_extract.evaluation import Difference, Grade, apply, compare_lines
from llm_extract.recording._accepted import golden_of, note_of, write_accepted
from llm_extract.recording._case import Case
from llm_extract.recording._record import refuse_in_ci


@dataclass(frozen=True)
class Choice:
    """Which differences are taken over; nothing given is everything.

    Attributes:
        paths: patterns of paths, such as ``casualties.*.best`` or ``events*``.
        grades: classes of differences.
    """

    paths: Collection[str] = ()
    grades: Collection[Grade] = ()

    @property
    def is_all(self) -> bool:
        """Whether the new record is taken as it is."""
        return not self.paths and not self.grades

    def takes(self, difference: Difference) -> bool:
        """Whether a difference is among the chosen ones."""
        graded = not self.grades or difference.grade in self.grades
        named = not self.paths or any(fnmatchcase(difference.path, path) for path in self.paths)
        return graded and named

    def __str__(self) -> str:
        """In words, for the note."""
        return " ".join([*self.paths, *self.grades]) or "everything"


@dataclass(frozen=True)
class Accepted:
    """What was done with a case: differences taken over, and those that are left."""

    case: Case
    is_new: bool
    taken: tuple[Difference, ...]
    left: tuple[Difference, ...]


async def accept(case: Case, choice: Choice, who: str, reason: str) -> Accepted:
    """Replay a case and take the chosen differences into its accepted record.

    The first record of a case is accepted whole, so a choice of differences leaves it alone.

    Raises:
        RecordingError: ``recording_refused`` in CI, or the case cannot be replayed.
    """
    refuse_in_ci()
    new = golden_of((await case.areplay()).line)
    old, schema = case.accepted(), case.suite.extractor.schema
    differences = compare_lines(old, new, schema)
    if old is None and not choice.is_all:
        return Accepted(case, is_new=True, taken=(), left=differences)
    taken = tuple(filter(choice.takes, differences))
    left = tuple(part for part in differences if part not in taken)
    if old is None or taken or (choice.is_all and _moved(old, new)):
        record = _merged(old, new, taken, left, case)
        note = note_of(who, reason, str(choice))
        write_accepted(case.suite.accepted(case.id), record, note)
    return Accepted(case, is_new=old is None, taken=taken, left=left)


def _merged(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    taken: tuple[Difference, ...],
    left: tuple[Difference, ...],
    case: Case,
) -> dict[str, Any]:
    notes = {"accepted": old.get("accepted", [])} if old else {}
    if old is None or not left:
        return {**new, **notes}
    return {**apply(old, new, taken, case.suite.extractor.schema), **notes}


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether anything is written otherwise, even if nothing that counts is."""
    return golden_of(old) != golden_of(new)
