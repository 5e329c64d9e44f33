"""What all reviewers of a run decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from llm_extract.review._agreement import Agreement, agreement
from llm_extract.review._fold import Decided, fold
from llm_extract.review._subjects import Subject, subjects_of
from llm_extract.runs import Decision, read_decisions, reopen
from llm_extract.schemas import load_schema


def agreement_of(folder: Path, run: int | None = None) -> tuple[Agreement, ...]:
    """How far the reviewers of a run agree, by default of the newest one.

    Raises:
        SettingsError: ``usage``, there is no journal or no such run; the schema cannot be loaded.
        ArticleError: ``unreadable``, the journal is damaged.
    """
    found = reopen(folder, run)
    subjects = subjects_of(found.lines)
    lists = load_schema(found.totals.schema).items
    return agreement(subjects, reviews(subjects, read_decisions(folder), lists))


def reviews(
    subjects: Sequence[Subject], decisions: Iterable[Decision], lists: Collection[str]
) -> dict[str, dict[int, Decided]]:
    """What everybody decided about these records, by reviewer and place of the article."""
    index = {subject.id: place for place, subject in enumerate(subjects)}
    by_record: dict[tuple[str, int], list[Decision]] = {}
    for one in decisions:
        if one.article in index:
            by_record.setdefault((one.reviewer, index[one.article]), []).append(one)
    found: dict[str, dict[int, Decided]] = {}
    for (reviewer, place), own in by_record.items():
        subject = subjects[place]
        if any(one.outcome == subject.outcome for one in own):
            decided = fold(own, subject.outcome, lists, subject.items or {})
            found.setdefault(reviewer, {})[place] = decided
    return found
