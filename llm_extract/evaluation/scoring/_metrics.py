"""Metrics by name; each a file of its own."""

from __future__ import annotations

from typing import Protocol

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring._arguments import Arguments
from llm_extract.evaluation.scoring._best_event import BestEvent
from llm_extract.evaluation.scoring._event_fields import EventFields
from llm_extract.evaluation.scoring._gtt_micro import GttMicro
from llm_extract.evaluation.scoring._model import Document, Scored, Slots
from llm_extract.evaluation.scoring._one_label import OneLabel


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


_ALL: tuple[Metric, ...] = (EventFields(), GttMicro(), BestEvent(), Arguments(), OneLabel())
METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}


def metric(name: str) -> Metric:
    """The metric of that name.

    Raises:
        SettingsError: ``usage``, there is none.
    """
    if name not in METRICS:
        known = ", ".join(METRICS)
        raise SettingsError("usage", f"no metric is called {name!r}: {known}", source="metrics")
    return METRICS[name]
