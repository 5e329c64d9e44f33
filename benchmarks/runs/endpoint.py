"""A fast OpenAI-compatible endpoint on loopback that answers with records of our own bulletins.

Usage: python benchmarks/runs/endpoint.py [--port PORT]

It prints its address. The number of the bulletin in a request picks the answer; paths with ``/lx/``
get langextract's form. Which requests are refused, and how long each takes, follows from the seed,
the bulletin and the attempt alone, so that all clients meet the same endpoint.

``GET /config?latency=50&sigma=0.6&p429=0.05&p500=0.02&malformed=0.01&retry_after=1&seed=1`` sets
what is named, the rest to its default (latency in ms, the median of a lognormal distribution when
sigma is above 0; the others are probabilities), and resets the counters. ``GET /stats`` returns
them.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from answers import as_json, good, malformed, prepare, refusal
from bulletins import VARIANTS

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_MARK, _DIGITS = b"KV-", 6


@dataclass(frozen=True)
class Behaviour:
    """What ``/config`` sets."""

    latency: float = 0.0
    sigma: float = 0.0
    p429: float = 0.0
    p500: float = 0.0
    malformed: float = 0.0
    retry_after: float = 1.0
    seed: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether all requests are answered alike, so that nothing is drawn."""
        return not (self.sigma or self.p429 or self.p500 or self.malformed)


class Endpoint:
    """Decides on each request, and counts."""

    def __init__(self) -> None:
        self.configure({})

    def configure(self, values: dict[str, float]) -> None:
        """Behave so from now on, and count from nought."""
        self.behaviour = Behaviour(**values)
        self.refused = Counter[str]()
        self.requests = self.connections = self.in_flight = self.most_in_flight = 0
        self._attempts = Counter[int]()
        self._not_before: dict[int, float] = {}
        self._cpu = time.process_time()

    def stats(self) -> dict[str, Any]:
        """Counters since the last `configure`."""
        return {
            "requests": self.requests,
            "articles": len(self._attempts),
            "connections": self.connections,
            "most_in_flight": self.most_in_flight,
            "cpu_seconds": time.process_time() - self._cpu,
            "asked_seconds": self.refused["429"] * self.behaviour.retry_after,
            **{name: self.refused[name] for name in ("429", "500", "malformed", "early")},
            "behaviour": asdict(self.behaviour),
        }

    def reply(self, head: bytes, body: bytes) -> tuple[float, bytes]:
        """Seconds to wait, and the response."""
        self.requests += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        at = body.rfind(_MARK)
        if at < 0:
            return 0.0, refusal("400 Bad Request")
        digits = body[at + len(_MARK) : at + len(_MARK) + _DIGITS]
        number = int(digits)
        self._attempts[number] += 1
        return self._drawn(number, _MARK + digits, _form(head, body))

    def _drawn(self, number: int, serial: bytes, form: Any) -> tuple[float, bytes]:
        is_ = self.behaviour
        variant = number % VARIANTS
        if is_.is_plain:
            return is_.latency / 1000, good(form, variant).filled(serial)
        chance = Random(f"{is_.seed} {number} {self._attempts[number]}")
        delay = is_.latency / 1000 * chance.lognormvariate(0, is_.sigma)
        self.refused["early"] += time.monotonic() < self._not_before.get(number, 0)
        draw = chance.random()
        if draw < is_.p429:
            self.refused["429"] += 1
            self._not_before[number] = time.monotonic() + delay + is_.retry_after
            return delay, refusal("429 Too Many Requests", f"retry-after: {is_.retry_after:g}")
        if draw < is_.p429 + is_.p500:
            self.refused["500"] += 1
            return delay, refusal("500 Internal Server Error")
        if draw < is_.p429 + is_.p500 + is_.malformed:
            self.refused["malformed"] += 1
            return delay, malformed(form, variant).filled(serial)
        return delay, good(form, variant).filled(serial)


def _form(head: bytes, body: bytes) -> str:
    if head.startswith(b"POST /lx/"):
        return "quotes"
    return "tool" if b'"tool_choice"' in body else "content"


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, one request after the other."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._held = b""
        self._needed = 0
        self._head_length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        self._transport: Any = transport
        self._later: Callable[..., Any] = asyncio.get_running_loop().call_later
        self._endpoint.connections += 1

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        self._held = self._held + data if self._held else data
        if not self._needed and not self._measured():
            return
        if len(self._held) >= self._needed:
            held, needed, at = self._held, self._needed, self._head_length
            self._held, self._needed = held[needed:], 0
            self._answer(held[:at], held[at:needed])

    def _measured(self) -> bool:
        """Find out how long the request is, once its head is there."""
        end = self._held.find(_HEAD_END)
        if end < 0:
            return False
        head = self._held[:end].lower() + b"\r\n"
        self._head_length = end + len(_HEAD_END)
        at = head.find(_LENGTH)
        length = int(head[at + len(_LENGTH) : head.index(b"\r\n", at)]) if at >= 0 else 0
        self._needed = self._head_length + length
        return True

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET "):
            self._transport.write(as_json(self._told(head)))
            return
        delay, response = self._endpoint.reply(head, body)
        if delay > 0:
            self._later(delay, self._send, response)
        else:
            self._send(response)

    def _send(self, response: bytes) -> None:
        self._endpoint.in_flight -= 1
        if not self._transport.is_closing():
            self._transport.write(response)

    def _told(self, head: bytes) -> dict[str, Any]:
        target = urlsplit(head.split(b" ", 2)[1].decode())
        if target.path == "/config":
            self._endpoint.configure({k: float(v) for k, v in parse_qsl(target.query)})
        return self._endpoint.stats()


async def serve(port: int) -> None:
    """Answer until cancelled."""
    loop = asyncio.get_running_loop()
    connection = partial(Connection, Endpoint())
    server = await loop.create_server(connection, "127.0.0.1", port, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def fast_runner() -> Callable[..., Any]:
    """Return ``uvloop.run`` where it is installed, else ``asyncio.run``."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    given = parser.parse_args()
    prepare()
    try:
        fast_runner()(serve(given.port))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
