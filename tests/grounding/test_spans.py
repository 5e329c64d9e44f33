"""Spans over texts nobody would write, but somebody will send."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from llm_extract.articles import Article, article_from_text
from llm_extract.grounding import Source, ValueEvidence, ground
from llm_extract.grounding._folding import fold
from llm_extract.schemas import schema_of


class Boat(BaseModel):
    cites: list[int]
    name: str | None = None
    crew: int | None = None


class Paper(BaseModel):
    town: str | None = None
    boats: list[Boat] = []


PAPER = schema_of(Paper)

AWKWARD = "ßİﬁﬃ½…´¨‘“”«–—‑\u00a0\u202f\u2028\u00ad\u200b\u0301\u0323é각がŉ \nabAB09.,'"
CHARACTERS = st.sampled_from(AWKWARD) | st.characters(
    exclude_categories=["Cs"], exclude_characters="\0"
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=30)


def the_value(article: Article, **boat: Any) -> ValueEvidence:
    (value,) = ground(article, PAPER, Paper(boats=[Boat(**boat)])).values
    return value


Change = Callable[[str], str]
CASES: list[Change] = [str, str.upper, str.lower, str.swapcase, str.title, str.casefold]
FORMS: list[Change] = [
    partial(unicodedata.normalize, "NFC"),
    partial(unicodedata.normalize, "NFD"),
    partial(unicodedata.normalize, "NFKC"),
]


@given(
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join).filter(str.strip),
    st.sampled_from(CASES),
    st.data(),
)
def test_every_span_folds_to_its_value(text: str, change: Change, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    name = change(text[start : data.draw(st.integers(start, len(text)))])
    article = article_from_text(text)
    for cites in ([1], [99]):
        value = the_value(article, cites=cites, name=name)
        assert (not value.spans) == (value.verdict == "unsupported")
        assert value.verdict != "exact" or article.text[slice(*value.spans[0])] == name
        assert all(0 <= start < end <= len(article.text) for start, end in value.spans)
    span = Source(article).stated(name)
    if span:
        assert fold(article.text[slice(*span)]).text.strip() == fold(name).text.strip()


@given(WORDS, st.sampled_from([*CASES, *FORMS]))
def test_a_name_between_spaces_is_found_however_it_is_written(name: str, change: Change) -> None:
    written = change(name)
    plain = fold(name).text.strip()
    assume(plain and fold(written).text.strip() == plain)
    assume(not unicodedata.category(plain[0]).startswith("M"))
    record = Paper(town=name)
    article = article_from_text(f"Then {written} came")
    (value,) = ground(article, PAPER, record).values
    assert value.verdict in {"exact", "normalised"}
    assert value.spans
    assert fold(article.text[slice(*value.spans[0])]).text.strip() == plain


@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}"]))
def test_a_number_between_words_is_found_where_it_is(crew: int, form: str) -> None:
    written = form.format(crew)
    article = article_from_text(f"There were {written} on board")
    value = the_value(article, cites=[1], crew=crew)
    assert value.verdict == ("exact" if written == str(crew) else "normalised")
    assert value.spans
    assert article.text[slice(*value.spans[0])] == written
    assert the_value(article, cites=[1], crew=crew + 1).verdict == "unsupported"
