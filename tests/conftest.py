from __future__ import annotations

import os

import cassette_format
import pytest
from browser import browser, browser_page, open_page
from fake_endpoint import FakeEndpoint
from properties import register_profiles

register_profiles()

__all__ = ("browser", "browser_page", "open_page")
RE_RECORD = "record again with `make record`, then read the difference"


# Under xdist these begin, so that no worker is left alone with a long one at the end.
LONGEST = ("test_tutorial.py", "test_disk.py", "test_process.py", "test_workers.py")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture
def fake_endpoint():
    endpoint = FakeEndpoint()
    yield endpoint
    endpoint.close()


@pytest.fixture
def vcr_config():
    return {
        "match_on": ["method", "path", "same_body"],
        "before_record_request": cassette_format.clean_request,
        "before_record_response": cassette_format.clean_response,
        "decode_compressed_response": True,
    }


def pytest_recording_configure(config, vcr):
    vcr.register_serializer("yaml", cassette_format)
    vcr.register_matcher("same_body", cassette_format.same_body)


@pytest.fixture
def embedded(request, monkeypatch, vcr):
    """Options of `Extractor` for a recorded conversation with the embedded model.

    Replaying needs no weights: the address leads nowhere. A request that was not recorded, and
    a recording that was not used, fail the test and say what changed.
    """
    cassette_format.forget_requests()
    options = {"model": "qwen2.5-coder-1.5b", "reading": "sentence"}
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    if request.config.getoption("--record-mode") == "none":
        monkeypatch.setenv("LLM_EXTRACT_API_KEY", "recorded")
        yield options | {"base_url": "http://127.0.0.1:9/v1"}
        check_played(vcr)
        return
    if os.environ.get("CI"):
        pytest.fail("recording is refused in CI")
    from llm_extract.llm import find_embedded, serve

    server = serve(find_embedded(options["model"]))
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", server.api_key)
    yield options | {"base_url": server.base_url}


def check_played(cassette):
    unused = len(cassette) - cassette.play_count
    if unused:
        pytest.fail(f"{unused} recorded answers were not used: {RE_RECORD}", pytrace=False)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Name what changed when a request was not recorded."""
    outcome = yield
    cassette = getattr(item, "funcargs", {}).get("vcr")
    if call.when != "call" or call.excinfo is None or cassette is None:
        return
    cause = cassette_format.why_stale([request.body for request in cassette.requests])
    if cause:
        report = outcome.get_result()
        report.sections.insert(0, ("stale recording", f"the {cause} changed: {RE_RECORD}"))
