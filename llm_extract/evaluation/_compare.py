"""Two records, or two runs, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from llm_extract.evaluation._comparison import Comparison
from llm_extract.evaluation._difference import GRADES, Difference, RunDiff
from llm_extract.evaluation._fields import fields_of
from llm_extract.evaluation._lines import Line, Lines
from llm_extract.evaluation._spent import spent_of
from llm_extract.schemas import Grade, Schema

# Members of a line that are compared.
_COMPARED = ("article", "data", "evidence", "findings", "rejected", "suspicious_text", "gaps")


def compare_lines(old: Line | None, new: Line | None, schema: Schema) -> tuple[Difference, ...]:
    """What differs between two records of one article, the worst first.

    Lists are sets: their items are matched by optimal assignment, and neither order nor ids count.
    ``None`` stands for an article that is not there.

    Raises:
        SettingsError: ``extra_missing``, items differ and scipy is not installed.
    """
    if old is None or new is None or old["status"] != "ok" or new["status"] != "ok":
        return tuple(_states(old, new))
    if all(old.get(member) == new.get(member) for member in _COMPARED):
        return ()
    found = Comparison(old, new, fields_of(schema)).differences()
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
        old=spent_of(old.values()),
        new=spent_of(new.values()),
    )


def _rank(part: Difference) -> tuple[int, bool, str, str, str]:
    # Of equal grades a record that is gone is the worst.
    no_record = part.kind != "status"
    return (
        GRADES.index(part.grade),
        no_record,
        part.article,
        part.path,
        part.new_path or part.old_path or "",
    )


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
