r"""Numbers as written: digits with separators, and number words of four languages.

Digits. A run of digits with separators is one number or none, never its parts:

- ``,``, a space or an apostrophe before groups of exactly three digits part thousands
  (370,000; 370 000; 1'250'000), and so does ``,`` in Indian groups (3,70,000).
- ``.`` parts thousands when there are several groups (1.250.000), or when the only one ends in
  zero (370.000; 12.500): nobody writes such decimals in news. 3.141 is a decimal, but in French
  and Spanish three thousand.
- ``.`` or ``,`` before any other digits is a decimal sign (3.5; 3,5); with a scale behind it
  the number may be whole all the same (3.5 million). Anything else (14.08.2019) is no number.

Words. They join only as the language spells numbers: "one hundred and five" is 105, "twenty-one"
21, "nineteen hundred" 1900, "a thousand" 1000, "half a million" 500000. Where the spelling
breaks, a new number begins: "five six" is 5 and 6, "nineteen ninety" is 19 and 90, "two hundred
and three hundred" 200 and 300. Vague counts and parts of a whole have no number: "hundreds",
"a dozen", "two dozen", "few hundred", "two thirds", "two and a half years"; ordinals have none
either. The words of each language are in ``_spelled_*.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from string import ascii_lowercase, ascii_uppercase

from llm_extract.grounding._language import Language
from llm_extract.grounding.numbers._spelled import GAP, NEVER, NumberWords, one_of
from llm_extract.grounding.numbers._spelled_ar import ARABIC
from llm_extract.grounding.numbers._spelled_en import ENGLISH
from llm_extract.grounding.numbers._spelled_es import SPANISH
from llm_extract.grounding.numbers._spelled_fr import FRENCH

_NO_WORDS = NumberWords(
    spelled=NEVER, beginning=NEVER, values={}, scales={}, digit_scales={}, part_of_more=NEVER
)
_WORDS: dict[Language | None, NumberWords] = {
    "en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ar": ARABIC, None: _NO_WORDS,
}  # fmt: skip
_LONGEST = 30
# Digits that need no decimals to be read.
_SHORT = 9

# Digits and what may part them, taken whole: "14" is not in "3.14". A space parts thousands, but
# not in "on May 14 200,000 people fled". No group is possessive: see `_words`.
_DIGITS = (
    r"(?>[1-9]\d{0,2}(?P<space>[ \u00a0\u2009\u202f])\d{3}(?>(?:(?P=space)\d{3})*)"
    r"(?!\d|[.,'’]\d{3}(?!\d))|\d+)(?>(?:[.,'’٬٫]\d+)*)"
)
_READABLE, _DOTS_READABLE = (
    re.compile(
        r"(?P<whole>(?:[1-9]\d{0,2}(?P<mark>[,' ])\d{3}(?:(?P=mark)\d{3})*"
        rf"|[1-9]\d?(?:,\d\d)+,\d{{3}})(?=\Z|\.)|[1-9]\d{{0,2}}{dots}(?=\Z|,)|\d+)(?:[.,](?P<fraction>\d+))?"
    )
    for dots in (r"(?:\.\d\d0|(?:\.\d{3}){2,})", r"(?:\.\d{3})+")
)
# Instead of re.IGNORECASE, for which "ı" is an "i"; and one code point stays one.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_BARE = (
    _LOWER
    | {
        ord(letter): unicodedata.normalize("NFD", letter)[0].lower()
        for letter in "ÀÁÂÈÉÊËÍÎÏÑÓÔÚÛÙÜÇàáâèéêëíîïñóôúûùüçأإآ"
    }
    | str.maketrans("ٱىة", "ايه")
)
# Letters that are others, or two, in lower case.
_ODD_CAPITALS = ("\u212a", "İ")
_MARK = re.compile("[\u0300-\u036f\u0640\u064b-\u0652\u0654\u0655\u0670]")
_ASCII_MARKS = str.maketrans("’٬٫\u00a0\u2009\u202f", "',.   ")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number and where it is written; offsets in code points, end-exclusive."""

    value: int
    start: int
    end: int


def numbers(text: str, language: Language | None = "en") -> Iterator[Number]:
    """All whole numbers of the text, in order; in a language of ``None`` those in digits only."""
    if language == "en":
        yield from _read(_lower(text), language)
        return
    bare, origin = _without_marks(text.translate(_BARE))
    for number in _read(bare, language):
        yield Number(number.value, origin[number.start], origin[number.end]) if origin else number


def _lower(text: str) -> str:
    """ASCII letters in lower case, code point by code point; others too where that is faster."""
    if any(capital in text for capital in _ODD_CAPITALS):
        return text.translate(_LOWER)
    return text.lower()


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text without accents and vowel signs that stand alone, and where the rest comes from.

    The map is empty when nothing was left out; a letter ends behind the marks on it.
    """
    if not _MARK.search(text):
        return text, []
    origin = [offset for offset, character in enumerate(text) if not _MARK.match(character)]
    return _MARK.sub("", text), [*origin, len(text)]


def _read(text: str, language: Language | None) -> Iterator[Number]:
    words, end = _WORDS[language], 0
    pattern, border = _pattern(language), _border(language)
    # The start of the text is a border too; offsets in what is searched are one ahead.
    for found in border.finditer(f" {text}"):
        match = pattern.match(text, found.start()) if found.start() >= end else None
        if match is None:
            continue
        end, value = match.end(), _value(match, words)
        if value is not None and value == int(value):
            yield Number(int(value), *match.span("number"))


@cache
def _border(language: Language | None) -> re.Pattern[str]:
    """What may stand before a number; found faster than the number itself."""
    return re.compile(rf"[^a-z0-9](?=\d|{_WORDS[language].beginning})")


@cache
def _pattern(language: Language | None) -> re.Pattern[str]:
    words = _WORDS[language]
    scale = one_of(*words.digit_scales).replace(" ", r"\s") if words.digit_scales else NEVER
    return re.compile(
        rf"\b(?<!\d[.,'’٬٫])(?<!\s\.){words.prefix}(?P<number>(?:"
        rf"(?P<digits>{_DIGITS})(?!\w)(?:{GAP}(?P<scale>{scale})\b)?"
        rf"|(?:(?P<count>{words.halved_count}){words.and_a})?{words.half_of}(?P<half>{scale})\b"
        rf"|(?P<words>{words.spelled}))(?P<and_half>{words.and_half})?)(?!{words.part_of_more})"
    )


def _value(match: re.Match[str], words: NumberWords) -> Decimal | int | None:
    digits, scale, and_half = match.group("digits", "scale", "and_half")
    if digits and not scale and not and_half and len(digits) <= _SHORT and digits.isdecimal():
        return int(digits)
    if match["half"]:
        count = match["count"] or "0"
        whole = int(count) if count.isdecimal() else _from_words(count, words)
        return (whole + Decimal("0.5")) * _digit_scale(match["half"], words)
    if match["words"]:
        amount: Decimal | None = Decimal(_from_words(match["words"], words))
        scale = words.scales.get(match["words"].split()[-1], 1)
    else:
        scale = _digit_scale(match["scale"], words)
        amount = _from_digits(match["digits"], dots=words.dots_part_thousands)
        amount = amount and amount * scale
    if match["and_half"] and amount is not None:
        return amount + Decimal("0.5") * scale
    return amount


def _digit_scale(written: str | None, words: NumberWords) -> int:
    return words.digit_scales[" ".join(written.split())] if written else 1


# The same years and amounts stand in many an article.
@lru_cache(maxsize=512)
def _from_digits(digits: str, *, dots: bool) -> Decimal | None:
    if len(digits) > _LONGEST:
        return None
    ascii_digits = digits
    if not digits.isascii():
        ascii_digits = re.sub(r"\d", lambda digit: str(int(digit[0])), digits)
    match = (_DOTS_READABLE if dots else _READABLE).fullmatch(ascii_digits.translate(_ASCII_MARKS))
    if match is None:
        return None
    return Decimal(f"{re.sub(r'[^0-9]', '', match['whole'])}.{match['fraction'] or 0}")


def _from_words(spelled: str, words: NumberWords) -> int:
    total = current = 0
    for word in re.findall(words.word, spelled):
        if word in words.hundreds:
            current = max(current, 1) * 100
        elif scale := words.scales.get(word):
            # What is below the scale so far counts it: "mil" in "mil millones".
            below = total % scale
            total, current = total - below + max(below + current, 1) * scale, 0
        else:
            value = words.values.get(re.sub(r"\W", "", word), 0)
            # "two thousand" in one word is no count of what follows.
            total, current = (total + value, 0) if value >= 1_000 else (total, current + value)
    return total + current
