from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles._sentences import LONGEST_SENTENCE, split_sentences

PIECES = st.sampled_from(
    [
        ". ",
        ".",
        "! ",
        "? ",
        "… ",
        "؟ ",
        "。",
        "」",
        '"',
        "'",
        "(",
        "[",
        "; ",
        "U.S. ",
        "Lt. ",
        "No. ",
        "3 p.m. ",
        "The ",
        "army",
        "١",
        "5",
        "\n",
        "\r\n",
        "\n\n",
        "\u2028",
        "\x85",
        "\u3000",
        "é",
        "e\u0301",
        "é",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentences",
    [
        # Abbreviations that do not end a sentence.
        ["The U.S. Army left on Friday.", "It came back."],
        ["Lt. Gen. Orm Dastel spoke."],
        ["Maj.-Gen. Vesk denied it.", "Mr. He agreed."],
        ["Dr. No and Mrs. Tarn met St. Alder monks.", "They ate."],
        ["J. R. Holm wrote it.", "J. A. Holm did not."],
        ["It began on Aug. 14 and ended on Sept. 3.", "Nothing is left."],
        ["Brigade No. 5 and Nos. 6-7 moved.", "No. 8 did not."],
        ["Losses, e.g. Talmor, i.e. the port, rose.", "They fell later."],
        ["A man from Ostrel, Kan., was held.", "He is 30."],
        ["Veld Corp. Chairman Ann Ruus resigned.", "She is 61."],
        # The same abbreviations at the end of one.
        ["They trained in the U.S.", "The army confirmed it."],
        ["He works for Veld Inc.", "It makes pumps."],
        ["They called on the U.N.", '"We wait," he said.'],
        ["Shells fell on Main St.", "After that it was quiet."],
        ["Was it true?", "He said no.", "14 people left."],
        ["He read No.", "The army waited."],
        ["It is vitamin C.", "They need it."],
        # Times.
        ["Shelling began at 3 p.m. on Friday.", "It ended at 4 a.m.", "Residents fled."],
        ["It hit at 3 p.m. Wednesday in Talmor.", "At 5 p.m. GMT it stopped."],
        ["It began at 3 p.m. (1200 GMT) near Orm."],
        # Numbers.
        ["Some 3.5 million fled.", "Prices rose 4.25 percent."],
        ["It ended in 2016.", "1,200 came back."],
        ["1. The army must leave.", "2. The port must open."],
        # Quotes and brackets.
        ['"We lost 14 men," he said.', '"It is over."', "The line broke."],
        ["“We lost.”", "Nobody spoke."],
        ['"Who fired?" he asked.', "No one knew."],
        ["(The army denies it.)", "The town is empty."],
        ["[Two were held.]", "Both are free."],
        # Ellipsis.
        ["He waited... and then left.", "Then…", "The door shut."],
        ["I am . . . not sure.", "He is."],
        # Exclamation and question marks.
        ["Stop!", "Who goes there?", "Nobody."],
        ["The Yahoo! office in Talmor closed."],
        # Other scripts.
        ["قتل ستة جنود.", "هل انسحب الجيش؟", "لا."],
        ["یہ خبر ہے۔", "فوج نے کہا۔"],
        ["六人死亡。", "他们在哪里？", "没有人知道！"],
        ["「終わった。」と述べた。", "兵士は去った。"],
        ["छह लोग मारे गए।", "सेना चली गई।"],
        # Upper-case wire copy.
        ["GEN. ORM LEFT THE U.S. EMBASSY.", "HE SAW THE SUN.", "POLICE CAME."],
    ],
)
def test_sentences_come_out_as_written(sentences: list[str]) -> None:
    joint = "" if any(mark in sentences[0] for mark in "。۔") else " "
    assert split(joint.join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "see www.orm.example. and more",
        "in the U.S. Residents fled",
        "version 3.5.1 of it",
        "the v. good idea vs. The Rock",
        "said.The army",
    ],
)
def test_no_boundary(text: str) -> None:
    assert split(text) == [text]


def test_wrapped_lines_stay_together_and_paragraphs_do_not() -> None:
    text = (
        "Fighting went on around the port of Talmor for\n"
        "a third day, and a statement read by Lt.\n"
        "Gen. Orm late on Friday said that the U.S.\n"
        "Army had left the hills above the town.\n"
        "al-Dastel units stayed behind\n\n"
        "Nobody was hurt"
    )
    assert [" ".join(sentence.split()) for sentence in split(text)] == [
        "Fighting went on around the port of Talmor for a third day, and a statement read by Lt."
        " Gen. Orm late on Friday said that the U.S. Army had left the hills above the town.",
        "al-Dastel units stayed behind",
        "Nobody was hurt",
    ]


def test_a_line_much_shorter_than_the_others_ends_a_paragraph() -> None:
    text = "Port shut\nFighting went on around the port of Talmor\nfor days"
    assert split(text) == ["Port shut", "Fighting went on around the port of Talmor\nfor days"]


def test_one_paragraph_a_line_is_not_wrapped_text() -> None:
    lead = "Shelling of the port went on " + "for hours and hours " * 6 + "on Friday"
    assert split(f"Two die in Talmor\n{lead}\nMore soon") == [
        "Two die in Talmor",
        lead,
        "More soon",
    ]


def test_a_long_address_does_not_make_wrapped_text_unwrapped() -> None:
    text = (
        "The statement, which named two men, is at\nhttps://orm.example/" + "x" * 120 + "\nand more"
    )
    assert split(text) == [text]


def test_headline_list_items_and_headings_are_their_own() -> None:
    text = (
        "# Talmor today and what it may well mean\n- the port is shut for good\n- the road is open"
    )
    assert split(text) == text.split("\n")


def test_crlf_blank_lines_end_a_sentence() -> None:
    assert split("one two\r\n\r\nthree four\r\nfive six") == ["one two", "three four\r\nfive six"]


def test_an_endless_sentence_is_cut_at_a_semicolon_then_at_white_space() -> None:
    at_semicolon = split("word " * 200 + "stop; " + "word " * 300)
    assert at_semicolon[0].endswith("stop;")
    at_blank = split("word " * 1000)
    assert len(at_blank) > 3
    assert all(piece.split(" ") == ["word"] * (len(piece) // 5 + 1) for piece in at_blank)


def test_a_sentence_of_exactly_the_limit_is_left_alone() -> None:
    text = ("word " * LONGEST_SENTENCE)[: LONGEST_SENTENCE - 1] + "."
    assert split(text) == [text]
    assert len(split("x" + text)) == 2


@given(text=TEXTS, cuts=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_spans_are_ordered_trimmed_and_cover_all_but_white_space(
    text: str, cuts: tuple[int, int]
) -> None:
    start, end = sorted(min(cut, len(text)) for cut in cuts)
    spans = list(split_sentences(text, start, end))
    at = start
    for first, last in spans:
        assert at <= first < last <= end
        assert not text[at:first].strip()
        assert text[first:last] == text[first:last].strip()
        assert last - first <= LONGEST_SENTENCE
        at = last
    assert not text[at:end].strip()
