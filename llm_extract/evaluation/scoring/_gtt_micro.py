"""The metric ``gtt_micro``: of MUC-4 templates as Du, Rush and Cardie (2021) score them.

The only one whose figures can be compared with published ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from llm_extract.evaluation.scoring._assignment import assign
from llm_extract.evaluation.scoring._folding import folded
from llm_extract.evaluation.scoring._model import (
    Counts,
    Document,
    Filler,
    Form,
    Scored,
    Slot,
    Slots,
    Template,
)
from llm_extract.evaluation.scoring._rules import match
from llm_extract.evaluation.scoring._templates import Tally, content, of_family


class GttMicro:
    """Micro precision and recall of templates with strings that are right or wrong.

    A predicted filler is right if all its forms are forms of one gold filler of the slot; several
    may be right by the same one. Templates are aligned one-to-one so that as many as possible are
    right, and only if an identifying slot agrees. Optional ones count like the others, and gold
    templates that say the same are one.
    """

    name = "gtt_micro"

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Counts by slot, of all fields, and of templates."""
        tally = Tally(slots)
        for family, table in slots.items():
            counted = [slot for slot in table if not slot.beside]
            wanted = list({content(right): right for right in of_family(gold, family)}.values())
            _score_family(tally, counted, wanted, of_family(predicted, family))
        tally.add_relevance(gold, predicted)
        return Scored(gold.id, tally.rows)


def _score_family(
    tally: Tally, table: Sequence[Slot], gold: list[Template], predicted: list[Template]
) -> None:
    scores = [[_pair_score(table, mine, right) for right in gold] for mine in predicted]
    partner = dict(assign(scores))
    for place, mine in enumerate(predicted):
        right = gold[partner[place]] if place in partner else None
        _count(tally, table, mine, right)
    for place, right in enumerate(gold):
        if place not in partner.values():
            _count(tally, table, None, right)


def _count(
    tally: Tally, table: Sequence[Slot], predicted: Template | None, gold: Template | None
) -> None:
    family = (predicted or gold or Template("", {})).family
    both = int(predicted is not None and gold is not None)
    items = Counts(both, int(predicted is not None), both, int(gold is not None))
    tally.add_items(family, items)
    for slot in table:
        tally.add_field(family, slot.name, _slot_counts(slot, predicted, gold))


def _slot_counts(slot: Slot, predicted: Template | None, gold: Template | None) -> Counts:
    said = predicted.slots.get(slot.name, ()) if predicted else ()
    wanted = gold.slots.get(slot.name, ()) if gold else ()
    right = sum(any(_is_right(slot, mine, one) for one in wanted) for mine in said)
    found = sum(any(_is_right(slot, mine, one) for mine in said) for one in wanted)
    return Counts(right, len(said), found, len(wanted))


def _pair_score(table: Sequence[Slot], predicted: Template, gold: Template) -> int:
    """Number of right predicted fillers, 0 for a pair that may not be aligned."""
    right = {slot: _slot_counts(slot, predicted, gold).right_predicted for slot in table}
    identifying = [slot for slot in table if slot.identifies]
    if identifying and not any(right[slot] for slot in identifying):
        return 0
    return sum(right.values())


def _is_right(slot: Slot, predicted: Filler, gold: Filler) -> bool:
    return bool(predicted.forms) and all(
        any(_same(slot, said, form) for form in gold.forms) for said in predicted.forms
    )


def _same(slot: Slot, predicted: Form, gold: Form) -> bool:
    # No partial match, whatever the slot allows elsewhere.
    if isinstance(predicted, str) and isinstance(gold, str) and slot.rule != "choice":
        return folded(predicted) == folded(gold)
    return match(slot.rule, predicted, gold)
