from __future__ import annotations

import os
import threading
from http.server import ThreadingHTTPServer

import pytest
from fake_sources import CONTENT, PART, FakeHub, HubHandler, build_wheel

from llm_extract.llm._weights import cache_folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    return cache_folder()


@pytest.fixture
def hub(folder, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), HubHandler)
    server.hub = FakeHub(address=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", server.hub.address)
    yield server.hub
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def index(folder, tmp_path, monkeypatch):
    """A folder of wheels, the only place where pip may look."""
    place = tmp_path / "wheels"
    place.mkdir()
    for number in (1, 2, 3):
        build_wheel(place, number, CONTENT[(number - 1) * PART : number * PART])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(place))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return place
