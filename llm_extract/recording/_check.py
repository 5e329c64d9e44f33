"""What became of a case: replayed, and compared with the record that was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from llm_extract.errors import ArticleError, LlmExtractError, RecordingError
from llm_extract.evaluation import Difference, compare_lines
from llm_extract.recording._accepted import golden_of
from llm_extract.recording._case import Case, Replayed

# ok        as accepted;
# changed   it differs;
# new       nothing was accepted yet;
# stale     a request is not in the recording; also missing, unused and damaged recordings;
# unreadable  the article or the accepted record is.
State: TypeAlias = Literal[
    "ok", "changed", "new", "stale", "missing", "unused", "damaged", "unreadable"
]

_STATES: dict[str, State] = {
    "recording_stale": "stale",
    "recording_missing": "missing",
    "recording_unused": "unused",
    "recording_damaged": "damaged",
}


@dataclass(frozen=True)
class Checked:
    """A case, its state, and what led to it.

    Attributes:
        replayed: ``None`` when it could not be replayed; ``error`` says why.
        differences: from the accepted record, the worst first.
    """

    case: Case
    state: State
    replayed: Replayed | None = None
    error: LlmExtractError | None = None
    differences: tuple[Difference, ...] = ()


async def check(case: Case) -> Checked:
    """Replay a case and compare; nothing is raised for a case."""
    try:
        replayed = await case.areplay()
        accepted = case.accepted()
    except RecordingError as error:
        return Checked(case, _STATES.get(error.code, "damaged"), error=error)
    except ArticleError as error:
        return Checked(case, "unreadable", error=error)
    if accepted is None:
        return Checked(case, "new", replayed)
    new = golden_of(replayed.line)
    differences = compare_lines(accepted, new, case.suite.extractor.schema)
    return Checked(case, "changed" if differences else "ok", replayed, differences=differences)
