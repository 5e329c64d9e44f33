from __future__ import annotations

import pytest
from growth import is_linear
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.grounding.numbers._numbers import Number, numbers

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
PIECES = [*SMALL, *TENS, "hundred", "thousand", "million", "hundreds", "dozen", "half", "a", "and"]
PIECES += [
    *" -,.'\n\u00a0‑",
    "  ",
    "\n\n",
    "370,000",
    "14",
    "0",
    "000",
    "3.141",
    "١٤",
    "ſix",
    "mıllion",
]
LETTERS = st.text(st.characters(exclude_characters="0123456789"), max_size=8)


def values(text: str) -> list[int]:
    return [number.value for number in numbers(text)]


def spelled(number: int, *, joint: str = " and ") -> str:
    for scale, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= scale:
            count, rest = divmod(number, scale)
            small = joint if rest < 100 else " "
            tail = small + spelled(rest, joint=joint) if rest else ""
            return f"{spelled(count, joint=joint)} {name}{tail}"
    if number < 20:
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("14", 14),
        ("0", 0),
        ("370000", 370_000),
        ("370,000", 370_000),
        ("370 000", 370_000),
        ("370\u00a0000", 370_000),
        ("370\u202f000", 370_000),
        ("370'000", 370_000),
        ("370’000", 370_000),
        ("370.000", 370_000),
        ("12.500", 12_500),
        ("1.250.375", 1_250_375),
        ("1,250,375", 1_250_375),
        ("3,70,000", 370_000),
        ("٣٧٠٬٠٠٠", 370_000),
        ("3 million", 3_000_000),
        ("3\u00a0million", 3_000_000),
        ("3-million", 3_000_000),
        ("3.5 million", 3_500_000),
        ("3,5 million", 3_500_000),
        ("1,234.5 thousand", 1_234_500),
        ("three million", 3_000_000),
        ("Three Million", 3_000_000),
        ("three hundred and seventy thousand", 370_000),
        ("three hundred seventy thousand", 370_000),
        ("two hundred", 200),
        ("twenty-one", 21),
        ("twenty‑one", 21),
        ("twenty one", 21),
        ("twenty\none", 21),
        ("one hundred and five", 105),
        ("one hundred and five thousand", 105_000),
        ("nineteen hundred", 1_900),
        ("a hundred", 100),
        ("a thousand and one", 1_001),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("2 and a half million", 2_500_000),
        ("zero", 0),
    ],
)
def test_one_number_with_its_span(written: str, value: int) -> None:
    assert list(numbers(written)) == [Number(value, 0, len(written))]
    text = f"In all, {written} people left."
    assert list(numbers(text)) == [Number(value, 8, 8 + len(written))]


@pytest.mark.parametrize(
    "text",
    [
        "a dozen men",
        "two dozen men",
        "twenty-one dozen men",
        "hundreds of men",
        "tens of thousands",
        "ten thousands",
        "a few hundred men",
        "several thousand men",
        "hundred men",
        "3.141",
        "3.14",
        "0.500",
        "1,234.5",
        "3.14m",
        "14th",
        "14.08.2031",
        "two thirds of it",
        "two-thirds of it",
        "twenty-first",
        "two and a half years",
        "a quarter of a million",
        "someone phoned seventeenth",
        "ſix sıx mıllıon",
        "9" * 5000,
    ],
)
def test_no_number(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("five six", [5, 6]),
        ("nineteen ninety", [19, 90]),
        ("nineteen ninety-five", [19, 95]),
        ("twenty nineteen", [20, 19]),
        ("twenty\n\none", [20, 1]),
        ("five, six and seven", [5, 6, 7]),
        ("two or three", [2, 3]),
        ("five and six", [5, 6]),
        ("from two hundred and three hundred", [200, 300]),
        ("between two thousand and three thousand", [2000, 3000]),
        ("December 2016, 14 men", [2016, 14]),
        ("on May 14 200,000 fled", [14, 200_000]),
        ("10-15 men", [10, 15]),
        ("Of 140 in 2014, 3.14 and 14", [140, 2014, 14]),
        ("a five-year-old", [5]),
        ("No.14", [14]),
    ],
)
def test_where_a_number_ends_and_the_next_begins(text: str, found: list[int]) -> None:
    assert values(text) == found


@given(
    st.integers(1, 10**12 - 1),
    st.sampled_from([" ", " and "]),
    st.sampled_from([" ", "\n", "\u00a0"]),
)
def test_spelled_numbers_are_read(number: int, joint: str, space: str) -> None:
    text = spelled(number, joint=joint).replace(" ", space)
    assert list(numbers(text)) == [Number(number, 0, len(text))]


@given(
    st.integers(0, 10**12), st.sampled_from([",", "'", "’", " ", "\u00a0", "\u2009", "\u202f", ""])
)
def test_grouped_digits_are_read(number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark)
    assert list(numbers(f"({text})")) == [Number(number, 1, 1 + len(text))]


@given(st.lists(st.integers(0, 10**9), min_size=1), LETTERS)
def test_separate_numbers_stay_separate(planted: list[int], between: str) -> None:
    text = f"; {between} ;".join(map(str, planted))
    expected = [value for number in planted for value in [number, *values(f"; {between} ;")]]
    assert values(text) == expected[: len(expected) - len(values(f"; {between} ;"))]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=12).map("".join))
def test_every_span_is_a_whole_number_by_itself(text: str) -> None:
    end = 0
    for number in numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end
        around = text[number.start - 1 : number.start] if number.start else ""
        assert not around.isalnum()
        assert not text[end : end + 1].isalnum()
        written = text[number.start : number.end]
        assert list(numbers(written)) == [Number(number.value, 0, len(written))]


@pytest.mark.parametrize("joint", [" and ", " "])
def test_every_number_up_to_9999_is_read(joint: str) -> None:
    for number in range(10_000):
        text = spelled(number, joint=joint)
        assert list(numbers(text, "en")) == [Number(number, 0, len(text))], text


@pytest.mark.parametrize("piece", ["one ", "two hundred ", "a ", "half a ", "1", "1,", "14 000 "])
def test_a_hostile_text_takes_linear_time(piece: str) -> None:
    assert is_linear(lambda text: list(numbers(text)), piece)
