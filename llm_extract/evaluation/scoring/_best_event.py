"""The metric ``best_event``: of gold with one event for an article, coded from more than it.

The rules are those of UCDP-AEC: an article may tell of other events too, and these are no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llm_extract.evaluation.scoring._model import (
    ABSTAINED,
    ALL,
    EVERY,
    Counts,
    Document,
    Scored,
    Slot,
    Slots,
    Template,
)
from llm_extract.evaluation.scoring._rules import meets
from llm_extract.evaluation.scoring._templates import families, of_family, row_of


class BestEvent:
    """Fields of the predicted event that fits best.

    For each gold template it is the one with most right fields, its sides told the other way
    round if that fits better; all others count nothing. A field is right if any filler meets any
    gold one. What the gold leaves empty is not scored.

    The rows of slots, and of all fields, hold what the text fully supports. The row `EVERY` holds
    all fields; in `ABSTAINED` are those the text does not support, where a predicted event is
    right to leave the field empty. Slots ``beside`` have their rows only: they are stricter or more
    lenient readings of a field that is counted already.
    """

    name = "best_event"

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Counts by slot, of all supported fields, of every field, and of abstentions."""
        rows = dict.fromkeys(_rows(slots), Counts())
        for family in families(slots):
            said = of_family(predicted, family)
            for right in of_family(gold, family):
                for field in _best(slots[family], right, said):
                    for row in field.rows(row_of(slots, family, field.slot.name)):
                        rows[row] += field.counts(abstention=row == ABSTAINED)
        return Scored(gold.id, rows)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of the gold beside the predicted one."""

    slot: Slot
    is_right: bool
    is_said: bool
    support: str

    def rows(self, own: str) -> Iterator[str]:
        if self.support == "yes":
            yield own
        if not self.slot.beside:
            yield EVERY
            if self.support != "partly":
                yield ALL if self.support == "yes" else ABSTAINED

    def counts(self, *, abstention: bool) -> Counts:
        if abstention:
            return Counts(int(not self.is_said), 1, int(not self.is_said), 1)
        return Counts(int(self.is_right), int(self.is_said), int(self.is_right), 1)


def _rows(slots: Slots) -> Iterator[str]:
    yield from (ALL, EVERY, ABSTAINED)
    for family in families(slots):
        yield from (row_of(slots, family, slot.name) for slot in slots[family])


def _best(table: Sequence[Slot], gold: Template, predicted: Sequence[Template]) -> list[_Field]:
    """Fields of the event that fits best, the first one of equals."""
    nothing = Template(gold.family, {})
    readings = [reading for mine in predicted for reading in (mine, _swapped(table, mine))]
    return max((_fields(table, gold, mine) for mine in readings or [nothing]), key=_fit)


def _fit(fields: list[_Field]) -> tuple[int, int]:
    right = [field for field in fields if field.is_right and not field.slot.beside]
    return len(right), sum(field.support == "yes" for field in right)


def _fields(table: Sequence[Slot], gold: Template, predicted: Template) -> list[_Field]:
    return [
        _Field(
            slot,
            any(
                meets(slot.rule, mine, right)
                for mine in predicted.slots.get(slot.name, ())
                for right in gold.slots[slot.name]
            ),
            bool(predicted.slots.get(slot.name)),
            gold.support.get(slot.name, "yes"),
        )
        for slot in table
        if gold.slots.get(slot.name)
    ]


def _swapped(table: Sequence[Slot], template: Template) -> Template:
    """The same event with its sides the other way round."""
    slots = {slot.name: template.slots.get(slot.swaps_with or slot.name, ()) for slot in table}
    return Template(template.family, slots)
