"""What goes wrong below is told in the exceptions of httpx2."""

from __future__ import annotations

import asyncio
import socket
import ssl

import httpx2
import pytest
from fake_endpoint import FakeEndpoint, Step

from llm_extract.llm._aiohttp import AiohttpTransport

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def post(url: str, content: bytes = b"article", times: int = 1) -> httpx2.Response:
    async def run() -> httpx2.Response:
        transport = AiohttpTransport(verify=PLAIN, connect_seconds=1)
        async with httpx2.AsyncClient(transport=transport) as client:
            for _ in range(times):
                response = await client.post(url, content=content)
            return response

    return asyncio.run(run())


def test_a_request_arrives_as_it_is_and_connections_are_used_again(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.play(Step(body=b"{}", headers={"X-Twice": "1"}))
    response = post(f"{fake_endpoint.base_url}/chat", times=3)
    assert (response.status_code, response.content, response.headers["x-twice"]) == (
        200,
        b"{}",
        "1",
    )
    assert [request.body for request in fake_endpoint.requests] == [b"article"] * 3
    assert len(fake_endpoint.ports) == 1


def test_a_large_body_goes_out_whole(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=b"{}"))
    body = b"0123456789" * 200_000
    post(f"{fake_endpoint.base_url}/chat", content=body)
    (request,) = fake_endpoint.requests
    assert request.body == body
    assert request.headers["content-length"] == str(len(body))


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_nobody_listens() -> None:
    with pytest.raises(httpx2.ConnectError):
        post(f"http://127.0.0.1:{closed_port()}/")


def test_no_tls_where_it_was_asked_for(fake_endpoint: FakeEndpoint) -> None:
    with pytest.raises(httpx2.ConnectError):
        post(fake_endpoint.base_url.replace("http:", "https:"))


def test_no_http_address() -> None:
    with pytest.raises(httpx2.UnsupportedProtocol):
        post("ftp://127.0.0.1/")


@pytest.mark.parametrize("reset", [False, True])
def test_a_body_that_breaks_off(fake_endpoint: FakeEndpoint, reset: bool) -> None:
    fake_endpoint.play(Step(body=b"x" * 999, cut_after=9, reset=reset))
    with pytest.raises(httpx2.TransportError):
        post(f"{fake_endpoint.base_url}/chat")


def test_an_answer_that_is_no_http() -> None:
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-harbour\r\n\r\n")
        await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(speak, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        transport = AiohttpTransport(verify=PLAIN, connect_seconds=1)
        async with server, httpx2.AsyncClient(transport=transport) as client:
            await client.post(f"http://127.0.0.1:{port}/")

    with pytest.raises(httpx2.RemoteProtocolError):
        asyncio.run(run())


def test_long_headers_are_read(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.play(Step(body=b"{}", headers={"X-Policy": "p" * 20_000}))
    assert len(post(f"{fake_endpoint.base_url}/chat").headers["x-policy"]) == 20_000
