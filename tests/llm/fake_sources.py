"""A hub on loopback, wheels in a folder, and a tiny model both of them hold."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from llm_extract.errors import ModelFileError
from llm_extract.llm._catalogue import EmbeddedModel, WheelParts
from llm_extract.llm._weights import pull

PART = 40_000
CONTENT = random.Random(7).randbytes(2 * PART + 12_345)
MODEL = EmbeddedModel(
    name="tiny",
    description="random bytes",
    suitable_for="tests",
    licence="Apache-2.0",
    file_name="tiny.gguf",
    size_bytes=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    context=128,
    hub_repo="someone/tiny",
    hub_file="tiny.gguf",
    reading="sentence",
    wheels=WheelParts("llmx-tiny-part{part}", "1.0", 3, PART, ".bin"),
)
HUB_ONLY = replace(MODEL, wheels=None)
WHEELS_ONLY = replace(MODEL, hub_repo=None)


@dataclass
class FakeHub:
    """What the hub answers, and what it was asked."""

    body: bytes = CONTENT
    status: int | None = None
    resumable: bool = True
    cut_after: list[int] = field(default_factory=list)
    redirect_to: str | None = None
    ranges: list[str | None] = field(default_factory=list)
    address: str = ""


class HubHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        hub = self.server.hub
        wanted = self.headers.get("Range")
        hub.ranges.append(wanted)
        if hub.status:
            self.send_error(hub.status)
            return
        if hub.redirect_to and self.path.startswith("/someone"):
            self.send_response(302)
            self.send_header("Location", hub.redirect_to)
            self.end_headers()
            return
        start = int(wanted.removeprefix("bytes=")[:-1]) if wanted and hub.resumable else 0
        self.send_response(206 if start else 200)
        if start:
            total = len(hub.body)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        self.send_header("Content-Length", str(len(hub.body) - start))
        self.end_headers()
        end = start + hub.cut_after.pop(0) if hub.cut_after else None
        self.wfile.write(hub.body[start:end])

    def log_message(self, *args):
        pass


def build_wheel(place: Path, number: int, data: bytes) -> Path:
    module = f"llmx_tiny_part{number}"
    path = place / f"{module}-1.0-py3-none-any.whl"
    info = f"{module}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{module}/__init__.py", "raise SystemExit('imported')")
        archive.writestr(f"{module}/data/part{number:02}.bin", data)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def failure(model: EmbeddedModel, **options) -> ModelFileError:
    with pytest.raises(ModelFileError) as caught:
        pull(model, **options)
    assert "\n" not in str(caught.value)
    return caught.value


def child_process(script: str) -> subprocess.Popen[str]:
    code = f"import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\n"
    return subprocess.Popen(
        [sys.executable, "-c", code + script], stdout=subprocess.PIPE, text=True
    )
