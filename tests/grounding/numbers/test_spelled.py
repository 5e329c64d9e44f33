from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from growth import is_linear
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.grounding._language import Language
from llm_extract.grounding.numbers._numbers import Number, numbers

LANGUAGES: tuple[Language | None, ...] = ("en", "fr", "es", "ar", None)

# The spellers of the tests are their own: they share no table with the reader.
FRENCH_SMALL = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit",
    "dix-neuf",
]  # fmt: skip
FRENCH_TENS = [
    "", "", "vingt", "trente", "quarante", "cinquante", "soixante",
]  # fmt: skip
SPANISH_SMALL = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro",
    "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
]  # fmt: skip
SPANISH_TENS = [
    "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
]  # fmt: skip
SPANISH_HUNDREDS = [
    "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos",
    "setecientos", "ochocientos", "novecientos",
]  # fmt: skip
ARABIC_SMALL = {
    "f": [
        "صفر",
        "واحد",
        "اثنان",
        "ثلاثة",
        "أربعة",
        "خمسة",
        "ستة",
        "سبعة",
        "ثمانية",
        "تسعة",
        "عشرة",
    ],
    "m": ["صفر", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"],
}
ARABIC_TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
ARABIC_SCALES = [
    (10**9, "مليار", "ملياران", "مليارات"),
    (10**6, "مليون", "مليونان", "ملايين"),
    (1000, "ألف", "ألفان", "آلاف"),
]


def french(number: int) -> str:
    for scale, name in ((10**9, " milliard"), (10**6, " million")):
        if number >= scale:
            count, rest = divmod(number, scale)
            many = "s" if count > 1 else ""
            return f"{french(count)}{name}{many} {french(rest) if rest else ''}".strip()
    if number >= 1000:
        count, rest = divmod(number, 1000)
        head = "mille" if count == 1 else f"{re.sub('(?<=cent|ingt)s$', '', french(count))} mille"
        return f"{head} {french(rest)}" if rest else head
    if number >= 100:
        count, rest = divmod(number, 100)
        head = "cent" if count == 1 else f"{FRENCH_SMALL[count]} cent"
        return f"{head} {french(rest)}" if rest else head + ("s" if count > 1 else "")
    if number >= 80:
        return f"quatre-vingt-{FRENCH_SMALL[number - 80]}" if number > 80 else "quatre-vingts"
    if number < 20:
        return FRENCH_SMALL[number]
    tens = min(number // 10, 6)
    rest = number - 10 * tens
    if rest in (1, 11):
        return f"{FRENCH_TENS[tens]} et {FRENCH_SMALL[rest]}"
    return f"{FRENCH_TENS[tens]}-{FRENCH_SMALL[rest]}" if rest else FRENCH_TENS[tens]


def spanish(number: int) -> str:
    for scale, one, many in ((10**12, "billón", "billones"), (10**6, "millón", "millones")):
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"un {one}" if count == 1 else f"{short_one(spanish(count))} {many}"
            return f"{head} {spanish(rest)}" if rest else head
    if number >= 1000:
        count, rest = divmod(number, 1000)
        head = "mil" if count == 1 else f"{short_one(spanish(count))} mil"
        return f"{head} {spanish(rest)}" if rest else head
    if number == 100:
        return "cien"
    if number > 100:
        count, rest = divmod(number, 100)
        return f"{SPANISH_HUNDREDS[count - 1]} {spanish(rest) if rest else ''}".strip()
    if number < 30:
        return SPANISH_SMALL[number]
    tens, ones = divmod(number, 10)
    return SPANISH_TENS[tens - 3] + (f" y {SPANISH_SMALL[ones]}" if ones else "")


def short_one(words: str) -> str:
    return (
        words.replace("veintiuno", "veintiún").removesuffix("o") if words.endswith("uno") else words
    )


def arabic(number: int, gender: str = "f", hundred: str = "مئة") -> str:
    small = ARABIC_SMALL[gender]
    for scale, one, two, several in ARABIC_SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = {1: one, 2: two}.get(
                count, f"{arabic(count, 'f', hundred)} {several if 3 <= count <= 10 else one}"
            )
            return f"{head} و{arabic(rest, gender, hundred)}" if rest else head
    if number >= 100:
        count, rest = divmod(number, 100)
        stem = ARABIC_SMALL["m"][count].removesuffix("ي")
        head = {1: hundred, 2: hundred.removesuffix("ة") + "تان"}.get(count, stem + hundred)
        return f"{head} و{arabic(rest, gender, hundred)}" if rest else head
    if number <= 10:
        return small[number]
    tens, ones = divmod(number, 10)
    if tens > 1:
        return f"{small[ones]} و{ARABIC_TENS[tens - 2]}" if ones else ARABIC_TENS[tens - 2]
    irregular = {11: ("أحد", "إحدى"), 12: ("اثنا", "اثنتا")}
    head = irregular[number][gender == "m"] if number in irregular else small[ones]
    return f"{head} {'عشر' if gender == 'f' else 'عشرة'}"


SPELLERS: list[tuple[Language, Callable[[int], str]]] = [
    ("fr", french),
    ("fr", lambda number: french(number).replace(" ", "-")),
    ("fr", lambda number: french(number).replace("-", " ")),
    ("fr", lambda number: french(number).upper()),
    ("es", spanish),
    ("es", lambda number: spanish(number).upper()),
    ("es", lambda number: short_one(spanish(number))),
    ("es", lambda number: spanish(number).replace("cientos", "cientas")),
    ("es", lambda number: unicodedata.normalize("NFD", spanish(number))),
    ("ar", arabic),
    ("ar", lambda number: arabic(number, "m", "مائة")),
    ("ar", lambda number: re.sub(r"(?<!ملي)ون\b", "ين", arabic(number)).replace("تان", "تين")),
    ("ar", lambda number: arabic(number).translate(str.maketrans("أآإة", "ااإه"))),
    ("ar", lambda number: arabic(number).replace("ث", "ث\u064e").replace("س", "س\u0640")),
]


@pytest.mark.parametrize(("language", "speller"), SPELLERS)
def test_every_number_up_to_9999_is_read(language: Language, speller: Callable[[int], str]) -> None:
    for number in [*range(2_200), *range(2_200, 10_000, 7)]:
        text = speller(number)
        assert list(numbers(text, language)) == [Number(number, 0, len(text))], text


@given(
    st.sampled_from(SPELLERS), st.integers(0, 10**12 - 1), st.sampled_from([" ", "\n", "\u00a0"])
)
def test_scales_are_read_in_every_language(
    written: tuple[Language, Callable[[int], str]], number: int, space: str
) -> None:
    language, speller = written
    text = speller(number).replace(" ", space)
    assert list(numbers(f"({text})", language)) == [Number(number, 1, 1 + len(text))]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "quatre-vingt-dix-sept morts", [97]),
        ("fr", "soixante et onze", [71]),
        ("fr", "septante-cinq, huitante et nonante", [75, 80, 90]),
        ("fr", "mille neuf cent trois", [1903]),
        ("fr", "onze cents", [1100]),
        ("fr", "3,5 millions ; 2 milliards ; 12.345", [3_500_000, 2 * 10**9, 12_345]),
        ("fr", "deux millions et demi, un demi-million", [2_500_000, 500_000]),
        ("fr", "entre deux mille et trois mille", [2000, 3000]),
        ("fr", "trois cents deux cents", [300, 200]),
        ("fr", "un homme et deux femmes", [2]),
        ("fr", "un ou deux, vingt et une", [1, 2, 21]),
        ("fr", "dix pour cent", [10]),
        ("fr", "le vingt et unième, trois douzaines, deux tiers, deux et demi", []),
        ("fr", "deux cent vingt-deuxième", []),
        ("fr", "une dizaine, des centaines, quelques mille, plusieurs milliers, des millions", []),
        ("fr", "once onces sixième unanime milles", []),
        ("es", "veintiún muertos, veintiuno, treinta y dos", [21, 21, 32]),
        ("es", "once", [11]),
        ("es", "dos mil quinientos millones", [2_500_000_000]),
        ("es", "3 mil millones; 20 mil; 12.345", [3 * 10**9, 20_000, 12_345]),
        (
            "es",
            "millón y medio, dos millones y medio, medio millón",
            [1_500_000, 2_500_000, 500_000],
        ),
        ("es", "entre cuarenta y sesenta", [40, 60]),
        ("es", "un hombre y dos mujeres", [2]),
        ("es", "diez por ciento", [10]),
        ("es", "cientos de miles, decenas, dos docenas, varios mil, dos tercios, unos", []),
        ("ar", "خمسة وعشرون", [25]),
        ("ar", "ثلاثمائة جندي وثلاثمئة", [300, 300]),
        ("ar", "ألفان ومئتان", [2200]),
        ("ar", "١٤ جنديا و20 مسلحا", [14, 20]),
        ("ar", "٣٧٠ ألفاً و3 ملايين", [370_000, 3_000_000]),
        ("ar", "ألفاً وخمسمئة", [1500]),
        ("ar", "مليون ونصف، نصف مليون", [1_500_000, 500_000]),
        ("ar", "وثلاثة، بأربعة", [3, 4]),
        ("ar", "عشرات الآلاف، مئات، يوم الاثنين، لست، الثالث، أحد السكان، ألفا رجل", []),
        (None, "three 14 trois 370,000 quince ١٥", [14, 370_000, 15]),
    ],
)
def test_numbers_of_other_languages(language: Language | None, text: str, found: list[int]) -> None:
    assert [number.value for number in numbers(text, language)] == found


def test_once_is_eleven_in_spanish_only() -> None:
    read = {language: list(numbers("once", language)) for language in LANGUAGES}
    assert {language for language, found in read.items() if found} == {"es"}
    assert [number.value for number in read["es"]] == [11]


WORDS_OF_ALL = sorted(
    {
        word
        for _, speller in SPELLERS
        for n in (*range(0, 200, 3), 2600, 10**7)
        for word in speller(n).split()
    }
)
OTHERS = ["dozen", "half a", "million", "370,000", "14", "000", "demi", "y medio", "\n"]
MIXTURE = st.lists(
    st.sampled_from([*WORDS_OF_ALL, *OTHERS])
    | st.sampled_from(" -و\u064b\u0301,.5")
    | st.just(" "),
    max_size=14,
).map("".join)


@given(st.sampled_from(LANGUAGES), MIXTURE)
def test_spans_read_alone_give_the_same_number(language: Language | None, text: str) -> None:
    end = 0
    for number in numbers(text, language):
        assert end <= number.start < number.end <= len(text)
        end = number.end
        written = text[number.start : end]
        assert list(numbers(written, language)) == [Number(number.value, 0, len(written))]


@given(st.text())
def test_without_a_language_only_digits_are_read(text: str) -> None:
    assert all(text[number.start].isdecimal() for number in numbers(text, None))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    [
        "one ",
        "two hundred ",
        "deux cent ",
        "quatre-",
        "dos mil ",
        "treinta y ",
        "خمسة و",
        "مئة ",
        "1",
        "1,",
        "14 000 ",
        " ",
        "a\u0301",
        "-",
    ],
)
def test_a_hostile_text_takes_linear_time(language: Language | None, piece: str) -> None:
    assert is_linear(lambda text: list(numbers(text, language)), piece)
