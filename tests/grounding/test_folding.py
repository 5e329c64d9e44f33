from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.grounding._folding import fold

# Characters that change under folding: quotes, dashes, spaces, marks, and ones that fold to
# several or to none.
AWKWARD = (
    "ßİﬁﬃ½…´¨‘’“”„«»–—−‑\u00a0\u202f\u2028\u00ad\u200b\u200f\u0301\u0323é각がǅŉ \n\tAaZz09.,'\"-"
)
TEXT = st.text(st.sampled_from(AWKWARD) | st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("‘Karvel’", "'karvel'"),
        ("“Karvel„ «Amsa»", '"karvel" "amsa"'),
        ("´Karvel`", "'karvel'"),
        ("5″", '5"'),
        ("Karvel—Amsa–Tey−Sol‑Ur", "karvel-amsa-tey-sol-ur"),
        ("KARVEL", "karvel"),
        ("Karvel\u00a0Bay", "karvel bay"),
        ("Karvel \r\n\t Bay", "karvel bay"),
        ("Straße", "strasse"),
        ("ﬁﬃ", "fiffi"),
        ("Ｋａｒ１４", "kar14"),
        ("Re\u0301ne", "réne"),
        ("René", "Rene"),
        ("Łódź", "lodz"),
        ("أُسَامَة", "اسامة"),
        ("Kar\u00advel\u200b \u200fBay", "karvel bay"),
        ("Ångström", "A\u030angstro\u0308m"),
    ],
)
def test_one_is_written_for_the_other(written: str, plain: str) -> None:
    assert fold(written).text == fold(plain).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("が", "か"),
        ("Karvel Bay", "KarvelBay"),
        ("Karvel-Bay", "Karvel Bay"),
        ("14", "140"),
        ("'Karvel'", '"Karvel"'),
        ("Karvel", "Karval"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_each_character_knows_where_it_came_from() -> None:
    folded = fold("A ﬁ  ß\u00ad.")
    assert folded.text == "a fi ss."
    assert folded.origin == (0, 1, 2, 2, 3, 5, 5, 7)


def test_span_of_a_stretch() -> None:
    folded = fold("A ﬁ  ß\u00ad.")
    assert folded.span(2, 4) == (2, 3)
    assert folded.span(2, 7) == (2, 6)
    assert folded.span(0, 8) == (0, 8)


@pytest.mark.parametrize(("start", "end"), [(2, 3), (3, 4), (0, 3), (3, 7), (5, 6), (6, 8)])
def test_no_span_begins_or_ends_inside_a_character(start: int, end: int) -> None:
    assert fold("A ﬁ  ß\u00ad.").span(start, end) is None


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(0, 8, "a fi ss."), (1, 3, " fi"), (2, 3, "fi"), (4, 6, "ss"), (6, 7, ""), (3, 3, "")],
)
def test_stretch_of_the_folded_text_within_offsets(start: int, end: int, text: str) -> None:
    folded = fold("A ﬁ  ß\u00ad.")
    first, last = folded.within(start, end)
    assert folded.text[first:last] == text


@given(TEXT)
def test_origins_never_decrease_and_lie_in_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= offset < len(text) for offset in folded.origin)


@given(TEXT, st.data())
def test_every_span_folds_to_the_stretch_it_came_from(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.span(start, end) if start < end else None
    if span:
        assert fold(text[slice(*span)]).text.strip() == folded.text[start:end].strip()


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
