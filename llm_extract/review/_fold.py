"""What the decisions of one reviewer about one article add up to.

They are taken in order, those that were undone left out:

- ``accept`` of an item or fact judges it as it stands; of a value it also takes back what was
  corrected there.
- ``correct`` of a value replaces what was corrected there or below before, and brings back its
  item, had it been rejected. Of an item it corrects several values at once, such as bounds that
  are right only together: ``{"low": 12, "best": 12}``.
- ``reject`` of an item takes it out; of a value it empties its field.
- ``add`` puts an item at the end of its list, under a path of its own.
- ``done`` says that the reviewer looked at everything: what is undecided counts as accepted.

Decisions about paths of which none lies below the other may be made in any order. They follow
their items, see `_placing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from llm_extract.review._paths import added, address, is_at
from llm_extract.review._placing import Placing
from llm_extract.review._subjects import mark_of
from llm_extract.runs import Decision

State = Literal["accepted", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What is right of a value; ``is_rejected`` where nothing is."""

    value: Any = None
    is_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """An item a reviewer added to a list."""

    list: str
    value: Any


@dataclass
class Decided:
    """Where a reviewer stands with one record.

    Attributes:
        rejected: paths of items that are taken out.
        accepted: paths of items and values that are right as they stand.
        edits: what is right, by path, in the order it was said.
        added: items by their path.
        notes: decisions that are notes, in order.
        is_done: whether the reviewer looked at everything.
        was_done: whether the reviewer said so of other items than the record has now.
        earlier: standing decisions about an earlier record of the article; they are not applied.
        gone: those about items that are not there any more, not applied either.
    """

    rejected: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    edits: dict[str, Edit] = field(default_factory=dict)
    added: dict[str, Added] = field(default_factory=dict)
    notes: list[Decision] = field(default_factory=list)
    is_done: bool = False
    was_done: bool = False
    earlier: int = 0
    gone: int = 0

    @property
    def changes(self) -> bool:
        """Whether the record is another one than was extracted."""
        return bool(self.rejected or self.edits or self.added)

    def state(self, path: str) -> State | None:
        """What became of an item, fact or value; ``None`` while it is undecided."""
        if path in self.rejected or (path in self.edits and self.edits[path].is_rejected):
            return "rejected"
        if any(is_at(edited, path) for edited in self.edits):
            return "corrected"
        return "accepted" if self.is_done or path in self.accepted else None


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions that were not undone, without the undoing ones, in order."""
    kept: dict[int, Decision] = {}
    for one in decisions:
        if one.action != "undo":
            kept[one.number] = one
        elif one.undoes is not None:
            kept.pop(one.undoes, None)
    return list(kept.values())


def fold(
    decisions: Sequence[Decision],
    outcome: int | None,
    lists: Collection[str],
    items: Mapping[str, str],
) -> Decided:
    """Add up the decisions of one reviewer about one article.

    Args:
        decisions: in order.
        outcome: number of the outcome the record is of.
        lists: names of the lists of items.
        items: of the record: their keys by path, as of `Subject`.
    """
    found, placing, mark = Decided(), Placing(items, lists), mark_of(items)
    for one in standing(decisions):
        if one.outcome != outcome:
            found.earlier += 1
        elif one.action == "done":
            found.is_done = found.is_done or one.item in (None, mark)
            found.was_done = not found.is_done
        elif (here := placing.placed(one)) is None:
            found.gone += 1
        else:
            _take(found, here, lists)
    return found


def _take(found: Decided, one: Decision, lists: Collection[str]) -> None:
    if one.action == "note":
        found.notes.append(one)
    elif one.action == "add":
        found.added[added(one.number, one.path)] = Added(one.path, one.value)
    elif (place := address(one.path, lists)) is None:
        # Of a release whose paths are others.
        found.earlier += 1
    elif place.field:
        _value(found, one, place.item)
    elif one.action == "correct":
        for name, value in one.value.items():
            _value(found, replace(one, path=f"{one.path}.{name}", value=value), place.item)
    else:
        _item(found, one)


def _item(found: Decided, one: Decision) -> None:
    if one.action == "reject":
        found.rejected.add(one.path)
        found.accepted.discard(one.path)
    else:
        found.rejected.discard(one.path)
        found.accepted.add(one.path)


def _value(found: Decided, one: Decision, item: str) -> None:
    for path in [path for path in found.edits if is_at(path, one.path)]:
        del found.edits[path]
    if one.action == "accept":
        found.accepted.add(one.path)
        return
    found.accepted.discard(one.path)
    found.rejected.discard(item)
    found.edits[one.path] = Edit(one.value, is_rejected=one.action == "reject")
