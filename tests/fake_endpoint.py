"""An OpenAI-compatible endpoint on loopback that plays scripted steps and keeps the requests."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Step:
    """What one request gets.

    `cut_after` closes the connection after so many bytes of the body, with a reset when `reset`;
    `drip` sends one byte, then pauses for so many seconds, and so on.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    cut_after: int | None = None
    reset: bool = False


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class FakeEndpoint:
    """Plays `steps` in order, the last one for ever; `ports` tells connections apart."""

    def __init__(self):
        self.steps: list[Step] = []
        self.requests: list[Request] = []
        self.ports: set[int] = set()
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.endpoint = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def play(self, *steps: Step) -> None:
        self.steps = list(steps)

    def next_step(self) -> Step:
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]

    def close(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is part of the test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement

    def do_POST(self):
        fake = self.server.endpoint
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        fake.requests.append(Request(self.path, headers, body))
        fake.ports.add(self.client_address[1])
        step = fake.next_step()
        time.sleep(step.delay)
        self._head(step)
        self._body(step, fake.stopping)

    do_GET = do_POST  # noqa: N815 - a followed redirect may change the method

    def _head(self, step):
        self.send_response(step.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(step.body))}
        for name, value in {**headers, **step.headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _body(self, step, stopping):
        if step.drip:
            for byte in step.body:
                if stopping.wait(step.drip):
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            return
        self.wfile.write(step.body[: step.cut_after])
        if step.cut_after is not None:
            self.close_connection = True
        if step.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, *args):
        """Quiet."""


USAGE = {
    "prompt_tokens": 100,
    "completion_tokens": 10,
    "total_tokens": 110,
    "prompt_tokens_details": {"cached_tokens": 64},
}


def completion(content: str | None = None, **changes) -> bytes:
    """Body of a chat completion; `message`, `finish_reason`, `usage` and the like replace parts."""
    message = changes.pop("message", {"role": "assistant", "content": content})
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": changes.pop("finish_reason", "stop"),
    }
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "fake-1",
        "choices": [choice],
        "usage": USAGE,
        **changes,
    }
    return json.dumps(body).encode()


def tool_calls(*calls: tuple[str, str]) -> dict:
    """A message that calls tools, each given by name and arguments."""
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": text}}
            for n, (name, text) in enumerate(calls)
        ],
    }


def answers(content: str | None = None, **changes) -> Step:
    return Step(body=completion(content, **changes))


def refuses(status: int, error: dict | None = None, **headers: str) -> Step:
    """An HTTP error; underscores in header names stand for hyphens."""
    return Step(
        status=status,
        body=json.dumps({"error": error or {"message": "no"}}).encode(),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def gzipped(body: bytes) -> Step:
    return Step(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})
