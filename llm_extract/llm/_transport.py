"""The HTTP client: what leaves this machine, and how much may come back."""

from __future__ import annotations

import contextlib
import ssl
import urllib.request
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

import httpx2

from llm_extract.errors import EndpointError
from llm_extract.llm._aiohttp import AiohttpTransport
from llm_extract.llm._endpoint import Endpoint
from llm_extract.llm._hosts import reach

CONNECT_SECONDS = 10.0

# Everything else stays here: cookies, headers the library takes from the environment, and the
# ones that describe this machine.
_SENT_HEADERS = frozenset(
    (
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "user-agent",
    )
)
_OPENAI_HEADERS = frozenset(("openai-organization", "openai-project"))
# Who calls decides how many requests are in flight.
_NO_LIMITS = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
_OPENAI_HOST = "api.openai.com"


def http_client(endpoint: Endpoint, *, max_bytes: int) -> httpx2.AsyncClient:
    """Return a client for this endpoint alone.

    It follows no redirect, sends no cookie, adds the key at the last moment, so that no request
    object above it holds the key, and stops reading after ``max_bytes`` of response, counted
    on the wire and again after decompression (`EndpointError` ``response_too_large``). Proxies
    of the environment are used except for loopback. Only connecting has a timeout of its own:
    the caller sets the deadline of the whole.
    """
    return httpx2.AsyncClient(
        transport=_Transport(endpoint, max_bytes),
        timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
    )


class _Transport(httpx2.AsyncBaseTransport):
    def __init__(self, endpoint: Endpoint, max_bytes: int) -> None:
        self._key = endpoint.api_key
        self._max_bytes = max_bytes
        self._inner = _inner(endpoint.base_url)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(self._outgoing(request))
        return _CappedResponse(
            status_code=response.status_code,
            headers=response.headers,
            stream=response.stream,
            extensions={**response.extensions, _MAX_BYTES: self._max_bytes},
        )

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _outgoing(self, request: httpx2.Request) -> httpx2.Request:
        to_openai = request.url.host == _OPENAI_HOST
        names = _SENT_HEADERS | _OPENAI_HEADERS if to_openai else _SENT_HEADERS
        headers = {name: value for name, value in request.headers.items() if name in names}
        if self._key is not None:
            headers["authorization"] = f"Bearer {self._key.get_secret_value()}"
        return httpx2.Request(
            request.method,
            request.url,
            headers=headers,
            stream=request.stream,
            extensions=request.extensions,
        )


_MAX_BYTES = "llm_extract_max_bytes"


class _CappedResponse(httpx2.Response):
    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncGenerator[bytes, None]:
        async with contextlib.aclosing(super().aiter_raw(chunk_size)) as parts:
            async for part in _capped(parts, self.extensions[_MAX_BYTES]):
                yield part

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncGenerator[bytes, None]:
        async with contextlib.aclosing(super().aiter_bytes(chunk_size)) as parts:
            async for part in _capped(parts, self.extensions[_MAX_BYTES]):
                yield part


async def _capped(
    parts: AsyncGenerator[bytes, None], max_bytes: int
) -> AsyncGenerator[bytes, None]:
    total = 0
    async for part in parts:
        total += len(part)
        if total > max_bytes:
            raise EndpointError(
                "response_too_large", f"the response is larger than {max_bytes:,} bytes"
            )
        yield part


def _inner(base_url: str) -> httpx2.AsyncBaseTransport:
    verify, proxy = _certificates(base_url), _proxy(base_url)
    if proxy is None:
        return AiohttpTransport(verify=verify, connect_seconds=CONNECT_SECONDS)
    return httpx2.AsyncHTTPTransport(verify=verify, proxy=proxy, limits=_NO_LIMITS)


def _certificates(base_url: str) -> ssl.SSLContext:
    # Loading all certificates takes 20 ms. A context without any trusts nobody.
    if base_url.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx2.create_ssl_context(trust_env=reach(base_url) != "loopback")


def _proxy(base_url: str) -> str | None:
    parts = urlsplit(base_url)
    host = parts.netloc.rpartition("@")[2]
    if reach(base_url) == "loopback" or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    address = proxies.get(parts.scheme) or proxies.get("all")
    return address if not address or "://" in address else f"http://{address}"
