"""What it takes to read the spelled numbers of a language, and what the languages share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NEVER = r"(?!)"
# White space within a paragraph, or a hyphen; bounded, so that matching stays linear.
GAP = r"(?:[-‐‑]\n?|(?=\s)[^\S\n]{0,9}\n?[^\S\n]{0,9})"


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Patterns and values of number words, for text in lower case (and, but in English, bare).

    Attributes:
        spelled: pattern of a spelled number.
        beginning: pattern of how any spelled number or ``prefix`` begins: it tells most other
            words in one look from those that are worth a full match.
        values: words that add to the number.
        hundreds: words that make what stands before them hundreds.
        scales: words that make what stands before them thousands, millions, ...
        digit_scales: words that do so behind digits ("3 million").
        part_of_more: pattern of what must not follow: the number is part of a larger expression.
        word: pattern of a word of ``spelled``.
        prefix: pattern of what may be written together with the number, before it.
        halved_count: pattern of the count in "two and a half million".
        and_a: pattern behind it, before the half.
        half_of: pattern of "half a", before a scale.
        and_half: pattern of "and a half", behind a scale.
        dots_part_thousands: "12.345" is twelve thousand.
    """

    spelled: str
    beginning: str
    values: Mapping[str, int]
    scales: Mapping[str, int]
    digit_scales: Mapping[str, int]
    part_of_more: str
    hundreds: frozenset[str] = field(default=frozenset())
    word: str = r"\w+"
    prefix: str = ""
    halved_count: str = NEVER
    and_a: str = NEVER
    half_of: str = NEVER
    and_half: str = NEVER
    dots_part_thousands: bool = False


def one_of(*words: str) -> str:
    """A pattern of any of these words."""
    return f"(?:{'|'.join(words)})"
