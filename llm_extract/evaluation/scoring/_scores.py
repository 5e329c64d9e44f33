"""Documents against documents: counts by row and article, and the rates they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from llm_extract.evaluation.scoring._metrics import Metric
from llm_extract.evaluation.scoring._model import Counts, Document, Scored, Slots


@dataclass(frozen=True, slots=True)
class Scores:
    """All articles of a gold under one metric.

    Attributes:
        documents: in the order of the gold.
        missing: ids of gold without a record; they count as empty records.
        extra: ids of records without gold; they count nothing.
    """

    metric: str
    documents: tuple[Scored, ...]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """Names of all rows."""
        return tuple(dict.fromkeys(row for scored in self.documents for row in scored.rows))

    def total(self, row: str) -> Counts:
        """Sum over the articles."""
        return sum((scored.rows.get(row, Counts()) for scored in self.documents), Counts())


def score_documents(
    metric: Metric, gold: Sequence[Document], predicted: Iterable[Document], slots: Slots
) -> Scores:
    """Score all articles of the gold; documents are paired by id.

    Templates of families that are not among the ``slots`` are for other metrics.
    """
    said = {document.id: _within(document, slots) for document in predicted}
    scored = tuple(
        metric.score(_within(right, slots), said.get(right.id, Document(right.id)), slots)
        for right in gold
    )
    known = {right.id for right in gold}
    return Scores(
        metric.name,
        scored,
        missing=tuple(right.id for right in gold if right.id not in said),
        extra=tuple(identity for identity in said if identity not in known),
    )


def _within(document: Document, slots: Slots) -> Document:
    kept = tuple(template for template in document.templates if template.family in slots)
    return Document(document.id, kept)


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1, 0 to 1; ``None`` where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None


def rates(counts: Counts) -> Rates:
    """Rates of one sum of counts.

    F1 is 0 if only one side has anything, and ``None`` if neither has.
    """
    precision = counts.right_predicted / counts.predicted if counts.predicted else None
    recall = counts.found_gold / counts.gold if counts.gold else None
    if precision is None and recall is None:
        return Rates(None, None, None)
    both = (precision or 0.0) + (recall or 0.0)
    f1 = 2 * (precision or 0.0) * (recall or 0.0) / both if both else 0.0
    return Rates(precision, recall, f1)
