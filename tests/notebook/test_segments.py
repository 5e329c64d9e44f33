"""Overlapping marks become pieces that do not overlap, and no character is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.notebook._segments import Mark, Segment, segments

KINDS = ("cited", "value", "doubtful")


@st.composite
def marked(draw):
    text = draw(st.text(st.sampled_from("aé😀\u202e <&"), max_size=30))
    places = st.integers(-3, len(text) + 3)
    spans = draw(st.lists(st.tuples(places, places, st.sampled_from(KINDS)), max_size=8))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    marks = [Mark(min(a, b), max(a, b), kind, f"i.{n}") for n, (a, b, kind) in enumerate(spans)]
    return text, start, end, marks


@given(marked())
def test_joined_they_are_the_text_and_each_character_has_its_strongest_mark(case):
    text, start, end, marks = case
    found = list(segments(text, start, end, marks))
    assert "".join(part.text for part in found) == text[start:end]
    place = start
    for part in found:
        for offset in range(place, place + len(part.text)):
            kinds = [mark.kind for mark in marks if mark.start <= offset < mark.end]
            assert part.kind == max(kinds, key=KINDS.index, default=None)
        place += len(part.text)


def test_a_doubtful_value_shows_inside_its_sentence():
    marks = [Mark(0, 9, "cited", "boats.0"), Mark(4, 7, "doubtful", "boats.0.crew")]
    assert list(segments("The 15 men.", 0, 11, marks)) == [
        Segment("The ", "cited", "boats.0"),
        Segment("15 ", "doubtful", "boats.0.crew"),
        Segment("me", "cited", "boats.0"),
        Segment("n."),
    ]


def test_a_piece_names_a_few_of_its_paths_each_once():
    marks = [Mark(0, 3, "cited", f"boats.{index // 2}") for index in range(14)]
    (found,) = segments("Two", 0, 3, marks)
    assert found.paths == "boats.0, boats.1, boats.2, boats.3 and 3 more"


def test_nothing_is_cut_without_marks_and_nothing_comes_of_nothing():
    assert list(segments("Rain.", 1, 4, [])) == [Segment("ain")]
    assert list(segments("", 0, 0, [Mark(0, 0, "cited", "boats.0")])) == []
