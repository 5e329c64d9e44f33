from __future__ import annotations

import asyncio
import tracemalloc
import zlib

import httpx2
import pytest
from fake_endpoint import FakeEndpoint, Step, gzipped
from pydantic import SecretStr

from llm_extract.errors import EndpointError
from llm_extract.llm import Endpoint
from llm_extract.llm._transport import _proxy, http_client

KEY = "sk-CANARY-transport"


def post(endpoint: Endpoint, *, times=1, max_bytes=1000, headers=None) -> httpx2.Response:
    async def run():
        async with http_client(endpoint, max_bytes=max_bytes) as client:
            for _ in range(times):
                url = f"{endpoint.base_url}/chat/completions"
                response = await client.post(url, content=b"article", headers=headers)
        return response

    return asyncio.run(run())


@pytest.fixture
def endpoint(fake_endpoint) -> Endpoint:
    return Endpoint("m", fake_endpoint.base_url, SecretStr(KEY))


def test_a_response_at_the_cap_arrives(fake_endpoint, endpoint):
    fake_endpoint.play(Step(body=b"x" * 1000))
    assert len(post(endpoint).content) == 1000


def test_a_response_over_the_cap_does_not(fake_endpoint, endpoint):
    fake_endpoint.play(Step(body=b"x" * 1001))
    with pytest.raises(EndpointError, match="response_too_large"):
        post(endpoint)


def test_an_endless_response_stops_at_the_cap(fake_endpoint, endpoint):
    fake_endpoint.play(
        Step(body=b"x" * 3_000_000, headers={"Content-Length": str(10**12)}, cut_after=2_999_999)
    )
    with pytest.raises(EndpointError, match="response_too_large"):
        post(endpoint, max_bytes=1_000_000)


def bomb(megabytes: int) -> Step:
    packer = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    zeros = bytes(1_000_000)
    body = b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()
    return Step(body=body, headers={"Content-Encoding": "gzip"})


def test_a_gzip_bomb_stops_while_it_expands(fake_endpoint, endpoint):
    fake_endpoint.play(bomb(megabytes=300))
    assert len(fake_endpoint.steps[0].body) < 2_000_000
    tracemalloc.start()
    try:
        with pytest.raises(EndpointError, match="response_too_large"):
            post(endpoint, max_bytes=4_000_000)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_junk_behind_the_compressed_body_counts_too(fake_endpoint, endpoint):
    step = gzipped(b"{}")
    fake_endpoint.play(Step(body=step.body + b"x" * 1_000_000, headers=step.headers))
    with pytest.raises(EndpointError, match="response_too_large"):
        post(endpoint)


def test_cookies_are_not_sent_back(fake_endpoint, endpoint):
    fake_endpoint.play(Step(headers={"Set-Cookie": "session=abc; Path=/"}))
    post(endpoint, times=2)
    assert len(fake_endpoint.requests) == 2
    assert all("cookie" not in request.headers for request in fake_endpoint.requests)


def test_a_redirect_is_not_followed(fake_endpoint, endpoint):
    other = FakeEndpoint()
    other.play(Step())
    try:
        fake_endpoint.play(Step(status=307, headers={"Location": f"{other.base_url}/stolen"}))
        assert post(endpoint).status_code == 307
        assert other.requests == []
    finally:
        other.close()


def test_only_known_headers_leave_and_the_key_joins_last(fake_endpoint, endpoint):
    fake_endpoint.play(Step())
    response = post(
        endpoint,
        headers={
            "OpenAI-Organization": "org-1",
            "X-Stainless-OS": "Linux",
            "Authorization": "Bearer sk-CANARY-other",
        },
    )
    sent = fake_endpoint.requests[0].headers
    assert sent["authorization"] == f"Bearer {KEY}"
    assert not sent.keys() & {"openai-organization", "x-stainless-os"}
    assert KEY not in str(response.request.headers.raw)


def test_without_a_key_no_authorization_leaves(fake_endpoint):
    fake_endpoint.play(Step())
    endpoint = Endpoint("m", fake_endpoint.base_url)
    post(endpoint, headers={"Authorization": "Bearer sk-CANARY-other"})
    assert "authorization" not in fake_endpoint.requests[0].headers


def test_loopback_is_reached_past_the_proxy(fake_endpoint, endpoint, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    fake_endpoint.play(Step(body=b"{}"))
    assert post(endpoint).status_code == 200


def test_a_proxy_of_the_environment_is_used_elsewhere(fake_endpoint, monkeypatch):
    monkeypatch.setenv("http_proxy", fake_endpoint.base_url.removesuffix("/v1"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    fake_endpoint.play(Step(body=b"{}"))
    post(Endpoint("m", "http://vllm:8000/v1"))
    assert fake_endpoint.requests[0].headers["host"] == "vllm:8000"


def test_no_proxy_and_schemeless_proxies_are_understood(monkeypatch):
    for name in ("HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert _proxy("https://gateway.example/v1") == "http://proxy.example:3128"
    assert _proxy("https://api.inside.example/v1") is None
    assert _proxy("http://127.0.0.1:1/v1") is None
