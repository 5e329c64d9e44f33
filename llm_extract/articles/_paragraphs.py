"""Lines and paragraphs of a text, as spans: where a new line is a break and where it is a wrap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]
"""Start and end in code points of the text, 0-based, end-exclusive."""

# Hard-wrapped news text is 60 to 80 columns wide; a longer line of words was never wrapped.
_WIDEST_WRAPPED_LINE = 120
_FEWEST_WORDS_OF_PROSE = 8
_LIST_ITEM_OR_HEADING = re.compile(r"#{1,6} |[-*•‣▪–—] |\d{1,3}[.)] ")


def trim(text: str, start: int, end: int) -> Span:
    """Shrink a span to leave out white space at its ends; ``(start, start)`` if nothing is left."""
    stretch = text[start:end]
    size = len(stretch.strip())
    if not size:
        return start, start
    first = start + len(stretch) - len(stretch.lstrip())
    return first, first + size


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Trimmed spans of all lines in ``text[start:end]``; a blank line is an empty span."""
    at = start
    for line in text[start:end].splitlines(keepends=True):
        yield trim(text, at, at + len(line))
        at += len(line)


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Trimmed spans of the paragraphs in ``text[start:end]``, in order, in linear time.

    A blank line always ends a paragraph. A single new line does where the lines around it are
    not one hard-wrapped text: some line of the block is longer than 120 code points; the line
    is shorter than half the widest one and the next line does not go on in lower case; the next
    line is a list item; or either line is a Markdown heading.
    """
    block: list[Span] = []
    for line in lines(text, start, end):
        if line[0] < line[1]:
            block.append(line)
        elif block:
            yield from _split_block(text, block)
            block = []
    if block:
        yield from _split_block(text, block)


def _split_block(text: str, block: list[Span]) -> Iterator[Span]:
    if len(block) == 1:
        yield block[0]
        return
    widest = max(end - start for start, end in block)
    unwrapped = any(_is_unwrapped(text, line) for line in block)
    begin = block[0][0]
    for line, following in pairwise(block):
        if unwrapped or _ends_paragraph(text, line, following, widest):
            yield begin, line[1]
            begin = following[0]
    yield begin, block[-1][1]


def _is_unwrapped(text: str, line: Span) -> bool:
    start, end = line
    if end - start <= _WIDEST_WRAPPED_LINE:
        return False
    # A long address inside wrapped text has few blanks.
    return text.count(" ", start, end) >= _FEWEST_WORDS_OF_PROSE


def _ends_paragraph(text: str, line: Span, following: Span, widest: int) -> bool:
    if text.startswith("#", line[0]) or _LIST_ITEM_OR_HEADING.match(text, following[0]):
        return True
    is_short = (line[1] - line[0]) * 2 < widest
    return is_short and not text[following[0]].islower()
