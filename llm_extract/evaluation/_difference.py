"""What differs between two records of one article, and how much it matters."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from llm_extract.schemas import Grade

GRADES: tuple[Grade, ...] = ("critical", "major", "minor", "neutral")

_SHOWN = 60

# value     another value of a field;
# added, lost  an item, or a value of a plain list, without a partner in the other record;
# evidence  other sentences are cited;
# verdict   the same value is proven better or worse;
# finding, rejected  something the checks say, or an item they took out;
# status    a record where there was none, or none where there was one.
Kind: TypeAlias = Literal[
    "value", "added", "lost", "evidence", "verdict", "finding", "rejected", "status"
]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Evidence of one side.

    Attributes:
        spans: what proves the item or value, in code points of the article, end-exclusive.
        quotes: the sentences its item cites.
        starts: where each of them begins, in code points.
    """

    spans: tuple[tuple[int, int], ...] = ()
    quotes: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two records of an article.

    Attributes:
        article: its id.
        kind: see `Kind`.
        path: pattern of the place, positions as ``*``: ``casualties.*.best``.
        old_path: the place in the old record, ``casualties.0.best``, ``None`` if it has none.
        new_path: the place in the new record.
        old: the old value, as JSON has it; of an item the whole item.
        new: the new value.
        grade: how much it matters.
        old_evidence: of the item or value in the old record.
        new_evidence: of that in the new record.
    """

    article: str
    kind: Kind
    path: str
    old_path: str | None
    new_path: str | None
    old: Any
    new: Any
    grade: Grade
    old_evidence: Quoted = Quoted()
    new_evidence: Quoted = Quoted()

    def __str__(self) -> str:
        """One line: where, and what became of what."""
        where = self.new_path or self.old_path or self.path
        if self.kind in ("added", "lost"):
            return f"{where}: {self.kind}"
        return f"{where}: {_short(self.old)} -> {_short(self.new)}"

    def as_json(self) -> dict[str, Any]:
        """The difference as a JSON object."""
        return {
            "article": self.article,
            "kind": self.kind,
            "grade": self.grade,
            "path": self.path,
            "old_path": self.old_path,
            "new_path": self.new_path,
            "old": self.old,
            "new": self.new,
            "old_evidence": _quoted(self.old_evidence),
            "new_evidence": _quoted(self.new_evidence),
        }


@dataclass(frozen=True, slots=True)
class Spent:
    """What one side took, per article with a record; ``None`` where the lines do not tell.

    ``cost`` is in US dollars per 1,000 articles; ``reasks`` are answers that did not fit.
    """

    tokens: float | None = None
    requests: float | None = None
    reasks: float | None = None
    cost: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class RunDiff:
    """Two runs compared.

    Attributes:
        differences: the worst first, then by article.
        compared: articles both runs have.
        equal: those among them without any difference but neutral ones.
        only_old: ids of articles the new run does not have.
        only_new: ids of articles the old run does not have.
        schemas: old and new schema, where they are two; only fields both have are compared.
        old: what the old run took.
        new: what the new run took.
    """

    differences: tuple[Difference, ...]
    compared: int
    equal: int
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    schemas: tuple[str, str] | None = None
    old: Spent = Spent()
    new: Spent = Spent()
    by_grade: Mapping[Grade, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count once."""
        counts = Counter(difference.grade for difference in self.differences)
        object.__setattr__(self, "by_grade", {grade: counts[grade] for grade in GRADES})

    @property
    def by_article(self) -> dict[str, list[Difference]]:
        """Differences by article, the one with the worst first."""
        found: dict[str, list[Difference]] = {}
        for part in self.differences:
            found.setdefault(part.article, []).append(part)
        return found

    @property
    def by_path(self) -> dict[str, int]:
        """Differences that are not neutral, by path pattern, the most first."""
        counts = Counter(part.path for part in self.differences if part.grade != "neutral")
        return dict(counts.most_common())

    def as_json(self) -> dict[str, Any]:
        """The comparison as a JSON object."""
        from dataclasses import asdict

        return {
            "compared": self.compared,
            "equal": self.equal,
            "only_old": list(self.only_old),
            "only_new": list(self.only_new),
            "schemas": self.schemas,
            "by_grade": dict(self.by_grade),
            "by_path": self.by_path,
            "old": asdict(self.old),
            "new": asdict(self.new),
            "differences": [difference.as_json() for difference in self.differences],
        }


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _quoted(evidence: Quoted) -> dict[str, Any]:
    return {
        "spans": [list(span) for span in evidence.spans],
        "quotes": list(evidence.quotes),
        "starts": list(evidence.starts),
    }
