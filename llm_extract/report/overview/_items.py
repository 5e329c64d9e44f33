"""The items of a run, as much of each as is counted and drawn.

Lines are gone through one by one and are large: an item holds nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any

from llm_extract.grounding import DOUBTFUL, count_of
from llm_extract.report.overview._days import Days, days_of
from llm_extract.report.overview._layout import Counts, ListLayout


@dataclass(frozen=True, slots=True)
class Counted:
    """What an item counts.

    Attributes:
        id: of the item, if it has one.
        low, best, high: the numbers, ``None`` when unknown.
        said: the count as written.
        source: who counted.
        group: who was counted.
        rivals: ids of counts of the same article that contradict it.
        doubtful: whether one of the numbers, the words, the source or the group is.
    """

    id: str | None
    low: int | None
    best: int | None
    high: int | None
    said: str | None
    source: str | None
    group: str | None
    rivals: tuple[str, ...]
    doubtful: bool

    @property
    def known(self) -> list[int]:
        """The numbers there are."""
        return [number for number in (self.low, self.best, self.high) if number is not None]


@dataclass(frozen=True, slots=True)
class Item:
    """One item.

    Attributes:
        article: position of its article in the run.
        path: ``events.0``.
        kind: its type, ``None`` where the schema has none or the item leaves it open.
        sub_kind: its type below that.
        apart: why it is not counted with the others.
        days: when it was, ``None`` when unknown.
        counted: ``None`` when its list counts nothing between bounds.
    """

    article: int
    path: str
    kind: str | None
    sub_kind: str | None
    apart: str | None
    days: Days | None
    counted: Counted | None


def items_of(index: int, line: Mapping[str, Any], layout: ListLayout) -> Iterator[Item]:
    """The items of one list of one line."""
    items = line["data"].get(layout.name) or []
    doubtful = _doubtful(line, layout.name) if items and layout.counts else {}
    for number, value in enumerate(items):
        path = f"{layout.name}.{number}"
        yield Item(
            article=index,
            path=path,
            kind=_choice(value, layout.kind),
            sub_kind=_choice(value, layout.sub_kind),
            apart=layout.apart(value, line["data"]) if layout.apart else None,
            days=days_of(value.get(layout.dated)) if layout.dated else None,
            counted=_counted(value, line, layout.counts, doubtful.get(path, set()))
            if layout.counts
            else None,
        )


def _counted(
    value: Mapping[str, Any], line: Mapping[str, Any], counts: Counts, doubtful: set[str]
) -> Counted:
    told = {counts.low, counts.best, counts.high, counts.text, counts.source, counts.group}
    low, best, high = (
        _number(value.get(field)) for field in (counts.low, counts.best, counts.high)
    )
    said = text_of(value, counts.text)
    if high is None and best is not None and low == best and _is_exact(said, best, line):
        # "19 bodies" are no more than 19, also where no high was given.
        high = best
    return Counted(
        text_of(value, "id"), low, best, high, said,
        text_of(value, counts.source), text_of(value, counts.group),
        tuple(value.get(counts.rivals) or ()) if counts.rivals else (),
        not doubtful.isdisjoint(told),
    )  # fmt: skip


def _is_exact(said: str | None, number: int, line: Mapping[str, Any]) -> bool:
    count = count_of(said or "", line["evidence"].get("language"))
    return count.comparator == "exact" and count.allows("value", number)


def _doubtful(line: Mapping[str, Any], name: str) -> dict[str, set[str]]:
    """Fields with a doubtful value, by item."""
    found: dict[str, set[str]] = {}
    for value in line["evidence"]["values"]:
        if value["verdict"] in DOUBTFUL and value["path"].startswith(f"{name}."):
            parts = value["path"].split(".")
            found.setdefault(".".join(parts[:2]), set()).update(parts[2:3])
    return found


def text_of(value: Mapping[str, Any], field: str | None) -> str | None:
    """A field as text, ``None`` when it is empty."""
    found = value.get(field) if field else None
    return str(found) if found not in (None, "", []) else None


def _choice(value: Mapping[str, Any], field: str | None) -> str | None:
    """One of a few texts, held once."""
    found = text_of(value, field)
    return None if found is None else intern(found)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def published_of(line: Mapping[str, Any]) -> Days | None:
    """The day an article was published."""
    return days_of((line.get("article") or {}).get("published"))


def title_of(line: Mapping[str, Any]) -> str:
    """The title of an article, else its id."""
    return str((line.get("article") or {}).get("title") or line["id"])
