"""Title, byline and publisher are no words of a sentence that tells of something."""

from __future__ import annotations

import pytest
from conflict_records import completed, facts, findings

from llm_extract.articles import article_from_text
from llm_extract.grounding import Source

CAPTION = "date 2031-05-20 Troops fire rockets near the Tammel bridge on Monday (NWA photo)"
TOLD = "Rebels pushed into Oskel on Tuesday, Mara Quill of the Sund Courier said."


def doubted(*paragraphs, given_title=None, **told):
    """Facts that are found fault with."""
    text = "\n\n".join(paragraphs)
    source = Source(article_from_text(text, id="test", title=given_title))
    made = completed(source, article=facts(**told))
    found = [f for f in findings(source, made) if f.code == "fact_from_prose"]
    assert {finding.severity for finding in found} <= {"fault"}
    return [finding.path.removeprefix("article.") for finding in found]


def test_words_of_the_body_are_no_facts_of_the_article():
    told = {"title": "Rebels pushed into Oskel", "byline": "Mara Quill"}
    assert doubted(TOLD, publisher="the Sund Courier", **told) == ["title", "byline", "publisher"]


def test_words_of_a_caption_are_none_either():
    told = {"title": "Troops fire rockets near the Tammel bridge", "publisher": "NWA"}
    assert doubted(CAPTION, f"KORVANE — {TOLD}", **told) == ["title", "publisher"]


def test_a_title_the_file_gives_may_be_repeated_in_a_sentence():
    told = {"title": "Rebels pushed into Oskel"}
    assert doubted(TOLD, given_title="Rebels pushed into Oskel", **told) == []
    assert doubted(TOLD, given_title="Rebels pushed into Sarn", **told) == ["title"]


@pytest.mark.parametrize(
    "line",
    [
        "Rebels pushed into Oskel",
        "Rebels pushed into Oskel.",
        "“Rebels pushed into Oskel!”",
        "Rebels pushed into Oskel, army silent",
    ],
)
def test_a_title_may_be_a_line_of_its_own(line):
    assert doubted(line, TOLD, title="Rebels pushed into Oskel") == []


@pytest.mark.parametrize(
    "line",
    [
        "By Mara Quill in Korvane.",
        "(Reporting by Dara Venn and Mara Quill in Korvane; editing by Tolen Ask.)",
        "Additional reporting Mara Quill, Korvane.",
        "Dara Venn went to Oskel, editing by Mara Quill.",
        "Mara Quill",
        "Mara Quill, Korvane",
    ],
)
def test_a_byline_may_be_a_credit(line):
    assert doubted(TOLD, line, byline="Mara Quill") == []


@pytest.mark.parametrize(
    "line",
    [
        "A truce brokered by Mara Quill failed.",
        "It was agreed by generals and Mara Quill.",
        "Reporting by radio was wrong, said Mara Quill.",
        "By noon the town was lost, said Mara Quill.",
    ],
)
def test_not_everybody_behind_by_is_a_writer(line):
    assert doubted(line, byline="Mara Quill") == ["byline"]


def test_a_publisher_stands_in_a_line_without_a_stop():
    assert doubted(TOLD, "© 2031 the Sund Courier", publisher="the Sund Courier") == []


def test_words_that_stand_nowhere_are_not_from_a_sentence():
    assert doubted(TOLD, byline="Tolen Ask", publisher="Lake Gazette", title="War news") == []
