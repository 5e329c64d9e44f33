"""The metric ``one_label``: of articles that have one label each, or none."""

from __future__ import annotations

from llm_extract.evaluation.scoring._model import (
    ALL,
    LABEL,
    Counts,
    Document,
    Filler,
    Scored,
    Slot,
    Slots,
)
from llm_extract.evaluation.scoring._rules import meets


class OneLabel:
    """Accuracy, and precision and recall of each label.

    The label of a document is the first filler of the identifying slot. One without it has no
    label, which is right where the gold has none either, but is no row of its own. The row of
    all fields is accuracy; the mean of the labels' F1 is `macro_f1`.
    """

    name = "one_label"

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Counts of the article, and of the labels it has in gold and record."""
        rows = {ALL: Counts()}
        for family, table in slots.items():
            for slot in table:
                if slot.identifies:
                    _count(rows, slot, _label(gold, family, slot), _label(predicted, family, slot))
        return Scored(gold.id, rows)


def _count(
    rows: dict[str, Counts], slot: Slot, gold: Filler | None, predicted: Filler | None
) -> None:
    if gold is None or predicted is None:
        is_right = gold is predicted
    else:
        is_right = meets(slot.rule, predicted, gold)
    rows[ALL] += Counts(int(is_right), 1, int(is_right), 1)
    if gold is not None:
        counts = Counts(int(is_right), int(is_right), int(is_right), 1)
        _add(rows, gold, counts)
    if predicted is not None and not is_right:
        _add(rows, predicted, Counts(predicted=1))


def _add(rows: dict[str, Counts], label: Filler, counts: Counts) -> None:
    row = f"{LABEL}{label.forms[0]}"
    rows[row] = rows.get(row, Counts()) + counts


def _label(document: Document, family: str, slot: Slot) -> Filler | None:
    fillers = (
        filler
        for template in document.templates
        if template.family == family
        for filler in template.slots.get(slot.name, ())
    )
    return next(fillers, None)
