from __future__ import annotations

import pytest
from growth import is_linear
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.grounding._language import Language
from llm_extract.grounding.numbers._counts import Bound, Comparator, Count, count_of
from llm_extract.grounding.numbers._numbers import numbers

BOUNDS: tuple[Bound, ...] = ("low", "best", "high", "value")
LANGUAGES: tuple[Language | None, ...] = ("en", "fr", "es", "ar", None)
# A phrase with a place for its number, and what it says; "{}" stands alone or after a blank.
COMPARED: dict[Language, dict[Comparator, list[str]]] = {
    "en": {
        "exact": ["{}", "{} soldiers", "the {} soldiers", "all {}", "a group of {} men", "only {}"],
        "more_than": ["more than {}", "over {} men", "More than another {}", "in excess of {}"],
        "at_least": ["at least {}", "AT LEAST {}", "no fewer than the {}", "{} or more", "{}+",
                     "at least some {}", "{} soldiers at least", "not less than {}", "{}-plus"],
        "less_than": ["fewer than {}", "less than {} men", "under {}"],
        "up_to": ["up to {}", "as many as {}", "no more than {}", "at most {}", "{} at most"],
        "approx": ["about {}", "some {} people", "nearly {}", "an estimated {}", "{} or so",
                   "~{}", "close\nto {}"],
    },
    "fr": {
        "exact": ["{}", "{} soldats", "les {} soldats", "un groupe de {} hommes"],
        "more_than": ["plus de {}", "plus d’{}", "au-delà de {}"],
        "at_least": ["au moins {}", "Au moins {}", "pas moins de {}", "{} morts au moins",
                     "{} ou plus"],
        "less_than": ["moins de {}"],
        "up_to": ["jusqu'à {}", "jusqu’à {}", "pas plus de {}", "au plus {}", "{} au maximum"],
        "approx": ["environ {}", "quelque {} soldats", "près de {}", "{} environ"],
    },
    "es": {
        "exact": ["{}", "{} soldados", "los {} soldados", "un grupo de {} hombres"],
        "more_than": ["más de {}", "mas de {}", "Más de {} muertos"],
        "at_least": ["al menos {}", "por lo menos {}", "{} como mínimo", "no menos de {}",
                     "{} o más"],
        "less_than": ["menos de {}"],
        "up_to": ["hasta {}", "no más de {}", "como máximo {}"],
        "approx": ["unos {}", "unas {} personas", "alrededor de {}", "casi {}", "cerca de {}"],
    },
    "ar": {
        "exact": ["{}", "{} جنديا", "مقتل {}"],
        "more_than": ["أكثر من {}", "وأكثر من {}", "ما يزيد على {}"],
        "at_least": ["ما لا يقل عن {}", "على الأقل {}", "{} شخصا على الأقل"],
        "less_than": ["أقل من {}"],
        "up_to": ["حتى {}", "لا يزيد عن {}", "لا أكثر من {}"],
        "approx": ["حوالي {}", "نحو {}", "قرابة {}", "{} تقريبا"],
    },
}  # fmt: skip
CASES = [
    (language, comparator, phrase)
    for language, comparators in COMPARED.items()
    for comparator, phrases in comparators.items()
    for phrase in phrases
]
RANGES = [
    ("en", "between {} and {}"), ("en", "{} to {} men"), ("en", "from {} to {}"), ("en", "{}-{}"),
    ("en", "{} – {}"), ("en", "{} or {}"), ("fr", "entre {} et {}"), ("fr", "de {} à {}"),
    ("fr", "{} ou {}"), ("es", "entre {} y {}"), ("es", "de {} a {}"), ("es", "{} o {}"),
    ("ar", "بين {} و{}"), ("ar", "من {} إلى {}"), (None, "{}-{}"),
]  # fmt: skip
STATED: dict[Comparator, tuple[bool, bool, bool]] = {
    "exact": (True, True, True),
    "more_than": (True, True, False),
    "at_least": (True, True, False),
    "less_than": (False, False, True),
    "up_to": (False, False, True),
    "approx": (False, True, False),
}


def bounds(count: Count) -> tuple[int | None, int | None, int | None]:
    return count.low, count.best, count.high


@pytest.mark.parametrize(("language", "comparator", "phrase"), CASES)
@pytest.mark.parametrize(("written", "number"), [("14", 14), ("370,000", 370_000)])
def test_a_comparator_and_its_bounds(
    language: Language, comparator: Comparator, phrase: str, written: str, number: int
) -> None:
    count = count_of(phrase.format(written), language)
    assert count.comparator == comparator
    assert count.vague_term is None
    assert bounds(count) == tuple(number if stated else None for stated in STATED[comparator])
    assert count.allows("value", number)
    for bound, stated in zip(("low", "best", "high"), STATED[comparator], strict=True):
        assert count.allows(bound, number) is (stated or comparator == "approx")


@given(st.sampled_from(CASES), st.integers(0, 10**7), st.sampled_from([-1, 1]))
def test_a_digit_off_by_one_is_never_allowed(
    case: tuple[Language, Comparator, str], number: int, off: int
) -> None:
    language, _, phrase = case
    count = count_of(phrase.format(number), language)
    assert count.allows("value", number)
    assert not any(count.allows(bound, number + off) for bound in BOUNDS)


@given(st.sampled_from(RANGES), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_range(case: tuple[Language | None, str], low: int, more: int) -> None:
    language, phrase = case
    high = low + more
    count = count_of(phrase.format(low, high), language)
    assert (count.comparator, *bounds(count)) == ("range", low, None, high)
    assert [count.allows(bound, low) for bound in BOUNDS] == [True, True, False, True]
    assert [count.allows(bound, high) for bound in BOUNDS] == [False, True, True, True]
    for value in {low - 1, low + 1, high - 1, high + 1} - {low, high}:
        assert not any(count.allows(bound, value) for bound in BOUNDS)


@pytest.mark.parametrize(
    ("language", "phrase", "low", "high"),
    [
        ("en", "two to three million people", 2_000_000, 3_000_000),
        ("en", "between 10 and 20 thousand", 10_000, 20_000),
        ("fr", "deux à trois millions", 2_000_000, 3_000_000),
        ("es", "de 10 a 20 mil", 10_000, 20_000),
        ("en", "500 to one thousand", 500, 1_000),
    ],
)
def test_a_range_shares_its_scale(language: Language, phrase: str, low: int, high: int) -> None:
    count = count_of(phrase, language)
    assert (count.comparator, *bounds(count)) == ("range", low, None, high)


@pytest.mark.parametrize("phrase", ["20 to 10", "10 and 20", "10 of 20", "10, 20"])
def test_two_numbers_that_are_no_range(phrase: str) -> None:
    assert count_of(phrase, "en").comparator == "exact"


@pytest.mark.parametrize(
    ("language", "phrase", "term"),
    [
        ("en", "dozens of families", "dozens"),
        ("en", "a dozen", "dozen"),
        ("en", "more than two dozen men", "dozen"),
        ("en", "Scores", "Scores"),
        ("en", "several villages", "several"),
        ("en", "tens of thousands", "tens of thousands"),
        ("en", "a few hundred", "few"),
        ("en", "many of the 14", "many"),
        ("en", "dozens, 14 of them children", "dozens"),
        ("en", "almost all residents", "almost all"),
        ("en", "families", "families"),
        ("fr", "une dizaine", "dizaine"),
        ("fr", "une douzaine de morts", "douzaine"),
        ("fr", "près d’une centaine", "centaine"),
        ("fr", "des dizaines de civils", "dizaines"),
        ("fr", "plusieurs soldats", "plusieurs"),
        ("es", "una docena", "docena"),
        ("es", "decenas de muertos", "decenas"),
        ("es", "cientos", "cientos"),
        ("es", "unos soldados", "unos"),
        ("ar", "عشرات القتلى", "عشرات"),
        ("ar", "مئات المدنيين", "مئات"),
        ("ar", "عشرات الآلاف", "عشرات الآلاف"),
        ("ar", "عدد من الجنود", "عدد من"),
        (None, "dozens of families", "dozens of families"),
        (None, "three", "three"),
    ],
)
def test_vague_words_have_no_number(language: Language | None, phrase: str, term: str) -> None:
    count = count_of(phrase, language)
    assert (count.comparator, count.vague_term) == ("vague", term)
    assert bounds(count) == (None, None, None)
    for value in (0, 1, 2, 10, 12, 14, 20, 24, 100, 1000, 10_000):
        assert not any(count.allows(bound, value) for bound in BOUNDS)


def test_an_empty_phrase_says_nothing() -> None:
    assert count_of(" ", "en") == Count(None, None, None, "vague", None, ())


@pytest.mark.parametrize(
    ("language", "phrase", "total"),
    [
        ("en", "two men and a child", 3),
        ("en", "14 soldiers as well as 20 extremists", 34),
        ("en", "at least 14 soldiers and 20 rebels", 34),
        ("en", "three men, two women and a five-year-old boy", 6),
        ("fr", "deux hommes et une femme", 3),
        ("es", "dos hombres y una mujer", 3),
        ("ar", "قتيلان وثلاثة جرحى", 5),
        ("ar", "14 جنديا و20 مسلحا", 34),
        ("en", "14 of the 34 soldiers", None),
        ("en", "14 soldiers, 3 of them officers", None),
        ("en", "14 soldiers in 3 villages", None),
        ("en", "two men and a hospital", None),
        ("en", "14 soldiers and a group of civilians", None),
        ("fr", "14 soldats, dont 3 officiers", None),
        (None, "14 and 20", None),
    ],
)
def test_several_numbers_add_up_only_when_the_phrase_adds_them(
    language: Language | None, phrase: str, total: int | None
) -> None:
    count = count_of(phrase, language)
    assert count.total == total
    values = [number.value for number in count.numbers]
    assert count.allows("value", sum(values)) is (total is not None or len(values) == 1)
    assert count.allows("best", values[0])


@pytest.mark.parametrize(
    ("language", "phrase", "value"),
    [
        ("en", "three million inhabitants", 3_000_000),
        ("en", "a soldier", 1),
        ("en", "a 14-year-old boy", 1),
        ("en", "an aid worker", 1),
        ("fr", "un soldat", 1),
        ("fr", "quatre-vingt-dix-sept morts", 97),
        ("es", "una mujer", 1),
        ("es", "once soldados", 11),
        ("ar", "جنديان", 2),
        ("ar", "ثلاثمئة شخص", 300),
    ],
)
def test_words_and_nouns_that_count(language: Language, phrase: str, value: int) -> None:
    count = count_of(phrase, language)
    assert (count.comparator, *bounds(count)) == ("exact", value, value, value)
    assert not any(count.allows(bound, value + 1) for bound in BOUNDS)
    assert not count.allows("value", 14)


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("17-year-old", 17),
        ("17-year-old's", 17),
        ("the 17-year-olds", 17),
        ("a six-month-old truce", 6),
        ("A 17-year-old girl", 1),
        ("three 17-year-olds", 3),
        ("17-year-old twins, two girls", 2),
    ],
)
def test_an_age_counts_only_where_nothing_else_does(phrase: str, value: int) -> None:
    count = count_of(phrase, "en")
    assert (count.comparator, *bounds(count)) == ("exact", value, value, value)
    assert [count.allows("value", n) for n in (1, 2, 3, 6, 17)] == [
        n == value for n in (1, 2, 3, 6, 17)
    ]


@pytest.mark.parametrize("phrase", ["several 17-year-olds", "17-year-olds, dozens of them"])
def test_an_age_is_no_number_for_a_vague_word(phrase: str) -> None:
    assert count_of(phrase, "en").comparator == "vague"
    assert not any(count_of(phrase, "en").allows(bound, 17) for bound in BOUNDS)


@pytest.mark.parametrize("phrase", ["a hospital", "a group of soldiers", "a spokesman", "another"])
def test_an_article_alone_counts_nothing(phrase: str) -> None:
    assert not count_of(phrase, "en").allows("value", 1)


def test_a_comparator_belongs_to_its_number() -> None:
    count = count_of("14 killed and at least 20 wounded", "en")
    assert (count.comparator, count.low, count.high) == ("at_least", 20, None)
    assert count_of("more than half of the 14 men", "en").comparator == "exact"
    assert count_of("the moreover 14", "en").comparator == "exact"


def test_without_a_language_a_comparator_is_not_read() -> None:
    assert count_of("more than 14", None) == count_of("14", None).__class__(
        14, 14, 14, "exact", None, tuple(numbers("more than 14", None))
    )
    assert count_of("plus de 14", "en").comparator == "exact"


WORDS = "more than at least up to about two three million dozen a child and soldier unos un soldat"
PIECES = [*WORDS.split(), "14", "370,000", "-", "to", ",", "deux", "ثلاثة", "و", "جنديان", "الف"]


@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(PIECES) | st.text(max_size=3)))
def test_every_number_read_alone_is_the_same(language: Language | None, pieces: list[str]) -> None:
    phrase = " ".join(pieces)
    for number in count_of(phrase, language).numbers:
        alone = count_of(phrase[number.start : number.end], language)
        assert (alone.best, alone.comparator) == (number.value, "exact")
        assert len(alone.numbers) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    ["more than ", "at least 14 and ", "a b c d ", "1 ", " ", "a a a ", "unos ", "les ", "و", "- "],
)
def test_a_hostile_phrase_takes_linear_time(language: Language | None, piece: str) -> None:
    assert is_linear(lambda text: count_of(text, language), piece, size=2_000)
