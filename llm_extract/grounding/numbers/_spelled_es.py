"""Spanish number words: "veintiún", "treinta y dos", "doscientas", "dos mil quinientos millones".

"un" and "una" before a noun are the article and no number; "ciento" and "mil" need no count.
"""

from __future__ import annotations

from llm_extract.grounding.numbers._spelled import GAP, NumberWords, one_of

_ONES = ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_UP_TO_29 = {
    **dict(zip(
        ("diez", "once", "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete",
         "dieciocho", "diecinueve", "veinte", "veintiun", "veintidos", "veintitres",
         "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho",
         "veintinueve"),
        range(10, 30), strict=True,
    )),
    "veintiuno": 21, "veintiuna": 21,
}  # fmt: skip
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = {
    f"{stem}{ending}": hundreds
    for hundreds, stem in enumerate(
        ("doscient", "trescient", "cuatrocient", "quinient", "seiscient", "setecient",
         "ochocient", "novecient"),
        start=2,
    )
    for ending in ("os", "as")
}  # fmt: skip
_SCALES = {
    "mil": 1_000, "millon": 10**6, "millones": 10**6, "billon": 10**12, "billones": 10**12,
}  # fmt: skip
_NO_SCALE = rf"(?!{GAP}{one_of(*_SCALES)}\b)"

_ONE = r"un[ao]?"
_BELOW_100 = (
    rf"(?>{one_of(*_TENS)}\b(?:{GAP}y{GAP}(?:{_ONE}|{one_of(*_ONES)})\b)?"
    rf"|(?:{'|'.join((*_UP_TO_29, *_ONES))}|{_ONE})\b)"
)
_BELOW_1000 = (
    rf"(?:(?:(?<!por\s)cien(?:to)?|{one_of(*_HUNDREDS)})\b(?:{GAP}{_BELOW_100})?|{_BELOW_100})"
)
_BELOW_MILLION = (
    rf"(?:(?:{_BELOW_1000}{GAP}|(?<!varios\s)(?<!pocos\s)(?<!algunos\s))mil\b"
    rf"(?:{GAP}{_BELOW_1000}(?!{GAP}mil\b))?|{_BELOW_1000})"
)
_HALF = rf"{GAP}y{GAP}medi[oa]\b"
_BELOW_BILLION = (
    rf"(?:(?:{_BELOW_MILLION}{GAP}millon(?:es)?\b|millon(?={_HALF}))"
    rf"(?:{GAP}{_BELOW_MILLION}{_NO_SCALE})?|{_BELOW_MILLION})"
)
_ALL = (
    rf"(?:{_BELOW_MILLION}{GAP}billon(?:es)?\b(?:{GAP}{_BELOW_BILLION}{_NO_SCALE})?"
    rf"|{_BELOW_BILLION})"
)
_NOT_ARTICLE = rf"(?:y|o|u|a|de|del|sol[oa]|{'|'.join(_SCALES)})\b"
_ARTICLE = rf"una?{GAP}(?!{_NOT_ARTICLE})[^\W\d_]"

SPANISH = NumberWords(
    beginning="[cdmnoqstuv]",
    spelled=rf"cero\b|(?!{_ARTICLE})(?>{_ALL})",
    values={"un": 1, "uno": 1, "una": 1, "cien": 100, "ciento": 100}
    | {word: value for value, word in enumerate(_ONES, start=2)}
    | _UP_TO_29
    | {word: 10 * value for value, word in enumerate(_TENS, start=3)}
    | {word: 100 * value for word, value in _HUNDREDS.items()},
    scales=_SCALES,
    digit_scales={"mil millones": 10**9, **_SCALES},
    part_of_more=(
        rf"{GAP}(?:{'|'.join(_SCALES)}|cientos|miles|docenas?|decenas?|centenas?|centenares"
        rf"|millares|tercios?|cuartos|quintos|decimos|y{GAP}medi[oa])\b"
    ),
    half_of=rf"medio{GAP}",
    and_half=_HALF,
    dots_part_thousands=True,
)
