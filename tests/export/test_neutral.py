from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llm_extract.export._neutral import is_formula, neutral

FORMULAS = (
    '=HYPERLINK("http://x.invalid","click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    " =1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\ufeff=1+1",
    "-",
)
HARMLESS = (
    "",
    "three dead",
    "a=b",
    "3-4",
    "'tis",
    "(=1)",
    "−5",
    "-3",
    "+12.5",
    "2027-03-17",
    "—no",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_kept_from_a_spreadsheet(text):
    assert is_formula(text)
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_and_numbers_are_left_alone(text):
    assert not is_formula(text)
    assert neutral(text) == text


@given(st.text(st.sampled_from("'=+-@＝\t\r\n \u200ba1."), max_size=8))
@example("'=1")
@example("''=1")
@example("-1")
def test_taking_an_apostrophe_away_gives_back_the_text(text):
    written = neutral(text)
    assert not is_formula(written)
    # What a reader does: an apostrophe before what is a formula, behind more of them or not.
    if re.match("'", written) and is_formula(written.lstrip("'")):
        assert written[1:] == text
    else:
        assert written == text
