"""Time of `llm-extract --help`, and from command to first request.

Usage: python benchmarks/startup.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

ROUNDS = 7
COMMAND = [sys.executable, "-m", "llm_extract"]


def main() -> None:
    bare = median(lambda: timed([sys.executable, "-c", "pass"]))
    helped = median(lambda: timed([*COMMAND, "--help"]))
    print(f"python -c pass: {bare:.2f} s (median of {ROUNDS})")
    print(f"llm-extract --help: {helped:.2f} s (goal 0.40)")
    print(f"command to first request, remote endpoint: {median(first_request):.2f} s")


def median(measure: object) -> float:
    return statistics.median(measure() for _ in range(ROUNDS))  # type: ignore[operator]


def timed(command: list[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - started


def first_request() -> float:
    """Seconds until a loopback endpoint sees the first byte of a request."""
    seen: list[float] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(time.monotonic())
            self.send_error(401)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text("KORVANE — Two soldiers were killed on Monday.", encoding="utf-8")
        url = f"http://127.0.0.1:{server.server_port}/v1"
        command = [*COMMAND, "run", str(article), "--base-url", url, "--model", "none", "--quiet"]
        started = time.monotonic()
        environment = {k: v for k, v in os.environ.items() if not k.endswith("_API_KEY")}
        subprocess.run(command, capture_output=True, env=environment, check=False)
    server.shutdown()
    return seen[0] - started


if __name__ == "__main__":
    main()
