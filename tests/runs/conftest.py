from __future__ import annotations

import pytest
from fake_model import FakeModel

from llm_extract import Extractor, article_from_text


@pytest.fixture
def model():
    with_answers = FakeModel()
    yield with_answers
    with_answers.close()


@pytest.fixture
def extractor(model, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", "sk-CANARY-77aa01")
    return Extractor("obituary", model="fake", base_url=model.base_url)


@pytest.fixture
def article():
    """Makes articles by name."""

    def make(name):
        return article_from_text(f"PORT SELWICK — {name} Brill kept the light at Aldo.", id=name)

    return make
