"""Who may talk to the server: the page it served itself, on this machine, and nobody else.

A page of the web may send requests to a port of this machine, and may make its own host name point
there. So the address holds a secret, ``Host`` must be this machine's, and what changes anything
must come from the page's own origin.
"""

from __future__ import annotations

from hmac import compare_digest

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

# Decisions are small; the largest is an item with its texts.
MOST_BYTES = 256 * 1024
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Lets requests through that hold the token and come from where they may.

    Args:
        token: first part of every path.
        port: on the loopback address.
        policy: the content security policy of the page.
    """

    def __init__(self, token: str, port: int, policy: str) -> None:
        self._token = token.encode()
        self._hosts = frozenset((f"127.0.0.1:{port}", f"localhost:{port}"))
        self._policy = policy

    def middleware(self) -> Middleware:
        """For `aiohttp.web.Application`."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return self.refusal(request) or await handler(request)

        return guarded

    async def sign(self, _: web.Request, response: web.StreamResponse) -> None:
        """Put the headers of all responses on one; for ``on_response_prepare``."""
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)

    @property
    def page_headers(self) -> dict[str, str]:
        """Headers of the page itself."""
        return {"Content-Security-Policy": f"{self._policy}; frame-ancestors 'none'"}

    def refusal(self, request: web.Request) -> web.Response | None:
        """Why a request is not answered, or ``None``."""
        if request.headers.get("Host", "") not in self._hosts:
            return web.Response(status=403, text="another host")
        if not self._knows_token(request.path):
            return web.Response(status=404, text="not found")
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return web.Response(status=403, text="another site")
        return self._refused_post(request) if request.method == "POST" else None

    def _refused_post(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Origin") != f"http://{request.headers['Host']}":
            return web.Response(status=403, text="another origin")
        if request.content_type != "application/json":
            return web.Response(status=415, text="it is not JSON")
        return None

    def _knows_token(self, path: str) -> bool:
        given = path.split("/", 2)[1] if path.startswith("/") else ""
        return compare_digest(given.encode("utf-8", "surrogateescape"), self._token)
