"""The metric ``event_fields``: items are aligned, then compared slot by slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from llm_extract.evaluation.scoring._assignment import assign
from llm_extract.evaluation.scoring._model import (
    Counts,
    Document,
    Filler,
    Scored,
    Slot,
    Slots,
    Template,
)
from llm_extract.evaluation.scoring._rules import meets
from llm_extract.evaluation.scoring._templates import Tally, of_family

# Places of the fillers that meet, predicted and gold, by slot.
Met: TypeAlias = Mapping[str, list[tuple[int, int]]]
# This many slots must agree where no identifying one does.
_ENOUGH = 2


class EventFields:
    """Precision and recall of fields.

    Templates of one family are aligned one-to-one so that as many fillers as possible meet. A
    pair may only be aligned if an identifying slot agrees, or two others do, or all there is on
    both sides. Templates without partner count as spurious or missing with all their fillers.
    Optional templates and fillers that were not found cost no recall.
    """

    name = "event_fields"

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Counts by slot, of all fields, of items, and of the article's relevance."""
        tally = Tally(slots)
        for family, table in slots.items():
            _score_family(tally, table, of_family(gold, family), of_family(predicted, family))
        tally.add_relevance(gold, predicted)
        return Scored(gold.id, tally.rows)


def align(
    table: Sequence[Slot], gold: Sequence[Template], predicted: Sequence[Template]
) -> list[tuple[int, int]]:
    """Places of aligned templates, predicted and gold."""
    scores = [[_pair_score(table, mine, right) for right in gold] for mine in predicted]
    return assign(scores, [not right.optional for right in gold])


def _score_family(
    tally: Tally, table: Sequence[Slot], gold: list[Template], predicted: list[Template]
) -> None:
    partners = align(table, gold, predicted)
    for mine, right in partners:
        _count_pair(tally, table, gold[right], predicted[mine])
    found, used = {right for _, right in partners}, {mine for mine, _ in partners}
    for place, template in enumerate(predicted):
        if place not in used:
            _count_spurious(tally, table, template)
    for place, template in enumerate(gold):
        if place not in found:
            _count_missing(tally, table, template)


def _count_pair(tally: Tally, table: Sequence[Slot], gold: Template, predicted: Template) -> None:
    tally.add_items(gold.family, Counts(1, 1, 1, 1))
    met = _met(table, predicted, gold)
    for slot in table:
        right = len(met[slot.name])
        found = {place for _, place in met[slot.name]}
        wanted = sum(
            place in found or not filler.optional
            for place, filler in enumerate(_fillers(gold, slot))
        )
        counts = Counts(right, len(_fillers(predicted, slot)), right, wanted)
        tally.add_field(gold.family, slot.name, counts, beside=slot.beside)


def _count_spurious(tally: Tally, table: Sequence[Slot], template: Template) -> None:
    tally.add_items(template.family, Counts(predicted=1))
    for slot in table:
        if not slot.beside:
            counts = Counts(predicted=len(_fillers(template, slot)))
            tally.add_field(template.family, slot.name, counts)


def _count_missing(tally: Tally, table: Sequence[Slot], template: Template) -> None:
    if template.optional:
        return
    tally.add_items(template.family, Counts(gold=1))
    for slot in table:
        if not slot.beside:
            wanted = sum(not filler.optional for filler in _fillers(template, slot))
            tally.add_field(template.family, slot.name, Counts(gold=wanted))


def _pair_score(table: Sequence[Slot], predicted: Template, gold: Template) -> int:
    """Number of fillers that meet, 0 for a pair that may not be aligned."""
    compared = [slot for slot in table if not slot.beside]
    met = _met(compared, predicted, gold)
    agree = [slot for slot in compared if met[slot.name]]
    filled = [slot for slot in compared if _fillers(predicted, slot) or _fillers(gold, slot)]
    may_pair = (
        any(slot.identifies for slot in agree) or len(agree) >= _ENOUGH or len(agree) == len(filled)
    )
    return sum(len(met[slot.name]) for slot in agree) if may_pair else 0


def _met(table: Sequence[Slot], predicted: Template, gold: Template) -> Met:
    return {s.name: _one_to_one(s, _fillers(predicted, s), _fillers(gold, s)) for s in table}


def _one_to_one(
    slot: Slot, predicted: tuple[Filler, ...], gold: tuple[Filler, ...]
) -> list[tuple[int, int]]:
    scores = [[int(meets(slot.rule, mine, right)) for right in gold] for mine in predicted]
    return assign(scores, [not right.optional for right in gold])


def _fillers(template: Template, slot: Slot) -> tuple[Filler, ...]:
    return template.slots.get(slot.name, ())
