"""Items by type, list by list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from llm_extract.report.overview._items import Item
from llm_extract.report.overview._layout import ListLayout
from llm_extract.report.overview._links import articles_link


@dataclass(frozen=True, slots=True)
class Kind:
    """Items of one type.

    Attributes:
        name: the type, ``None`` where it was left open.
        count: of items that count.
        width: per cent of the longest bar of the list.
        link: to the articles that have one, ``None`` where the list cannot be filtered by it.
        below: its sub-types.
    """

    name: str | None
    count: int
    width: float
    link: str | None
    below: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class ListCount:
    """The items of one list.

    Attributes:
        name: of the list.
        items: all of them.
        articles: how many articles have any.
        apart: why some are not counted by type, and how many.
        kinds: the others by type, the most frequent first; empty when none of them has one.
        field: where the type stands.
        is_lead: whether the record is about these items first of all.
        link: to the articles that have any.
    """

    name: str
    items: int
    articles: int
    apart: tuple[tuple[str, int], ...]
    kinds: tuple[Kind, ...]
    field: str | None
    is_lead: bool
    link: str


def count_of(layout: ListLayout, items: Sequence[Item]) -> ListCount:
    """Count a list."""
    counted = [item for item in items if item.apart is None]
    apart = Counter(item.apart for item in items if item.apart is not None)
    return ListCount(
        name=layout.name,
        items=len(items),
        articles=len({item.article for item in items}),
        apart=tuple(apart.most_common()),
        kinds=_kinds(layout, counted) if any(item.kind for item in counted) else (),
        field=layout.kind,
        is_lead=layout.is_lead,
        link=articles_link(list=layout.name),
    )


def _kinds(layout: ListLayout, items: Sequence[Item]) -> tuple[Kind, ...]:
    found = Counter(item.kind for item in items)
    most = max(found.values(), default=0)
    below = Counter((item.kind, item.sub_kind) for item in items if item.sub_kind)
    return tuple(
        Kind(
            name,
            count,
            100 * count / most,
            articles_link(list=layout.name, type=name) if name else None,
            _below(name, below, most),
        )
        for name, count in found.most_common()
    )


def _below(kind: str | None, found: Counter[tuple[str | None, str]], most: int) -> tuple[Kind, ...]:
    return tuple(
        Kind(name, count, 100 * count / most, None)
        for (above, name), count in found.most_common()
        if above == kind
    )
