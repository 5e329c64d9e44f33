"""Metrics by name; each a file of its own."""

from __future__ import annotations

from typing import Protocol

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring._event_fields import EventFields
from llm_extract.evaluation.scoring._gtt_micro import GttMicro
from llm_extract.evaluation.scoring._model import Document, Scored, Slots


class Metric(Protocol):
    """One way to score the record of an article against its gold.

    Attributes:
        name: how mapping files and reports call it.
    """

    @property
    def name(self) -> str: ...

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Count what is right, by row; an article without a record is an empty document."""
        ...


METRICS: dict[str, Metric] = {metric.name: metric for metric in (EventFields(), GttMicro())}


def metric(name: str) -> Metric:
    """The metric of that name.

    Raises:
        SettingsError: ``usage``, there is none.
    """
    if name not in METRICS:
        known = ", ".join(METRICS)
        raise SettingsError("usage", f"no metric is called {name!r}: {known}", source="metrics")
    return METRICS[name]
