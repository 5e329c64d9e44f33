"""Two records, or two runs, compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from llm_extract.evaluation._difference import GRADES, Difference, Kind, Quoted, RunDiff, Spent
from llm_extract.evaluation._fields import Fields, fields_of
from llm_extract.evaluation._lines import Line, Lines
from llm_extract.evaluation._partners import Partners, partners_of
from llm_extract.evaluation._proof import Proof, verdict_grade
from llm_extract.evaluation._values import Judge, leaves
from llm_extract.schemas import Grade, Schema

_CITES = "cites"
# Places in the old and in the new record.
At: TypeAlias = tuple[str | None, str | None]
Paths: TypeAlias = tuple[str, str]
PUBLISHED = "article.published"
_SEVERITIES: dict[str, Grade] = {"reject": "major", "fault": "major", "notice": "neutral"}


def compare_lines(old: Line | None, new: Line | None, schema: Schema) -> tuple[Difference, ...]:
    """What differs between two records of one article, the worst first.

    Lists are sets: their items are matched by optimal assignment, and neither order nor ids count.
    ``None`` stands for an article that is not there.

    Raises:
        SettingsError: ``extra_missing``, items differ and scipy is not installed.
    """
    if old is None or new is None or old["status"] != "ok" or new["status"] != "ok":
        return tuple(_states(old, new))
    found = list(_Comparison(old, new, fields_of(schema)).differences())
    return tuple(sorted(found, key=_rank))


def compare_runs(old: Lines, new: Lines, schema_of: Callable[[str], Schema]) -> RunDiff:
    """What differs between two runs; ``schema_of`` loads a schema by its reference.

    Records of two schemas are compared in the fields both have.

    Raises:
        SettingsError: a schema cannot be loaded, or ``extra_missing``.
    """
    found: list[Difference] = []
    equal = 0
    for identity in old.keys() & new.keys():
        one, two = old[identity], new[identity]
        differences = compare_lines(one, two, schema_of(str(two["schema"])))
        equal += all(part.grade == "neutral" for part in differences)
        found.extend(differences)
    for identity in old.keys() - new.keys():
        found.extend(_states(old[identity], None))
    only_new = sorted(new.keys() - old.keys())
    return RunDiff(
        differences=tuple(sorted(found, key=_rank)),
        compared=len(old.keys() & new.keys()),
        equal=equal,
        only_old=tuple(sorted(old.keys() - new.keys())),
        only_new=tuple(only_new),
        schemas=_schemas(old, new),
        old=_spent(old.values()),
        new=_spent(new.values()),
    )


def _rank(part: Difference) -> tuple[int, str, str, str]:
    return GRADES.index(part.grade), part.article, part.path, part.new_path or part.old_path or ""


def _states(old: Line | None, new: Line | None) -> Iterator[Difference]:
    before, after = _state(old), _state(new)
    if before == after:
        return
    some = new or old or {}
    grade: Grade = "critical" if before == "ok" else "major"
    path = "status"
    yield Difference(str(some.get("id", "?")), "status", path, path, path, before, after, grade)


def _state(line: Line | None) -> str | None:
    """``ok``, or the code of the error; ``None`` for an article that is not there."""
    if line is None:
        return None
    error = line.get("error") or {}
    return str(error.get("code", line["status"]))


def _schemas(old: Lines, new: Lines) -> tuple[str, str] | None:
    one = sorted({str(line["schema"]) for line in old.values()})
    two = sorted({str(line["schema"]) for line in new.values()})
    return (", ".join(one), ", ".join(two)) if one != two and one and two else None


class _Comparison:
    """Two lines with a record each."""

    def __init__(self, old: Line, new: Line, fields: Fields) -> None:
        self._article = str(new["id"])
        self._old, self._new = old, new
        self._fields = fields
        self._partners: Partners = partners_of(old["data"], new["data"], fields)
        self._judge = Judge(old["data"], new["data"], fields, self._partners)
        self._proof = Proof(old), Proof(new)

    def differences(self) -> Iterator[Difference]:
        """All of them, in no order."""
        yield from self._published()
        yield from self._facts()
        for name in self._partners.pairs:
            yield from self._list(name)
        yield from self._said()

    def _published(self) -> Iterator[Difference]:
        old, new = ((line.get("article") or {}).get("published") for line in (self._old, self._new))
        if old != new:
            yield self._difference("value", PUBLISHED, (PUBLISHED, PUBLISHED), old, new, "critical")

    def _facts(self) -> Iterator[Difference]:
        one, two = (
            {name: line["data"][name] for name in self._fields.names if name in line["data"]}
            for line in (self._old, self._new)
        )
        for name in self._partners.pairs:
            one.pop(name, None)
            two.pop(name, None)
        yield from self._values(one, two, "", "", "")

    def _list(self, name: str) -> Iterator[Difference]:
        old, new = self._old["data"][name], self._new["data"][name]
        grade = self._fields.of_list(name)
        for position in self._partners.lost[name]:
            path = f"{name}.{position}"
            yield self._difference("lost", f"{name}.*", (path, None), old[position], None, grade)
        for position in self._partners.added[name]:
            path = f"{name}.{position}"
            yield self._difference("added", f"{name}.*", (None, path), None, new[position], grade)
        for one, two in self._partners.pairs[name]:
            yield from self._values(
                old[one], new[two], f"{name}.*", f"{name}.{one}", f"{name}.{two}"
            )

    def _values(
        self, old: Mapping[str, Any], new: Mapping[str, Any], pattern: str, at_old: str, at_new: str
    ) -> Iterator[Difference]:
        for place, keys, one, two in leaves(old, new, pattern):
            paths = _below(at_old, keys), _below(at_new, keys)
            if keys == (_CITES,) and pattern:
                yield from self._cites(place, paths, one, two)
                continue
            grade = self._judge.grade(place, one, two)
            if grade:
                yield self._difference("value", place, paths, one, two, grade)
            else:
                yield from self._verdicts(place, paths, one, two)

    def _cites(
        self, place: str, paths: tuple[str, str], old: Any, new: Any
    ) -> Iterator[Difference]:
        one, two = set(old or ()), set(new or ())
        if one != two:
            grade: Grade = "minor" if one & two else "major"
            yield self._difference("evidence", place, paths, old, new, grade)

    def _verdicts(
        self, place: str, paths: tuple[str, str], old: Any, new: Any
    ) -> Iterator[Difference]:
        """Values that are equal may be proven better or worse."""
        ends = [""]
        if isinstance(old, list):
            ends = [f".{n}" for n in range(len(old))] if old == new else []
        for end in ends:
            one = self._proof[0].verdict(paths[0] + end)
            two = self._proof[1].verdict(paths[1] + end)
            if one and two and one != two:
                yield self._difference(
                    "verdict",
                    place + (".*" if end else ""),
                    (paths[0] + end, paths[1] + end),
                    one,
                    two,
                    verdict_grade(one, two),
                )

    def _said(self) -> Iterator[Difference]:
        """What checks and salvage have to say of both records."""
        for kind, member, path, tell, grade in _SAID:
            one, two = (
                {tell(part): part for part in line.get(member) or ()}
                for line in (self._old, self._new)
            )
            counts = [Counter(map(tell, line.get(member) or ())) for line in (self._old, self._new)]
            for key in (counts[0] - counts[1]).elements():
                yield self._difference(kind, path, (None, None), one[key], None, grade(one[key]))
            for key in (counts[1] - counts[0]).elements():
                yield self._difference(kind, path, (None, None), None, two[key], grade(two[key]))

    def _difference(
        self,
        kind: Kind,
        path: str,
        at: At,
        old: Any,
        new: Any,
        grade: Grade,
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


def _of_finding(part: Mapping[str, Any]) -> str:
    # Positions change with the order of items.
    place = ".".join("*" if key.isdigit() else key for key in str(part["path"]).split("."))
    return json.dumps([part["code"], part["severity"], place])


def _of_rejected(part: Mapping[str, Any]) -> str:
    return json.dumps([part["list"], part["code"], part["raw"]], sort_keys=True)


def _as_it_is(part: Mapping[str, Any]) -> str:
    return json.dumps(part, sort_keys=True)


# Kind, member of a line, path told, what makes two of them the same, grade.
_SAID: tuple[
    tuple[
        Kind,
        str,
        str,
        Callable[[Mapping[str, Any]], str],
        Callable[[Mapping[str, Any]], Grade],
    ],
    ...,
] = (
    ("finding", "findings", "findings", _of_finding, lambda p: _SEVERITIES[p["severity"]]),
    ("rejected", "rejected", "rejected", _of_rejected, lambda _: "minor"),
    ("finding", "suspicious_text", "suspicious_text", _as_it_is, lambda _: "minor"),
    ("finding", "gaps", "gaps", _as_it_is, lambda _: "minor"),
)


def _spent(lines: Iterable[Line]) -> Spent:
    """Means over the articles with a record; lines of accepted records tell nothing of it."""
    told = [line for line in lines if line["status"] == "ok" and "usage" in line]
    if not told:
        return Spent()
    tokens = [_sum(line["usage"], "prompt_tokens", "completion_tokens") for line in told]
    attempts = [line.get("attempts") or () for line in told]
    costs = [line.get("cost") for line in told]
    known = [cost for cost in costs if cost is not None]
    return Spent(
        tokens=sum(tokens) / len(told),
        requests=sum(map(len, attempts)) / len(told),
        reasks=sum(_is_misfit(a) for part in attempts for a in part) / len(told),
        cost=1000 * sum(known) / len(told) if len(known) == len(costs) else None,
        seconds=sum(line.get("seconds") or 0.0 for line in told) / len(told),
    )


def _sum(usage: Mapping[str, Any], *names: str) -> int:
    return sum(usage.get(name) or 0 for name in names)


def _is_misfit(attempt: Mapping[str, Any]) -> bool:
    return attempt.get("code") in ("schema_mismatch", "invalid_response")
