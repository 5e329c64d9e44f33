"""A review served by a thread of the test, and a client that sends what it is told to."""

from __future__ import annotations

import asyncio
import json
import threading
from http.client import HTTPConnection
from urllib.parse import urlsplit

from reviewed_runs import At

from llm_extract.review.server import Review


class Served:
    """A running server; `address` is that of its page."""

    def __init__(self, folder, reviewer="ada", **options):
        self._folder, self._reviewer, self._options = folder, reviewer, options
        self._started = threading.Event()
        self._loop = self._stop = None
        self.address = ""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self):
        self._thread.start()
        assert self._started.wait(30)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)

    @property
    def port(self):
        return urlsplit(self.address).port

    @property
    def token(self):
        return urlsplit(self.address).path.strip("/")

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path, said=None, *, method=None, body=None, headers=None):
        """Status, headers and body of one request below the token; JSON where it is some."""
        return self.raw(f"/{self.token}/{path}", said, method=method, body=body, headers=headers)

    def raw(self, path, said=None, *, method=None, body=None, headers=None):
        sent = {"Host": f"127.0.0.1:{self.port}"}
        if said is not None or body is not None:
            method = method or "POST"
            body = json.dumps(said).encode() if body is None else body
            sent |= {"Content-Type": "application/json", "Origin": self.origin}
        sent |= headers or {}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method or "GET", path, skip_host=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, answer.headers, json.loads(text) if is_json else text.decode()

    def decide(self, action, path="", value=None, **more):
        said = {"article": 0, "action": action, "path": path, "value": value, **more}
        return self.ask("api/decisions", said)

    async def _serve(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        with At(self._folder, self._reviewer, **self._options) as at:
            review = await Review.start(at.session)
            self.address = review.address
            self._started.set()
            await self._stop.wait()
            await review.stop()
