"""Header, caption, dateline and body of an article, found by layout alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from llm_extract.articles._article import Section
from llm_extract.articles._datelines import Dateline, match_dateline
from llm_extract.articles._paragraphs import Span, lines, paragraphs, trim

_CRAWL_HEADER = re.compile(r"[ \t]*date[ \t]+[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\S)")
_LINES_BEFORE_DATELINE = 12
_LONGEST_HEADLINE = 200
_ENDS_WITH_STOP = re.compile(r"[.!?…؟۔。！？][\"'”’»)\]]*\Z")
_PHOTO = r"(?:photo|photograph|picture|image|pic|handout|courtesy)s?"
_CAPTION_LABEL = re.compile(
    rf"\W{{0,4}}(?:(?:file )?{_PHOTO}(?: caption| credit)?|caption)\W{{0,2}}\s*[:|\]]"
    r"|\W{0,2}FILE(?: PHOTO)?\s*[-–—:]|!\[",
    re.IGNORECASE,
)
_PHOTO_CREDIT = re.compile(
    rf"[(\[](?!see\b)[^()\[\]\n]{{0,80}}\b{_PHOTO}\b[^()\[\]\n]{{0,80}}[)\]]\.?\Z", re.IGNORECASE
)
_UNBRACKETED_CREDIT = re.compile(
    r"(?<![^\s.\"”])(?:Photo|Photograph|Picture|Image)s?(?: credit| by)?: ?[A-Z][^\n:]{0,80}\Z"
)
_AGENCY_CREDIT = re.compile(
    r"[(\[][^()\[\]\n]{0,60}\b(?:AFP|AP|Reuters|REUTERS|EPA|EFE|DPA|ANSA|TASS|Xinhua"
    r"|Getty(?: Images)?|Anadolu(?: Agency)?|Bloomberg|UPI|SANA|Petra)\b[^()\[\]\n]{0,40}[)\]]\.?\Z"
)
_LONGEST_CREDIT = 170


def split_sections(text: str, *, front_matter_end: int = 0) -> tuple[Section, ...]:
    """Find the sections of an article, in text order.

    Every character belongs to one, but for white space and the dash behind a dateline.
    ``header`` is the front matter, or a crawl header ``date YYYY-MM-DD`` at the very start.
    ``caption`` is the rest of the crawl header's paragraph when it ends with a photo or agency
    credit or a dateline follows it, and any paragraph before the body marked as a caption.
    ``dateline`` stands at the start of a line, behind nothing but headlines and captions.
    The rest is ``body``; a headline above the dateline is a ``body`` section of its own.
    """
    header_end = front_matter_end or _crawl_header_end(text)
    start, end = trim(text, header_end, len(text))
    glued_end = start if front_matter_end else _glued_end(text, header_end, start, end)
    dateline = _find_dateline(text, start, end, glued_end)
    found = [Section("header", 0, header_end)]
    found += _lead(text, (start, dateline.start if dateline else end), glued_end, dateline)
    if dateline:
        found.append(Section("dateline", dateline.start, dateline.end))
        found.append(Section("body", dateline.text_start, end))
    return tuple(_join(section for section in found if section.start < section.end))


def _crawl_header_end(text: str) -> int:
    found = _CRAWL_HEADER.match(text)
    return found.end() if found else 0


def _glued_end(text: str, header_end: int, start: int, end: int) -> int:
    """End of the paragraph on the crawl header's line; ``start`` when nothing is glued to it."""
    if not header_end or "\n" in text[header_end:start]:
        return start
    return next(paragraphs(text, start, end), (start, start))[1]


def _find_dateline(text: str, start: int, end: int, glued_end: int) -> Dateline | None:
    written = (line for line in lines(text, start, end) if line[0] < line[1])
    for line in islice(written, _LINES_BEFORE_DATELINE):
        if found := match_dateline(text, *line):
            return found
        if line[1] > glued_end and not _may_precede_dateline(text, line):
            return None
    return None


def _may_precede_dateline(text: str, line: Span) -> bool:
    return (
        _is_headline(text, line)
        or _is_marked_caption(text, line)
        or _AGENCY_CREDIT.search(_tail(text, line)) is not None
    )


def _lead(text: str, lead: Span, glued_end: int, dateline: Dateline | None) -> Iterator[Section]:
    # Captions and headlines; without a dateline the first other paragraph starts the body.
    end = trim(text, *lead)[1]
    for index, paragraph in enumerate(paragraphs(text, *lead)):
        is_glued = index == 0 and lead[0] < glued_end
        is_followed = dateline is not None or paragraph[1] < end
        if _is_caption(text, paragraph, is_glued, is_followed, dateline is not None):
            yield Section("caption", *paragraph)
        elif dateline or (index < _LINES_BEFORE_DATELINE and _is_headline(text, paragraph)):
            yield Section("body", *paragraph)
        else:
            yield Section("body", paragraph[0], end)
            return


def _is_caption(
    text: str, paragraph: Span, is_glued: bool, is_followed: bool, before_dateline: bool
) -> bool:
    if _is_marked_caption(text, paragraph):
        return is_glued or is_followed
    if is_glued and before_dateline:
        return True
    # "(Reuters)" alone also ends whole articles.
    has_credit = _AGENCY_CREDIT.search(_tail(text, paragraph)) is not None
    return has_credit and is_followed and (is_glued or before_dateline)


def _is_marked_caption(text: str, span: Span) -> bool:
    tail = _tail(text, span)
    return bool(
        _CAPTION_LABEL.match(text, *span)
        or _PHOTO_CREDIT.search(tail)
        or _UNBRACKETED_CREDIT.search(tail)
    )


def _tail(text: str, span: Span) -> str:
    return text[max(span[0], span[1] - _LONGEST_CREDIT) : span[1]]


def _is_headline(text: str, span: Span) -> bool:
    is_short = span[1] - span[0] <= _LONGEST_HEADLINE
    return is_short and not _ENDS_WITH_STOP.search(_tail(text, span))


def _join(sections: Iterable[Section]) -> Iterator[Section]:
    """Sections with neighbouring bodies made one."""
    held: Section | None = None
    for section in sections:
        if held and held.name == section.name == "body":
            held = Section("body", held.start, section.end)
            continue
        if held:
            yield held
        held = section
    if held:
        yield held
