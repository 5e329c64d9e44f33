"""How far reviewers agree about the records of one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from llm_extract.review._fold import Decided, State
from llm_extract.review._kappa import kappa, observed
from llm_extract.review._paths import is_at
from llm_extract.review._subjects import Subject

JUDGEMENTS: tuple[State, ...] = ("accepted", "corrected", "rejected")
# What reviewers decided, by reviewer and place of the article in the run.
Reviews = Mapping[str, Mapping[int, Decided]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item two reviewers judge differently, or correct in different ways.

    Attributes:
        article: id of the article.
        index: its place in the run.
        path: of the item.
        judged: by either of them.
        values: paths that either corrected, with what each has there; ``None`` for one who left
            it as it was, else a list of one value.
    """

    article: str
    index: int
    path: str
    judged: tuple[State, State]
    values: dict[str, tuple[list[Any] | None, list[Any] | None]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on the items that both decided.

    Attributes:
        reviewers: their names.
        items: that both decided.
        matrix: items by judgement of the first (rows) and of the second (columns), in the order
            of `JUDGEMENTS`.
        agreed: share of the items with one judgement, ``None`` without items.
        kappa: Cohen's; ``None`` where it is undefined.
        values: corrected by either, in items that both corrected.
        same_values: of them, those with the same value by both.
        added: items each added to articles that both looked at, and those both added alike.
        disagreements: in the order of the run.
    """

    reviewers: tuple[str, str]
    items: int
    matrix: tuple[tuple[int, ...], ...]
    agreed: float | None
    kappa: float | None
    values: int
    same_values: int
    added: tuple[int, int, int]
    disagreements: tuple[Disagreement, ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


def agreement(subjects: Sequence[Subject], reviews: Reviews) -> tuple[Agreement, ...]:
    """Each pair of reviewers, by name."""
    return tuple(
        _pair(subjects, (one, two), (reviews[one], reviews[two]))
        for one, two in combinations(sorted(reviews), 2)
    )


@dataclass(frozen=True, slots=True)
class _Both:
    """An item that both decided."""

    index: int
    path: str
    judged: tuple[State, State]
    edits: dict[str, tuple[list[Any] | None, list[Any] | None]]


def _pair(
    subjects: Sequence[Subject],
    names: tuple[str, str],
    sides: tuple[Mapping[int, Decided], Mapping[int, Decided]],
) -> Agreement:
    found = list(_both(subjects, sides))
    judged = [one.judged for one in found]
    edits = [
        pair
        for one in found
        if one.judged == ("corrected", "corrected")
        for pair in one.edits.values()
    ]
    return Agreement(
        reviewers=names,
        items=len(found),
        matrix=tuple(tuple(judged.count((a, b)) for b in JUDGEMENTS) for a in JUDGEMENTS),
        agreed=observed(judged),
        kappa=kappa(judged),
        values=len(edits),
        same_values=sum(one == two for one, two in edits),
        added=_added(sides),
        disagreements=tuple(
            Disagreement(subjects[one.index].id, one.index, one.path, one.judged, one.edits)
            for one in found
            if one.judged[0] != one.judged[1] or any(a != b for a, b in one.edits.values())
        ),
    )


def _both(
    subjects: Sequence[Subject], sides: tuple[Mapping[int, Decided], Mapping[int, Decided]]
) -> Iterator[_Both]:
    for index in sorted(sides[0].keys() & sides[1].keys()):
        one, two = sides[0][index], sides[1][index]
        for path in subjects[index].items or ():
            first, second = one.state(path), two.state(path)
            if first is not None and second is not None:
                yield _Both(index, path, (first, second), _edits(path, one, two))


def _edits(
    item: str, one: Decided, two: Decided
) -> dict[str, tuple[list[Any] | None, list[Any] | None]]:
    paths = [path for path in dict.fromkeys((*one.edits, *two.edits)) if is_at(path, item)]
    return {path: (_said(one, path), _said(two, path)) for path in sorted(paths)}


def _said(decided: Decided, path: str) -> list[Any] | None:
    edit = decided.edits.get(path)
    return [edit.value] if edit else None


def _added(sides: tuple[Mapping[int, Decided], Mapping[int, Decided]]) -> tuple[int, int, int]:
    one, two = (
        [
            (index, new.list, new.value)
            for index in sorted(sides[0].keys() & sides[1].keys())
            for path, new in side[index].added.items()
            if path not in side[index].rejected
        ]
        for side in sides
    )
    left = list(two)
    same = 0
    for new in one:
        if new in left:
            left.remove(new)
            same += 1
    return len(one), len(two), same
