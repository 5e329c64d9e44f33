"""Arabic number words: "خمسة وعشرون", "ثلاثمئة", "ألفان", in both genders and all cases.

The words are written bare here, as the text is when it is read: without vowel signs, every alef
plain, "ة" as "ه" and "ى" as "ي". "ألفا" without a count is a thousand or two thousand, by vowels
that are hardly ever written, so it is a number only where more follows ("ألفاً وخمسمئة", 1500).
"""

from __future__ import annotations

from llm_extract.grounding.numbers._spelled import GAP, NumberWords, one_of

_STEMS = ("ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_THREE_TO_NINE = {
    f"{stem}{ending}": value
    for value, stem in enumerate(_STEMS, start=3)
    for ending in ("", "ه")
} | {"ثماني": 8, "ثمانيه": 8}  # fmt: skip
_TWO = ("اثنان", "اثنين", "اثنتان", "اثنتين")
_BEFORE_TEN = {"احد": 1, "احدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2}
_TENS = {
    f"{stem}{ending}": 10 * value
    for value, stem in enumerate(("عشر", *_STEMS), start=2)
    for ending in ("ون", "ين")
}  # fmt: skip
_HUNDRED = ("مئه", "مائه")
_STEM_BEFORE_HUNDRED = dict(zip((*_STEMS, "ثماني"), (*range(3, 10), 8), strict=True))
_HUNDREDS = {
    f"{stem}{hundred}": 100 * value
    for stem, value in _STEM_BEFORE_HUNDRED.items()
    for hundred in _HUNDRED
} | {f"{stem}{ending}": 200 for stem in ("مئت", "مائت") for ending in ("ان", "ين", "ا", "ي")}
# One, several, one in the accusative, and two: "الف", "الاف", "الفا", "الفان".
_SCALES = {
    1_000: ("الف", "الاف", "الفا", ("الفان", "الفين", "الفي")),
    10**6: ("مليون", "ملايين", "مليونا", ("مليونان", "مليونين", "مليوني")),
    10**9: ("مليار", "مليارات", "مليارا", ("ملياران", "مليارين", "ملياري")),
}
_BEHIND_COUNT = {word: value for value, forms in _SCALES.items() for word in forms[:3]}

_AND = rf"{GAP}و[^\S\n]?"
_NO_SCALE = rf"(?!{GAP}{one_of(*_BEHIND_COUNT)}\b)"
_ONES = one_of("واحده?", *_TWO, *_THREE_TO_NINE)
_BELOW_100 = (
    rf"(?>{one_of(*_BEFORE_TEN, *_THREE_TO_NINE)}{GAP}عشره?\b"
    rf"|(?:{_ONES}|احد|احدي){_AND}{one_of(*_TENS)}\b"
    rf"|{one_of(*_TENS, 'عشره?')}\b|{_ONES}\b)"
)
_BELOW_1000 = (
    rf"(?:(?:{one_of(*_STEM_BEFORE_HUNDRED)}{GAP}{one_of(*_HUNDRED)}"
    rf"|{one_of(*_HUNDREDS, *_HUNDRED)})\b(?:{_AND}{_BELOW_100})?|{_BELOW_100})"
)


def _spelled() -> str:
    pattern = _BELOW_1000
    for one, several, accusative, two in _SCALES.values():
        behind = one_of(one, several, accusative)
        alone = rf"{one_of(one, *two)}|{accusative}(?={_AND}{_BELOW_1000})"
        pattern = (
            rf"(?:(?:{_BELOW_1000}{GAP}{behind}|{alone})\b(?:{_AND}{pattern}{_NO_SCALE})?"
            rf"|{pattern})"
        )
    return rf"صفر\b|(?>{pattern})"


def _with_and(values: dict[str, int]) -> dict[str, int]:
    return values | {f"و{word}": value for word, value in values.items()}


ARABIC = NumberWords(
    beginning="[اتثخسصعمنوفبل]",
    spelled=_spelled(),
    values=_with_and(
        {"واحد": 1, "واحده": 1, **dict.fromkeys(_TWO, 2), "عشر": 10, "عشره": 10}
        | _THREE_TO_NINE
        | _BEFORE_TEN
        | _TENS
        | _HUNDREDS
        | {word: 2 * value for value, forms in _SCALES.items() for word in forms[3]}
    ),
    hundreds=frozenset(_with_and(dict.fromkeys(_HUNDRED, 100))),
    scales=_with_and(_BEHIND_COUNT),
    digit_scales=_BEHIND_COUNT,
    part_of_more=rf"{GAP}(?:{'|'.join(_BEHIND_COUNT)}|مئات|عشرات|ارباع|اثلاث|اخماس)\b",
    # "لست" is "I am not" far more often than "for six".
    prefix=r"(?:(?!لست\b)(?:[وف][بل]?|[بل]))??",
    half_of=rf"نصف{GAP}",
    and_half=rf"{_AND}نصف\b",
)
