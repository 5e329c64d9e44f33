"""Check of what an article says of itself: its title, byline and publisher are no prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from llm_extract.grounding import Finding

from .v2_checks_text import Checked
from .v2_names import name_key

if TYPE_CHECKING:
    from llm_extract.grounding import Source

    Span = tuple[int, int]

# Places of one name, and characters before each, that are looked at.
_PLACES, _REACH = 8, 200
# A line of the body without a stop is a heading or a credit.
_STOP = re.compile(r"[.!?…۔؟][\W_]*$")
# "By Mara Quill", "Reporting by Dara Venn and", but not "a truce brokered by".
_CREDITED = re.compile(
    r"(?:^\W*(?:by|par|por)|\b(?:reporting|editing|writing|written|edited|reported|compiled|story"
    r"|text|words)(?:\s+by)?)\b[\s:]+(?P<others>[^.;:]*)$",
    re.IGNORECASE,
)


def fact_from_prose(see: Checked) -> Iterator[Finding]:
    """Title, byline and publisher stand somewhere on their own, not only inside a sentence.

    A title is exempt that the file gives as such, a byline behind "reporting by" or the like.
    """
    for field in ("title", "byline", "publisher"):
        value: str | None = getattr(see.record.article, field)
        if value and _is_prose(field, value, see.source):
            message = f"the text has this {field} only inside a sentence"
            yield Finding("fact_from_prose", f"article.{field}", message, "fault")


def _is_prose(field: str, value: str, source: Source) -> bool:
    given = source.article.title
    if field == "title" and given and name_key(given) == name_key(value):
        return False
    at = list(islice(_stands(value, source), _PLACES))
    return bool(at) and all(_is_inside(field, span, source) for span in at)


def _stands(value: str, source: Source) -> Iterator[Span]:
    at = 0
    while span := source.stated_in(value, ((at, len(source.article.text)),)):
        yield span
        at = span[1]


def _is_inside(field: str, span: Span, source: Source) -> bool:
    """Whether a place is a part of a sentence of the body or of a caption."""
    text, (start, end) = source.article.text, span
    for sentence in source.article.sentences:
        if sentence.start <= start and end <= sentence.end:
            break
    else:
        return False
    before, after = text[sentence.start : start], text[end : sentence.end]
    if not any(map(str.isalnum, before + after)):
        return False
    if sentence.section == "body" and not _STOP.search(text[sentence.start : sentence.end]):
        return False
    return field != "byline" or not _is_credited(before[-_REACH:])


def _is_credited(before: str) -> bool:
    """Whether "by" or the like stands before a name, with nothing but other names between."""
    found = _CREDITED.search(before)
    names = found["others"].replace(",", " ").split() if found else []
    return found is not None and all(n[0].isupper() or n in ("and", "et", "y") for n in names)
