from __future__ import annotations

import pytest
from fake_model import FakeModel

from . import suites

KEY = "sk-CANARY-77e0"


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    for name in ("CI", "LLM_EXTRACT_MODEL", "LLM_EXTRACT_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", KEY)
    yield
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


@pytest.fixture
def model():
    endpoint = FakeModel()
    yield suites.answering(endpoint)
    endpoint.close()


@pytest.fixture
def recorded(model, tmp_path):
    """A suite of two recorded cases."""
    suites.write_articles(tmp_path)
    return suites.recorded(model, tmp_path)
