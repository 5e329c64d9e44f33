"""The output folder: a journal, and ``records.jsonl`` made from it.

The journal has everything (see `journal`); ``records.jsonl`` holds the lines of the newest run in
input order, is written under a temporary name and renamed, so that it is whole at any time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from llm_extract.errors import OutputError, SettingsError
from llm_extract.runs._lines import NOT_OF_OUTCOME, encode, joined
from llm_extract.runs._lock import FolderLock
from llm_extract.runs._summary import digest_of
from llm_extract.runs.journal import JOURNAL, Journal, lost

RECORDS = "records.jsonl"


class OutputFolder:
    """Folder of one run, held against other runs inside the ``with`` block.

    Attributes:
        folder: where it is.
        records: its ``records.jsonl``.

    Raises:
        SettingsError: ``output_not_writable``, before anything is called.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = folder / RECORDS
        self._journal: Journal | None = None
        self._lock: FolderLock | None = None
        with _refused(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass

    @property
    def journal(self) -> Journal:
        """Its journal, open inside the ``with`` block."""
        if self._journal is None:
            raise RuntimeError("the journal is open inside the with block only")
        return self._journal

    @property
    def lock(self) -> int | None:
        """Descriptor of its lock, held inside the ``with`` block."""
        return self._lock.descriptor if self._lock else None

    def __enter__(self) -> OutputFolder:
        with _refused(self.folder):
            self._lock = FolderLock(self.folder)
            try:
                self._journal = Journal(self.folder / JOURNAL)
                lacks = self._journal.notice or not self._journal.knows_any()
                if lacks and self.records.is_file():
                    self._journal.adopt(stored_records(self.records))
            except BaseException:
                self._lock.release()
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        journal, self._journal = self._journal, None
        lock, self._lock = self._lock, None
        try:
            if journal:
                journal.close()
        except OutputError:
            # Told already, by the change that could not be made.
            if error is None:
                raise
        finally:
            if lock:
                lock.release()

    def publish(self, run: int, *, anew: bool = False) -> None:
        """Make ``records.jsonl`` the lines of a run, all or nothing.

        A file that holds them already is left alone, unless it is to be written ``anew``.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``; the file of before is untouched.
        """
        journal = self.journal
        with _lost(self.folder):
            journal.writer.make()
            if anew or not journal.is_published(run, self._signature()):
                write_whole(self.records, (joined(*row) for row in journal.lines(run)))
                journal.note_published(run, self._signature())

    def rewrite(self, lines: Iterable[dict[str, Any]]) -> None:
        """Replace ``records.jsonl`` by the same lines with another proof, in the journal too.

        Raises:
            OutputError: ``disk_full`` or ``output_lost``; the file of before is untouched.
        """
        run = self.journal.last_run()
        with _lost(self.folder):
            write_whole(self.records, map(self._stored, lines))
            if run is not None:
                self.journal.note_published(run, self._signature())

    def _stored(self, line: dict[str, Any]) -> str:
        """Put a line into the journal and return its text."""
        if line["status"] == "ok":
            rest = {name: part for name, part in line.items() if name not in NOT_OF_OUTCOME}
            run = self.journal.last_run()
            about = encode(line["article"])
            key = line["fingerprint"]["key"]
            self.journal.rewrite(run, line["id"], key, encode(rest), about)
            if "locations" not in line:
                self.journal.drop_location(key)
        return encode(line)

    def _signature(self) -> str:
        try:
            info = self.records.stat()
        except OSError:
            return ""
        return f"{info.st_size} {info.st_mtime_ns} {info.st_ino}"


def stored_records(records: Path) -> Iterator[tuple[str, str, str]]:
    """Key, digest and outcome of each record of a ``records.jsonl`` whose journal is gone.

    Its last line may be cut, and any line may be none of ours: those are passed over.
    """
    with records.open("rb") as file:
        for raw in file:
            try:
                line = json.loads(raw)
                digest = digest_of(line, _lists(line["data"]))
                key = line["fingerprint"]["key"]
            except (ValueError, LookupError, TypeError, AttributeError):
                continue
            if isinstance(key, str) and digest.state == "ok":
                rest = {name: part for name, part in line.items() if name not in NOT_OF_OUTCOME}
                yield key, json.dumps(asdict(digest)), encode(rest)


def _lists(data: dict[str, Any]) -> list[str]:
    return [name for name, value in data.items() if isinstance(value, list)]


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write lines under a temporary name beside ``path``, then rename; `OSError` as it comes."""
    # One fixed name, so that a killed run leaves no litter; the folder is ours alone.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(f"{line}\n".encode() for line in lines)
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
    except (OSError, sqlite3.Error) as error:
        raise lost(error, folder / RECORDS) from error
