"""French number words: "quatre-vingt-dix-sept", "soixante et onze", "deux mille trois cents".

Belgian and Swiss tens too (septante, huitante, octante, nonante). "un" and "une" before a noun
are the article and no number; "cent" and "mille" need no count before them.
"""

from __future__ import annotations

from llm_extract.grounding.numbers._spelled import GAP, NumberWords, one_of

_ONES = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize")
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_SCALES = {
    "mille": 1_000, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
_NO_SCALE = rf"(?!{GAP}{one_of(*_SCALES)}\b)"
_NOT_BELOW_MILLIARD = rf"(?!{GAP}(?:mille|millions?)\b)"

_ONE = r"une?\b"
_ONES_OF_TENS = rf"(?:{GAP}et{GAP}{_ONE}|{GAP}(?:{_ONE}|{one_of(*_ONES)}\b))?"
_BELOW_20 = rf"(?:dix{GAP}(?:sept|huit|neuf)\b|{one_of(*_TEENS, *_ONES)}\b|{_ONE})"
_BELOW_100 = (
    rf"(?>quatre{GAP}vingts?\b(?:{GAP}{_BELOW_20})?"
    rf"|soixante\b(?:{GAP}et{GAP}(?:onze\b|{_ONE})|{GAP}{_BELOW_20})?"
    rf"|{one_of(*_TENS)}\b{_ONES_OF_TENS}|{_BELOW_20})"
)
_TIMES_100 = rf"(?:dix{GAP}(?:sept|huit|neuf)|{one_of(*_TEENS[1:], *_ONES)})"
_BELOW_1000 = (
    rf"(?:(?:{_TIMES_100}{GAP}cents?|(?<!pour\s)cent)\b(?:{GAP}{_BELOW_100}(?!{GAP}cents?\b))?"
    rf"|{_BELOW_100})"
)
_BELOW_MILLION = (
    rf"(?:(?:{_BELOW_1000}{GAP}|(?<!quelques\s)(?<!plusieurs\s))mille\b"
    rf"(?:{GAP}(?:et{GAP}{_ONE}|{_BELOW_1000}){_NOT_BELOW_MILLIARD})?|{_BELOW_1000})"
)
_BELOW_MILLIARD = (
    rf"(?:{_BELOW_1000}{GAP}millions?\b(?:{GAP}{_BELOW_MILLION}{_NO_SCALE})?|{_BELOW_MILLION})"
)
_ALL = (
    rf"(?:{_BELOW_MILLION}{GAP}milliards?\b(?:{GAP}{_BELOW_MILLIARD}{_NO_SCALE})?"
    rf"|{_BELOW_MILLIARD})"
)
_NOT_ARTICLE = rf"(?:et|ou|a|de|des|seule?|sur|{'|'.join(_SCALES)})\b"
_ARTICLE = rf"une?{GAP}(?!{_NOT_ARTICLE})[^\W\d_]"

FRENCH = NumberWords(
    beginning="[cdhmnoqstuvz]",
    spelled=rf"zero\b|(?!{_ARTICLE})(?>{_ALL})",
    values={"un": 1, "une": 1, "soixante": 60, "quatrevingt": 80, "quatrevingts": 80}
    | {word: value for value, word in enumerate((*_ONES, *_TEENS), start=2)}
    | _TENS,
    hundreds=frozenset({"cent", "cents"}),
    scales=_SCALES,
    digit_scales=_SCALES,
    part_of_more=(
        rf"(?:{GAP}(?:{'|'.join(_SCALES)}|\w{{2,12}}aines?|milliers?|tiers|quarts?|demie?s?"
        rf"|et{GAP}demie?)|(?:{GAP}et)?{GAP}\w{{2,12}}iemes?)\b"
    ),
    word=rf"quatre{GAP}vingts?\b|\w+",
    half_of=rf"(?:un{GAP})?demi{GAP}",
    and_half=rf"{GAP}et{GAP}demie?\b",
    dots_part_thousands=True,
)
