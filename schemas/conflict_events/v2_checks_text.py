"""Checks of a record against the words of its article: 1, 2, 10 to 13, 15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from llm_extract.grounding import Finding

from .v2_claims import in_caption
from .v2_ids import LETTERS
from .v2_types import Part

if TYPE_CHECKING:
    from llm_extract.grounding import Evidence, Source

    from .v2 import ConflictEvents

Bound = Literal["low", "best", "high", "value"]

_QUOTED = ("what", "date_text", "count_text", "distance_text", "since_text", "extent")
# List -> its fields with names of registered places and actors.
NAMES = {
    "claims": ("source", "speaker"),
    "events": ("place", "side_a", "side_b"),
    "casualties": ("group", "counted_by"),
    "displacement": ("origin", "destination", "other_origins", "via", "reported_by"),
    "front_lines": ("actor", "reference_place", "target_place"),
    "control": ("place", "holder"),
    "damage": ("place",),
    "places": ("name", "reference"),
    "actors": ("name", "affiliation"),
}
# Number -> the text of the count it is made of, and the bound it stands for.
COUNTS: dict[str, tuple[str, Bound]] = {
    "low": ("count_text", "low"),
    "best": ("count_text", "best"),
    "high": ("count_text", "high"),
    "value": ("count_text", "value"),
    "km": ("distance_text", "value"),
    "children": ("children_text", "value"),
    "women": ("women_text", "value"),
}
_COORDINATES = re.compile(r"-?\d{1,3}\.\d{2,}\D{1,4}-?\d{1,3}\.\d{2,}|\b[A-Z]{2}\d{4,10}\b")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check sees."""

    record: ConflictEvents
    source: Source
    evidence: Evidence

    def each(self, *names: str) -> Iterator[tuple[str, Part]]:
        """Items of some lists, of all without names, with their paths."""
        for name in names or tuple(LETTERS):
            for index, item in enumerate(getattr(self.record, name)):
                yield f"{name}.{index}", item

    def names(self) -> Iterator[tuple[str, Part, str]]:
        """All names items give: path, item, name.

        An entry made by code has its names from other items, and these answer for them.
        """
        for listed, fields in NAMES.items():
            for path, item in self.each(listed):
                derived = getattr(item, "registered_by", "model") == "code"
                for field in () if derived else fields:
                    yield from _names_below(f"{path}.{field}", item, getattr(item, field))

    def is_unsupported(self, path: str) -> bool:
        """Whether grounding found the value nowhere."""
        found = self.evidence.of(path)
        return found is not None and found.verdict == "unsupported"


def unknown_sentence(see: Checked) -> Iterator[Finding]:
    """Check 1, its citations: the article has the cited sentences."""
    for item in see.evidence.items:
        if item.unknown_cites:
            message = f"the article has no sentence {item.unknown_cites[0]}"
            yield Finding("unknown_sentence", item.path, message, "fault")


def words_not_found(see: Checked) -> Iterator[Finding]:
    """Check 1: the words an item quotes are words of the text."""
    for path, item in see.each():
        for field in _QUOTED:
            if getattr(item, field, None) and see.is_unsupported(f"{path}.{field}"):
                message = f"{field} is nowhere in the text"
                yield Finding("words_not_found", f"{path}.{field}", message, "fault")


def count_not_derivable(see: Checked) -> Iterator[Finding]:
    """Check 2: integers follow from the words of the count."""
    for path, item in see.each():
        for field in COUNTS:
            value = getattr(item, field, None)
            if value is not None and not _derivable(see, item, field, value):
                message = f"{field} does not follow from {COUNTS[field][0]}"
                yield Finding("count_not_derivable", f"{path}.{field}", message, "fault")


def number_unclaimed(see: Checked) -> Iterator[Finding]:
    """Check 10: code had to register a number of the text that no item claims."""
    for path, item in see.each("quantities"):
        if getattr(item, "registered_by", "") == "code":
            message = "a number of the text that no item claims"
            yield Finding("number_unclaimed", path, message, "notice")


def inferred(see: Checked) -> Iterator[Finding]:
    """Check 11: what other sentences or the photo credit suggest carries the flag."""
    for index, event in enumerate(see.record.events):
        path = f"events.{index}.place"
        found = see.evidence.of(path)
        if event.place_inferred:
            message = "the cited sentences do not name the place"
            yield Finding("place_inferred", path, message, "notice")
        elif found and found.verdict == "miscited":
            message = "the cited sentences do not name the place, and it is not marked so"
            yield Finding("inference_unflagged", path, message, "fault")
    for path, item in see.each("actors"):
        if getattr(item, "inferred", False):
            message = "no item that names this actor cites a sentence that does"
            yield Finding("actor_inferred", path, message, "notice")
    if see.record.article.agency_inferred:
        message = "no byline names the agency"
        yield Finding("agency_inferred", "article.agency", message, "notice")


def coordinates(see: Checked) -> Iterator[Finding]:
    """Check 12: no coordinates or p-codes but those the text gives."""
    for path, _, name in see.names():
        if _COORDINATES.search(name) and not see.source.stated(name):
            message = "coordinates and p-codes come from a gazetteer"
            yield Finding("coordinates_from_model", path, message, "reject")


def caption_not_cited(see: Checked) -> Iterator[Finding]:
    """Check 13: what only the caption says cites the caption."""
    for path, _ in see.each():
        for field in ("what", "count_text"):
            found = see.evidence.of(f"{path}.{field}")
            if found and found.verdict == "miscited" and _in_caption(see.source, found.spans):
                message = f"{field} is in the photo caption, which is not cited"
                yield Finding("caption_not_cited", f"{path}.{field}", message, "fault")


def caption_only(see: Checked) -> Iterator[Finding]:
    """Check 13 for events: nothing but a photo caption tells of it."""
    for index, event in enumerate(see.record.events):
        if in_caption(event.cites, see.source):
            message = "only the photo caption tells of this event"
            yield Finding("caption_only", f"events.{index}", message, "notice")


def name_not_in_text(see: Checked) -> Iterator[Finding]:
    """Check 15: places and actors are named in the text.

    A group of victims is a description more than a name: one in other words is a fault. A claim is
    nothing without its source and goes as a whole; elsewhere the name alone is taken out.
    """
    for path, item, name in see.names():
        forms = (name, *getattr(item, "forms", ())) if path.endswith(".name") else (name,)
        if see.is_unsupported(path) and not any(see.source.stated(form) for form in forms):
            group = path.endswith(".group")
            message = "no place or actor of this name is in the text"
            where = path.removesuffix(".source") if path.startswith("claims.") else path
            yield Finding("name_not_in_text", where, message, "fault" if group else "reject")


def _names_below(path: str, item: Part, value: object) -> Iterator[tuple[str, Part, str]]:
    if isinstance(value, str):
        yield path, item, value
    elif isinstance(value, list):
        yield from ((f"{path}.{index}", item, name) for index, name in enumerate(value))


def _derivable(see: Checked, item: Part, field: str, value: int) -> bool:
    text, bound = COUNTS[field]
    words = getattr(item, text, None)
    if words is not None:
        return see.source.count(words).allows(bound, value)
    cites: list[int] = getattr(item, "cites", [])
    return any(number.value == value for n in cites for number in see.source.numbers_in(n))


def _in_caption(source: Source, spans: tuple[tuple[int, int], ...]) -> bool:
    captions = [s for s in source.article.sections if s.name == "caption"]
    return bool(spans) and all(
        any(section.start <= start and end <= section.end for section in captions)
        for start, end in spans
    )
