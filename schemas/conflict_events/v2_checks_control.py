"""Check of control: the words say that somebody holds a place, and that very place (English)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from llm_extract.grounding import Finding

from .v2_checks_text import Checked
from .v2_figures import Control
from .v2_names import Names
from .v2_registers import Place
from .v2_signals import CONTROL, DISTANCE, has_stem

if TYPE_CHECKING:
    from llm_extract.grounding import Source

# "battling to control": who tries to does not; "struggling to hold" a place is holding it.
_AIM = re.compile(
    r"\b(?:(?:battl|struggl|hop)(?:e|es|ed|ing)|(?:aim|attempt|fail|fight|seek|threaten|vow|want)"
    r"(?:s|ed|ing)?|push(?:es|ed|ing)?|plan(?:s|ned|ning)?|bid|fought|sought|tr(?:y|ies|ied|ying)"
    r"|unable)(?:[\s,'’-]+\w+){0,3}?\s+to\s+(?!hold\b|keep\b|retain\b)\w+",
    re.IGNORECASE,
)
# These govern, but not here: "coveted by the government". What stands in "government-held" stays.
_OFFICES = re.compile(
    r"\bgovern(?:ments?|ors?|orates?)\b(?!-|\s+(?:areas?|territor\w+|zones?))", re.IGNORECASE
)
_SETTLEMENT = r"(?:town|city|village|port|district|province|region|capital|camp|base)"
# "The west of Oskel" is a part of it, "west of Oskel" is not.
_NEARBY = re.compile(
    rf"(?:\b(?:near|nearby|outside|around|towards?|(?:close|closer|next)\s+to|outskirts\s+of)"
    rf"|(?:\bto\s+the\s+|(?<!\bthe\s))\b(?:north|south|east|west)[\w-]*\s+of"
    rf"|\b(?:{DISTANCE}\w*|away)\s+from"
    rf"|\bwithin\s[^,.;]{{1,30}}\sof)"
    rf"\s+(?:(?:an?|the)\s+)?(?:(?:\w+\s+)?{_SETTLEMENT}\s+of\s+)?$",
    re.IGNORECASE,
)
# Words for a place named before: "advanced near Oskel and seized it".
_IT = r"it(?!\s+(?:ha[sd]|is|was|took|held|\w+ed)\b)"
_NAMED_BEFORE = rf"(?:{_IT}|there|(?:the|this|that)\s+{_SETTLEMENT})"
# Characters before a mention that are looked at.
_REACH = 80


def control_unsaid(see: Checked) -> Iterator[Finding]:
    """The words for who holds a place speak of holding, taking or losing it, and not of an aim.

    They speak of the place itself, not of one near it.
    """
    if see.source.language != "en":
        return
    places: Names[Place] = Names(see.record.places)
    for index, held in enumerate(see.record.control):
        if not has_stem(_done(held, see.source), CONTROL):
            message = "these words do not say who holds the place"
            yield Finding("control_unsaid", f"control.{index}.what", message, "fault")
        elif _is_only_nearby(held, places.get(held.place), see.source):
            message = "the cited sentences only speak of what is near the place"
            yield Finding("control_unsaid", f"control.{index}.place", message, "fault")


def _done(held: Control, source: Source) -> str:
    """The words of ``what`` without aims, which may begin before them, and without offices."""
    text, (start, end) = held.what, (0, len(held.what))
    for first, last in source.regions(held.cites):
        if span := source.stated_in(held.what, ((first, last),)):
            text, (start, end) = source.article.text[first:last], span
            start, end = start - first, end - first
            break
    return _OFFICES.sub(" ", _AIM.sub(_blanks, text)[start:end])


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _is_only_nearby(held: Control, entry: Place | None, source: Source) -> bool:
    """Whether each mention of the place in the cited sentences follows "near" or the like."""
    forms = {held.place, *((entry.name, *entry.forms) if entry else ())}
    told = [source.sentence_text(number) for number in held.cites]
    mentions = [before for text in told for before in _before(map(re.escape, forms), text)]
    if not mentions:
        return False
    mentions += _before((_NAMED_BEFORE,), held.what)
    return all(_NEARBY.search(before) for before in mentions)


def _before(forms: Iterable[str], text: str) -> Iterator[str]:
    """What stands right before each place of some forms, given as patterns."""
    for form in forms:
        for found in re.finditer(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE):
            yield text[max(0, found.start() - _REACH) : found.start()]
