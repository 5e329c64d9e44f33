r"""Numbers as written: digits with separators, and English number words.

Digits. A run of digits with separators is one number or none, never its parts:

- ``,``, a space or an apostrophe before groups of exactly three digits part thousands
  (370,000; 370 000; 1'250'000), and so does ``,`` in Indian groups (3,70,000).
- ``.`` parts thousands when there are several groups (1.250.000), or when the only one ends in
  zero (370.000; 12.500): nobody writes such decimals in news. 3.141 is a decimal.
- ``.`` or ``,`` before any other digits is a decimal sign (3.5; 3,5); with a scale behind it
  the number may be whole all the same (3.5 million). Anything else (14.08.2019) is no number.

Words. They join only as English spells numbers: "one hundred and five" is 105, "twenty-one" 21,
"nineteen hundred" 1900, "a thousand" 1000, "half a million" 500000. Where the spelling breaks, a
new number begins: "five six" is 5 and 6, "nineteen ninety" is 19 and 90, "two hundred and three
hundred" 200 and 300. Vague counts and parts of a whole have no number: "hundreds", "a dozen",
"two dozen", "few hundred", "two thirds", "two and a half years"; ordinals have none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_SCALES = {"thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MULTIPLES = {"hundred": 100, **_SCALES}
_VALUES = {word: value for value, word in enumerate((*_ONES, *_TEENS), start=1)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_LONGEST = 30

# White space within a paragraph; bounded, so that matching stays linear.
_GAP = r"(?:[-‐‑]\n?|(?=\s)[^\S\n]{0,9}\n?[^\S\n]{0,9})"
_AND = rf"{_GAP}(?:and{_GAP})?"
_SCALE = rf"(?:{'|'.join(_MULTIPLES)})"
_ONE = r"(?<!quarter\sof\s)an?"
# Atomic: "twenty-one dozen" must not become twenty.
_BELOW_100 = (
    rf"(?>(?:{'|'.join(_TENS)})\b(?:{_GAP}(?:{'|'.join(_ONES)})\b)?"
    rf"|(?:{'|'.join((*_ONES, *_TEENS))})\b)"
)
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|{_ONE}){_GAP}hundred\b(?:{_AND}{_BELOW_100})?|{_BELOW_100})"


def _spelled() -> str:
    pattern = _BELOW_1000
    for scale in _SCALES:
        pattern = rf"(?:(?:{_BELOW_1000}|{_ONE}){_GAP}{scale}\b(?:{_AND}{pattern})?|{pattern})"
    return pattern


# Digits and what may part them, taken whole: "14" is not in "3.14". A space parts thousands, but
# not in "on May 14 200,000 people fled".
_DIGITS = (
    r"(?>[1-9]\d{0,2}(?P<space>[ \u00a0\u2009\u202f])\d{3}(?:(?P=space)\d{3})*+"
    r"(?!\d|[.,'’]\d{3}(?!\d))|\d+)(?>(?:[.,'’٬٫]\d+)*)"
)
_PART_OF_MORE = (
    rf"(?:{_GAP}(?:{_SCALE}s?|dozen|half|halves|thirds?|quarters?|fifths?|and{_GAP}a{_GAP}half)"
    rf"|-(?:{_ORDINALS}))\b"
)
_NUMBER = re.compile(
    rf"(?<!\w)(?<!\d[.,'’٬٫])(?<!\s\.)(?:"
    rf"(?P<digits>{_DIGITS})(?!\w)(?:{_GAP}(?P<scale>{_SCALE})\b)?"
    rf"|(?:(?P<count>{_BELOW_100}|\d{{1,3}}){_GAP}and{_GAP}a{_GAP})?half"
    rf"(?:{_GAP}a)?{_GAP}(?P<half>{_SCALE})\b"
    rf"|(?P<words>zero\b|{_spelled()}))(?!{_PART_OF_MORE})"
)
_READABLE = re.compile(
    r"(?P<whole>(?:[1-9]\d{0,2}(?P<mark>[,' ])\d{3}(?:(?P=mark)\d{3})*|[1-9]\d?(?:,\d\d)+,\d{3})"
    r"(?=\Z|\.)|[1-9]\d{0,2}(?:\.\d\d0|(?:\.\d{3}){2,})(?=\Z|,)|\d+)(?:[.,](?P<fraction>\d+))?"
)
# Instead of re.IGNORECASE, for which "ı" is an "i"; and one code point stays one.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_ASCII_MARKS = str.maketrans("’٬٫\u00a0\u2009\u202f", "',.   ")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number and where it is written; offsets in code points, end-exclusive."""

    value: int
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """All whole numbers of the text, in order."""
    for match in _NUMBER.finditer(text.translate(_LOWER)):
        value = _value(match)
        if value is not None and value == int(value):
            yield Number(int(value), *match.span())


def _value(match: re.Match[str]) -> Decimal | None:
    if match["words"]:
        return Decimal(_from_words(match["words"]))
    if match["half"]:
        count = match["count"] or "0"
        whole = int(count) if count.isdecimal() else _from_words(count)
        return (whole + Decimal("0.5")) * _MULTIPLES[match["half"]]
    amount = _from_digits(match["digits"])
    return amount and amount * _MULTIPLES.get(match["scale"], 1)


def _from_digits(digits: str) -> Decimal | None:
    if len(digits) > _LONGEST:
        return None
    ascii_digits = re.sub(r"\d", lambda digit: str(int(digit[0])), digits)
    match = _READABLE.fullmatch(ascii_digits.translate(_ASCII_MARKS))
    if match is None:
        return None
    return Decimal(f"{re.sub(r'[^0-9]', '', match['whole'])}.{match['fraction'] or 0}")


def _from_words(spelled: str) -> int:
    total = current = 0
    for word in re.findall(r"\w+", spelled):
        if word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
        else:
            # "a" counts through the maximum above, "and" and "zero" not at all.
            current += _VALUES.get(word, 0)
    return total + current
