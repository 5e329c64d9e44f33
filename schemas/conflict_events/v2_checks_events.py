"""Checks of events and links: 4, 5, 8, 9."""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.grounding import Finding

from .v2_checks_text import Checked
from .v2_ids import LETTERS
from .v2_names import Names, name_key
from .v2_types import Part, When

_UNREAL = ("hypothetical", "negated")
_AHEAD = ("planned", "hypothetical")
_IDS = (
    "place_id",
    "actor1",
    "actor2",
    "claim_ids",
    "claim_id",
    "event_id",
    "group_id",
    "counted_by_id",
    "contradicts",
    "source_id",
    "speaker_id",
    "supports",
    "origin_ids",
    "via_ids",
    "destination_id",
    "reported_by_id",
    "actor_id",
    "reference_place_id",
    "target_place_id",
    "holder_id",
    "affiliation_id",
)


def date_after_publication(see: Checked) -> Iterator[Finding]:
    """Check 4: what happened did so by the day of publication."""
    published = see.source.published
    for path, item in see.each():
        ahead = getattr(item, "modality", None) in _AHEAD
        for field in ("when", "since"):
            when: When | None = getattr(item, field, None)
            first = (when.start or when.end) if when else None
            if published and first and first > published and not ahead:
                message = "reported as having happened after the day of publication"
                yield Finding("date_after_publication", f"{path}.{field}", message, "fault")


def figure_of_unreal_event(see: Checked) -> Iterator[Finding]:
    """Check 5: nobody was harmed in what is only feared or denied."""
    unreal = {event.id for event in see.record.events if event.modality in _UNREAL}
    for index, figure in enumerate(see.record.casualties):
        if figure.event_id in unreal:
            message = "the event of this figure has not happened"
            yield Finding("figure_of_unreal_event", f"casualties.{index}", message, "fault")


def dateline_as_place(see: Checked) -> Iterator[Finding]:
    """Check 8: the reporter's place is no place of events unless a sentence says so."""
    dateline = see.source.article.dateline
    if not dateline:
        return
    reporter = {name_key(part) for part in (dateline, dateline.split(",")[0], dateline.title())}
    for index, event in enumerate(see.record.events):
        if event.place and name_key(event.place) in reporter and not _in_sentence(see, event.place):
            message = "the place is that of the dateline, and no sentence names it"
            yield Finding("dateline_as_place", f"events.{index}.place", message, "fault")


def unresolved_id(see: Checked) -> Iterator[Finding]:
    """Check 9: every id stands for an item."""
    known = {getattr(item, "id", "") for _, item in see.each(*LETTERS)}
    for path, item in see.each():
        for field in _IDS:
            if not known.issuperset(_ids(item, field)):
                message = f"{field} names no item of the record"
                yield Finding("unresolved_id", f"{path}.{field}", message, "fault")
    for index, event in enumerate(see.record.events):
        if not known.issuperset(relation.event for relation in event.related):
            message = "related names no event of the record"
            yield Finding("unresolved_id", f"events.{index}.related", message, "fault")


def source_without_role(see: Checked) -> Iterator[Finding]:
    """Check 9 for sources: the register knows them as such."""
    actors = Names(see.record.actors)
    for index, claim in enumerate(see.record.claims):
        actor = actors.get(claim.source)
        if actor and "source" not in actor.roles:
            message = "the register of actors does not call it a source"
            yield Finding("source_without_role", f"claims.{index}.source", message, "notice")


def _in_sentence(see: Checked, name: str) -> bool:
    return see.source.stated(name, tuple(see.source.sentences)) is not None


def _ids(item: Part, field: str) -> set[str]:
    value = getattr(item, field, None)
    return {value} if isinstance(value, str) else set(value or ())
