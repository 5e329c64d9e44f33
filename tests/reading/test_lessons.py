"""Questions about an article whose record is known, as a reading asks them."""

from __future__ import annotations

import json

import pytest
from fake_model import FakeModel

from llm_extract.articles import article_from_text
from llm_extract.extraction import Extractor
from llm_extract.prompts import load_prompt

REFERENCES = ("conflict_events@2", "conflict_events@1", "obituary@1")


def extractor(reference, reading, base_url="http://127.0.0.1:9/v1"):
    return Extractor(reference, model="fake", base_url=base_url, reading=reading)


def shown(reference):
    example = load_prompt(reference).examples[0]
    return article_from_text(example.article), example.record


@pytest.mark.parametrize("reading", ["article", "sentence"])
@pytest.mark.parametrize("reference", REFERENCES)
def test_each_answer_fits_what_its_question_asks_for(reference, reading):
    article, record = shown(reference)
    lessons = list(extractor(reference, reading).lessons(article, record))
    assert len(lessons) == (1 if reading == "article" else 1 + len(article.sentences))
    for lesson in lessons:
        raw = json.dumps(lesson.answer)
        lesson.wire.model.model_validate_json(raw, strict=True)
        assert lesson.messages[-1]["role"] == "user"


def test_passes_ask_for_leads_first():
    article, record = shown("conflict_events@2")
    first, *groups = extractor("conflict_events@2", "passes").lessons(article, record)
    assert "events" in first.answer
    assert groups
    for lesson in (first, *groups):
        lesson.wire.model.model_validate_json(json.dumps(lesson.answer), strict=True)
    items = [item for lesson in groups for item in lesson.answer["casualties"]]
    assert len(items) == len(record["casualties"])


def test_the_answers_of_sentences_are_the_record_again():
    article, record = shown("obituary@1")
    _, *lessons = extractor("obituary@1", "sentence").lessons(article, record)
    found = [(item["kind"], item) for lesson in lessons for item in lesson.answer["items"]]
    names = [item["name"] for kind, item in found if kind == "survivors"]
    assert names == [item["name"] for item in record["survivors"]]


@pytest.mark.parametrize("reading", ["article", "sentence"])
def test_requests_are_those_that_are_sent(reading, monkeypatch):
    """With an endpoint that finds nothing, so that nothing is repaired."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    model = FakeModel()
    try:
        one = extractor("obituary@1", reading, model.base_url)
        article = article_from_text("ALDO — Ina Lund, 71, is dead.\n\nTwo cats survive her.\n")
        record = one.extract(article).data.model_dump(mode="json")
    finally:
        model.close()
    sent = [request.json["messages"] for request in model.requests]
    assert [lesson.messages for lesson in one.lessons(article, record)] == sent


@pytest.mark.parametrize("reading", ["sentence", "passes"])
def test_of_an_article_off_the_subject_only_the_first_question_is_asked(reading):
    article, record = shown("conflict_events@2")
    off = {**record, "article": {**record["article"], "reports_conflict": False}}
    assert len(list(extractor("conflict_events@2", reading).lessons(article, off))) == 1
    assert len(list(extractor("conflict_events@2", reading).lessons(article, record))) > 1
