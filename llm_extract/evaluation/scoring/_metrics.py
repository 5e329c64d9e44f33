"""Metrics by name; each a file of its own."""

from __future__ import annotations

from typing import Protocol

from llm_extract.evaluation.scoring._model import Document, Scored, Slots


class Metric(Protocol):
    """One way to score the record of an article against its gold.

    Attributes:
        name: how mapping files and reports call it.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Count what is right, by row; an article without a record is an empty document."""
        ...


METRICS: dict[str, Metric] = {}
