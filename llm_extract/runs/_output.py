"""The output folder: finished lines are on disk at once, ``records.jsonl`` appears whole.

Each finished article is appended to a partial file; at the end the lines are put in input
order, written under a temporary name and renamed. A partial file left by a killed run is read
by the next one. Records the last run had no use for (another prompt, ``--limit``, an
interrupted run) move to a file of their own: what was paid for is never deleted.
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from llm_extract.errors import OutputError, SettingsError
from llm_extract.runs._lines import encode
from llm_extract.runs._lock import lock_folder

RECORDS = "records.jsonl"
_PARTIAL = "records.partial.jsonl"
_EARLIER = "records.earlier.jsonl"
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class OutputFolder:
    """Folder of one run, held against other runs inside the ``with`` block.

    Raises:
        SettingsError: ``output_not_writable``, before anything is called.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = folder / RECORDS
        self._partial_path = folder / _PARTIAL
        self._earlier_path = folder / _EARLIER
        self._partial: BinaryIO | None = None
        self._lock: int | None = None
        with _refused(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass

    def finished(self) -> dict[str, dict[str, Any]]:
        """Lines of earlier runs that hold a record, by fingerprint key; the newest of each."""
        with _refused(self.folder):
            paths = (self._earlier_path, self.records, self._partial_path)
            return {key: line for path in paths for key, line in _read(path)}

    def __enter__(self) -> OutputFolder:
        self._lock = lock_folder(self.folder)
        with _refused(self.folder):
            # Unbuffered: a line is with the system when `add` returns, and closing writes nothing.
            self._partial = self._partial_path.open("ab", buffering=0)
            if _is_cut(self._partial_path):
                self._partial.write(b"\n")
        return self

    def add(self, line: dict[str, Any]) -> None:
        """Put one finished line on disk.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``.
        """
        if self._partial is None:
            raise RuntimeError("add() outside of the with block")
        rest = memoryview(_bytes(line))
        with _lost(self.folder):
            while rest:
                rest = rest[self._partial.write(rest) :]

    def publish(self, lines: Iterable[dict[str, Any]]) -> Path:
        """Replace ``records.jsonl`` by ``lines``, all or nothing.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``; the files of before are untouched.
        """
        lines = list(lines)
        used = {_key(line) for line in lines}
        spare = [line for key, line in self.finished().items() if key not in used]
        with _lost(self.folder):
            if spare:
                _write_whole(self._earlier_path, spare)
            _write_whole(self.records, lines)
            if not spare:
                self._earlier_path.unlink(missing_ok=True)
            self._partial_path.unlink(missing_ok=True)
        return self.records

    def rewrite(self, lines: Iterable[dict[str, Any]]) -> None:
        """Replace ``records.jsonl`` by the same lines in another form, and no other file.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``; the file of before is untouched.
        """
        with _lost(self.folder):
            _write_whole(self.records, lines)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._partial:
            self._partial.close()
            self._partial = None
            with suppress(OSError):
                if not self._partial_path.stat().st_size:
                    self._partial_path.unlink()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _read(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Complete lines only: the last line of a killed run may be cut, even inside a character."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            try:
                line = json.loads(raw)
            except ValueError:
                continue
            key = _key(line)
            if key:
                yield key, line


def _key(line: object) -> str | None:
    """Fingerprint key of a line with a record; the file may hold anything."""
    if not isinstance(line, dict) or line.get("status") != "ok":
        return None
    fingerprint = line.get("fingerprint")
    return fingerprint.get("key") if isinstance(fingerprint, dict) else None


def _is_cut(path: Path) -> bool:
    """Whether the last line lacks its end: the next one must not be glued to it."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def _bytes(line: dict[str, Any]) -> bytes:
    return (encode(line) + "\n").encode()


def _write_whole(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    # One fixed name, so that a killed run leaves no litter; the folder is ours alone.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(map(_bytes, lines))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def _refused(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        if isinstance(error, FileExistsError):
            reason = "it is a file, not a folder"
        raise SettingsError(
            "output_not_writable",
            f"records cannot be written there: {reason}",
            source=str(folder),
            hint="choose another folder with -o",
        ) from error


@contextmanager
def _lost(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in _DISK_FULL
        raise OutputError(
            "disk_full" if full else "output_lost",
            f"a record cannot be written: {error.strerror or type(error).__name__}",
            source=str(folder),
            hint=f"{'make room, then ' if full else ''}run the same command again: "
            "finished articles are kept",
        ) from error
