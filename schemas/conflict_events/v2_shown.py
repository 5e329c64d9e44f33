"""What of version 2 is counted as having happened, and what of a count names who counted whom.

An event counts when it happened by itself, as in `v2_links.is_real`, and is news: background is
what earlier articles are about. A figure over more than one event is never drawn beside others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from llm_extract.schemas import Shown

Item: TypeAlias = Mapping[str, Any]

_CONTEXT = "Conflict context"
_TOTALS = {"conflict_cumulative": "cumulative", "period": "period", "place_stock": "place stock"}


def event_apart(event: Item, _: Item) -> str | None:
    """``cumulative`` or ``background``, or what it is instead of asserted."""
    return next(_reasons(event), None)


def figure_apart(figure: Item, record: Item) -> str | None:
    """Likewise for people counted; what they were counted in decides where they do not say."""
    total = _TOTALS.get(figure["scope"] or "")
    if total or figure["status"] in ("cumulative", "background"):
        return total or str(figure["status"])
    events = [event for event in record["events"] if event["id"] == figure["event_id"]]
    # A total that calls itself news belongs to the conflict all the same, see `v2_links`.
    return next((reason for event in events for reason in _reasons(event)), None)


def _reasons(event: Item) -> Iterator[str]:
    if event["event_type"] == _CONTEXT or event["status"] == "cumulative":
        yield "cumulative"
    if event["modality"] != "asserted":
        yield event["modality"]
    if event["status"] == "background":
        yield "background"


SHOWN = Shown(
    apart={"events": event_apart, "casualties": figure_apart, "displacement": figure_apart},
    sources={"casualties": "counted_by", "displacement": "reported_by"},
    groups={"casualties": "group", "displacement": "who"},
    rivals={"casualties": "contradicts"},
)
