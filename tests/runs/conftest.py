from __future__ import annotations

import pytest
from fake_model import FakeModel, obituary
from record_folder import run_into, write_article

from llm_extract import Extractor, article_from_text

NAMES = ("asta", "bo", "cass")
TRIBUTE = {"cites": [1], "speaker": None, "words": "kept the light for 14 years"}


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


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in NAMES:
        write_article(folder, name)
    return folder


@pytest.fixture
def out(model, extractor, articles, tmp_path):
    """The folder of a run over three articles, each with one proven tribute."""
    for name in NAMES:
        model.by_marker[f"{name.title()} Brill"] = obituary(
            f"{name.title()} Brill", tributes=[TRIBUTE]
        )
    run_into(tmp_path / "out", extractor, articles)
    model.close()
    return tmp_path / "out"
