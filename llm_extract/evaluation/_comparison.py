"""Two lines with a record each, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from llm_extract.evaluation._difference import Difference, Kind, Quoted
from llm_extract.evaluation._fields import Fields, worst
from llm_extract.evaluation._filled import filled
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation._partners import Partners, partners_of
from llm_extract.evaluation._proof import Proof, verdict_grade
from llm_extract.evaluation._said import Findings, severity_grade, unsaid
from llm_extract.evaluation._values import Judge, leaves
from llm_extract.schemas import Grade

_CITES = "cites"
# Of the line, not of its record.
PUBLISHED = "article.published"
# Places in the old and in the new record.
At: TypeAlias = tuple[str | None, str | None]
Paths: TypeAlias = tuple[str, str]


class Comparison:
    """Two lines with a record each."""

    def __init__(self, old: Line, new: Line, fields: Fields) -> None:
        self._article = str(new["id"])
        old, new = filled(old, new, fields)
        self._old, self._new = old, new
        self._fields = fields
        self._partners: Partners = partners_of(old["data"], new["data"], fields)
        self._judge = Judge(old["data"], new["data"], fields, self._partners)
        self._proof = Proof(old), Proof(new)
        self._findings = Findings(old, new, self._partners)

    def differences(self) -> Iterator[Difference]:
        """All of them, in no order."""
        yield from self._published()
        yield from self._facts()
        for name in self._partners.pairs:
            yield from self._lone(name)
            yield from self._paired(name)
        yield from self._said()

    def _published(self) -> Iterator[Difference]:
        old, new = ((line.get("article") or {}).get("published") for line in (self._old, self._new))
        if old != new:
            yield self._difference("value", PUBLISHED, (PUBLISHED, PUBLISHED), old, new, "critical")

    def _facts(self) -> Iterator[Difference]:
        names = [name for name in self._fields.names if name not in self._partners.pairs]
        one, two = (
            {name: line["data"][name] for name in names if name in line["data"]}
            for line in (self._old, self._new)
        )
        yield from self._values(one, two, "", "", "")

    def _lone(self, name: str) -> Iterator[Difference]:
        """Items more or less; what the checks say of one goes with it."""
        for position in self._partners.lost[name]:
            path, item = f"{name}.{position}", self._old["data"][name][position]
            grade = self._of_item(name, self._findings.of_lost(path))
            yield self._difference("lost", f"{name}.*", (path, None), item, None, grade)
        for position in self._partners.added[name]:
            path, item = f"{name}.{position}", self._new["data"][name][position]
            grade = self._of_item(name, self._findings.of_added(path))
            yield self._difference("added", f"{name}.*", (None, path), None, item, grade)

    def _of_item(self, name: str, findings: list[Mapping[str, Any]]) -> Grade:
        return worst((self._fields.of_list(name), *map(severity_grade, findings)))

    def _paired(self, name: str) -> Iterator[Difference]:
        old, new = self._old["data"][name], self._new["data"][name]
        for one, two in self._partners.pairs[name]:
            yield from self._values(
                old[one], new[two], f"{name}.*", f"{name}.{one}", f"{name}.{two}"
            )

    def _values(
        self, old: Mapping[str, Any], new: Mapping[str, Any], pattern: str, at_old: str, at_new: str
    ) -> Iterator[Difference]:
        for place, keys, one, two in leaves(old, new, pattern, self._fields):
            paths = _below(at_old, keys), _below(at_new, keys)
            if keys == (_CITES,) and pattern:
                yield from self._cites(place, paths, one, two)
                continue
            grade = self._judge.grade(place, one, two)
            if grade:
                yield self._difference("value", place, paths, one, two, grade)
            elif keys[-1] != "id":
                yield from self._proofs(place, paths, one, two)

    def _cites(self, place: str, paths: Paths, old: Any, new: Any) -> Iterator[Difference]:
        one, two = set(old or ()), set(new or ())
        if one != two:
            grade = self._fields.declared(place) or self._of_cites(paths, overlap=bool(one & two))
            yield self._difference("evidence", place, paths, old, new, grade)

    def _of_cites(self, paths: Paths, *, overlap: bool) -> Grade:
        old, new = (
            sorted(proof.of(path).quotes) for proof, path in zip(self._proof, paths, strict=True)
        )
        # The same sentences, numbered otherwise: the article got a line more above them.
        if old and old == new:
            return "neutral"
        return "minor" if overlap else "major"

    def _proofs(self, place: str, paths: Paths, old: Any, new: Any) -> Iterator[Difference]:
        """Values that are equal may be proven better or worse, or by other words."""
        for end_old, end_new in _ends(old, new):
            at = paths[0] + end_old, paths[1] + end_new
            pattern = f"{place}.*" if end_old else place
            one, two = self._proof[0].verdict(at[0]), self._proof[1].verdict(at[1])
            if one is None or two is None:
                continue
            if one != two:
                yield self._difference("verdict", pattern, at, one, two, verdict_grade(one, two))
                continue
            shown = self._proof[0].shape(at[0]), self._proof[1].shape(at[1])
            if shown[0] != shown[1] and self._cited_alike(at):
                yield self._difference("evidence", pattern, at, *shown, "minor")

    def _cited_alike(self, paths: Paths) -> bool:
        """Whether the items of two values cite the same words, or the values are of none."""
        return self._proof[0].of(paths[0]).quotes == self._proof[1].of(paths[1]).quotes

    def _said(self) -> Iterator[Difference]:
        """What checks and salvage have to say of both records."""
        gone, come = self._findings.differing()
        for part in gone:
            yield self._difference(
                "finding", "findings", (None, None), part, None, severity_grade(part)
            )
        for part in come:
            yield self._difference(
                "finding", "findings", (None, None), None, part, severity_grade(part)
            )
        for kind, member, gone, come in unsaid(self._old, self._new):
            for part in gone:
                yield self._difference(kind, member, (None, None), part, None, "minor")
            for part in come:
                yield self._difference(kind, member, (None, None), None, part, "minor")

    def _difference(
        self, kind: Kind, path: str, at: At, old: Any, new: Any, grade: Grade
    ) -> Difference:
        old_path, new_path = at
        return Difference(
            self._article,
            kind,
            path,
            old_path,
            new_path,
            old,
            new,
            grade,
            self._proof[0].of(old_path) if old_path else Quoted(),
            self._proof[1].of(new_path) if new_path else Quoted(),
        )


def _below(place: str, keys: tuple[str, ...]) -> str:
    return ".".join((place, *keys) if place else keys)


def _ends(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """What follows the paths of two equal values; those of a list in any order."""
    if not isinstance(old, list) or not isinstance(new, list):
        yield "", ""
        return
    left = list(enumerate(new))
    for position, value in enumerate(old):
        same = next((pair for pair in left if pair[1] == value), None)
        if same:
            left.remove(same)
            yield f".{position}", f".{same[0]}"
