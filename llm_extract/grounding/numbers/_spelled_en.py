"""English number words: "one hundred and five", "twenty-one", "nineteen hundred"."""

from __future__ import annotations

from llm_extract.grounding.numbers._spelled import GAP, NumberWords, one_of

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_SCALES = {"thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MULTIPLES = {"hundred": 100, **_SCALES}

_AND = rf"{GAP}(?:and{GAP})?"
_SCALE = one_of(*_MULTIPLES)
_ONE = r"(?<!quarter\sof\s)an?"
# Atomic: "twenty-one dozen" must not become twenty.
_BELOW_100 = (
    rf"(?>{one_of(*_TENS)}\b(?:{GAP}{one_of(*_ONES)}\b)?|{one_of(*_ONES, *_TEENS)}\b)"
)  # fmt: skip
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|{_ONE}){GAP}hundred\b(?:{_AND}{_BELOW_100})?|{_BELOW_100})"


def _spelled() -> str:
    pattern = _BELOW_1000
    for scale in _SCALES:
        pattern = rf"(?:(?:{_BELOW_1000}|{_ONE}){GAP}{scale}\b(?:{_AND}{pattern})?|{pattern})"
    # Most numbers are small, and need no look for each of the scales.
    return rf"zero\b|{_BELOW_100}(?!{GAP}{_SCALE})|{pattern}"


# "a" counts through its scale, "and" and "zero" not at all.
ENGLISH = NumberWords(
    spelled=_spelled(),
    beginning=(
        rf"an?{GAP}[htmb]|one|t(?:wo|h(?:ree|irt)|en|we)|f(?:our|i[vf]|ort)|s(?:ix|even)"
        r"|e(?:ight|lev)|nin|half|zero"
    ),
    values={word: value for value, word in enumerate((*_ONES, *_TEENS), start=1)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)},
    hundreds=frozenset({"hundred"}),
    scales=_SCALES,
    digit_scales=_MULTIPLES,
    part_of_more=(
        rf"(?:{GAP}(?:{_SCALE}s?|dozen|half|halves|thirds?|quarters?|fifths?|and{GAP}a{GAP}half)"
        rf"|-(?:{_ORDINALS}))\b"
    ),
    halved_count=rf"(?:{_BELOW_100}|\d{{1,3}})",
    and_a=rf"{GAP}and{GAP}a{GAP}",
    half_of=rf"half(?:{GAP}a)?{GAP}",
)
