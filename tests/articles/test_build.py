from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles import ReadOptions, article_from_text
from llm_extract.errors import ArticleError, SettingsError

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
).filter(lambda text: not text.isspace())


@given(text=TEXTS)
def test_sentences_slice_back_and_cover_caption_and_body(text: str) -> None:
    article = article_from_text(text)
    assert article.text == text
    assert [found.number for found in article.sentences] == list(
        range(1, len(article.sentences) + 1)
    )
    covered: set[int] = set()
    for found in article.sentences:
        assert article.sentence(found.number) == text[found.start : found.end] != ""
        assert not covered & set(range(found.start, found.end))
        covered |= set(range(found.start, found.end))
    for section in article.sections:
        for at in range(section.start, section.end):
            has_sentences = section.name in ("caption", "body")
            assert (at in covered) == has_sentences or (has_sentences and text[at].isspace())


def test_defaults() -> None:
    article = article_from_text("Two died.")
    assert (article.id, article.title, article.published) == ("text", None, None)
    assert (article.encoding, article.extracted_from) == ("utf-8", None)


def test_a_datetime_counts_as_its_day() -> None:
    article = article_from_text("Two died.", published=datetime(2019, 8, 14, 9))  # noqa: DTZ001
    assert article.published == date(2019, 8, 14)
    assert type(article.published) is date


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n", "empty"), ("a\0", "not_text"), ("\ud83d", "encoding")]
)
def test_texts_nobody_can_extract_from(text: str, code: str) -> None:
    with pytest.raises(ArticleError) as caught:
        article_from_text(text, id="mine")
    assert (caught.value.code, caught.value.source) == (code, "mine")


def test_options_fail_before_any_file_is_read() -> None:
    with pytest.raises(SettingsError, match="usage"):
        ReadOptions(encoding="klingon")
    with pytest.raises(SettingsError, match="usage"):
        ReadOptions(max_bytes=0)
    assert ReadOptions(encoding="cp1252").max_bytes == 5_242_880
