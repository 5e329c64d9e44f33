from __future__ import annotations

import logging

import pytest
from cli.conftest import KEY

import llm_extract.extraction
import llm_extract.llm
from faults.command import NAMES, write_article
from faults.endpoint import ScriptedModel
from faults.invariants import check_no_key
from llm_extract.llm import CallSettings, LlmClient

# Responses above this are refused; a hundredth of the usual limit, so that tests need not wait.
SIZE_CAP = 160_000


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path, caplog):
    """A key that must not be found again, anywhere, and nothing of the user's own settings."""
    for name in ("MODEL", "BASE_URL"):
        monkeypatch.delenv(f"LLM_EXTRACT_{name}", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-CANARY-other")
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", KEY)
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    caplog.set_level(logging.DEBUG)
    yield
    logged = (f"{record.getMessage()} {vars(record)}" for record in caplog.get_records("call"))
    check_no_key(tmp_path, *logged)


@pytest.fixture
def model():
    endpoint = ScriptedModel()
    yield endpoint
    endpoint.close()


@pytest.fixture
def articles(tmp_path):
    """Three articles, to be read in this order."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in NAMES:
        write_article(folder, name)
    return folder


@pytest.fixture
def pauses():
    """Seconds that were waited before requests."""
    return []


@pytest.fixture
def quick(monkeypatch, pauses):
    """Make the command ask with other settings, note its pauses, and wait for none of them."""

    async def sleep(seconds):
        pauses.append(seconds)

    def client(endpoint, settings, **given):
        given |= {"sleep": sleep, "max_response_bytes": SIZE_CAP}
        return LlmClient(endpoint, settings, **given)

    def make(**changes):
        settings = lambda **given: CallSettings(**{**given, **changes})  # noqa: E731
        monkeypatch.setattr(llm_extract.llm, "CallSettings", settings)

    monkeypatch.setattr(llm_extract.extraction, "LlmClient", client)
    return make
