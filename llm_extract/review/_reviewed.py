"""Which records of a run count as right, and whose word that is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from llm_extract.errors import SettingsError
from llm_extract.review._agreement import Reviews
from llm_extract.review._effective import Applier, Effective
from llm_extract.review._errors import RefusedError
from llm_extract.review._fold import Decided
from llm_extract.runs import StoredLine, StoredRun
from llm_extract.schemas import Schema, without_derived

# Why an article somebody looked at is left out.
Reason = Literal[
    "not done",
    "changed since it was done",
    "reviewed by one only",
    "reviewers differ",
    "does not fit any more",
]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A record that is right.

    Attributes:
        stored: what was extracted.
        line: the same with the decisions applied.
        reviewers: whose decisions.
        notes: what they noted, ``{"reviewer", "path", "note"}``.
    """

    stored: StoredLine
    line: dict[str, Any]
    reviewers: tuple[str, ...]
    notes: tuple[dict[str, Any], ...]


@dataclass
class Selection:
    """Records by the word of some reviewers; what is taken and left out is counted on the way.

    Args:
        run: whose records.
        applier: of its schema.
        reviews: what everybody decided.
        reviewers: whose word counts; of several, records count on which they agree.
        partial: also articles that are not done; what is undecided stands as it was extracted.
    """

    run: StoredRun
    applier: Applier
    reviews: Reviews
    reviewers: Collection[str]
    partial: bool = False
    left_out: Counter[Reason] = field(default_factory=Counter)
    taken: int = 0

    def __iter__(self) -> Iterator[Reviewed]:
        """In the order of the run."""
        for place in sorted({place for name in self.reviewers for place in self.reviews[name]}):
            said = {
                name: self.reviews[name][place]
                for name in self.reviewers
                if place in self.reviews[name]
            }
            found = self._one(self.run.lines[place], said)
            if isinstance(found, Reviewed):
                self.taken += 1
                yield found
            else:
                self.left_out[found] += 1

    def _one(self, stored: StoredLine, said: Mapping[str, Decided]) -> Reviewed | Reason:
        if stored.line["status"] != "ok":
            return "not done"
        done = {name: one for name, one in said.items() if one.is_done or self.partial}
        if not done:
            was_done = any(one.was_done for one in said.values())
            return "changed since it was done" if was_done else "not done"
        if len(self.reviewers) > 1 and len(done) == 1:
            return "reviewed by one only"
        try:
            made = [self.applier.apply(stored, one) for one in done.values()]
        except RefusedError:
            return "does not fit any more"
        if len({_content(one, self.applier.schema) for one in made}) > 1:
            return "reviewers differ"
        notes = (
            {"reviewer": name, "path": note.path, "note": note.note}
            for name, one in done.items()
            for note in one.notes
        )
        return Reviewed(stored, made[0].line, tuple(done), tuple(notes))


def word_of(
    reviews: Reviews, reviewer: str | None, *, agreed: bool, folder: str
) -> tuple[str, ...]:
    """Whose word counts.

    Raises:
        SettingsError: ``usage``, nobody reviewed the run, or it is not clear whose word counts.
    """
    names = tuple(sorted(reviews))
    if not names:
        hint = f"llm-extract review {folder}"
        raise SettingsError("usage", "nobody reviewed the run yet", source=folder, hint=hint)
    if reviewer is not None:
        if reviewer not in reviews:
            raise SettingsError(
                "usage", f"{reviewer!r} is none of {', '.join(names)}", source="--reviewer"
            )
        return (reviewer,)
    if len(names) > 1 and not agreed:
        raise SettingsError(
            "usage",
            f"it has {len(names)} reviewers: {', '.join(names)}",
            source=folder,
            hint="name one with --reviewer, or take what they agree on with --agreed",
        )
    return names


def _content(made: Effective, schema: Schema) -> str:
    """What a reviewer can say of a record; the order of items is no part of it."""
    said = without_derived(made.line["data"], (schema.model,))
    for name in schema.items:
        said[name] = sorted(json.dumps(item, sort_keys=True) for item in said.get(name) or ())
    return json.dumps(said, sort_keys=True)
