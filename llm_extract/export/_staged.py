"""Files and folders that are there whole or not at all, and that overwrite nothing of others."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from llm_extract.errors import OutputError, SettingsError

_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def staged(target: Path, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A path to write at; what stands there in the end takes the place of ``target``.

    What is made lies in a folder of its own beside ``target`` until it is whole, and is gone when
    it is not.

    Args:
        target: a file or a folder; what it links to, if it is a link.
        is_ours: whether something that is there was made by an earlier export.

    Raises:
        SettingsError: ``output_not_writable``, there is something else.
        OutputError: ``disk_full`` or ``output_lost``; what was there is untouched.
    """
    target = target.resolve()
    if not _may_go(target, is_ours):
        raise SettingsError(
            "output_not_writable",
            "it was not made by this command, and is left as it is",
            source=str(target),
            hint="choose another path with -o, or remove it",
        )
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            yield work / target.name
            _settle(work / target.name)
            _replace(work / target.name, target, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except (OSError, OverflowError, sqlite3.Error) as error:
        raise lost(error, target) from error


def lost(error: Exception, target: Path) -> OutputError:
    """Say in one line why something could not be written."""
    full = (
        getattr(error, "errno", None) in _FULL
        or getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
    )
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    hint = "make room, then run the same command again" if full else None
    if isinstance(error, OverflowError):
        hint = "csv and jsonl hold whole numbers of any length"
    return OutputError(
        "disk_full" if full else "output_lost",
        f"the export cannot be written: {reason}",
        source=str(target),
        hint=hint,
    )


def _may_go(target: Path, is_ours: Callable[[Path], bool]) -> bool:
    if not os.path.lexists(target):
        return True
    if target.is_dir():
        return not any(target.iterdir()) or is_ours(target)
    return target.is_file() and (target.stat().st_size == 0 or is_ours(target))


def _settle(made: Path) -> None:
    """Have the disk keep what was written, before anything else is given up for it."""
    for path in made.rglob("*") if made.is_dir() else (made,):
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _replace(made: Path, target: Path, work: Path) -> None:
    if not target.is_dir():
        made.replace(target)
        return
    before = work / "before"
    target.replace(before)
    try:
        made.replace(target)
    except OSError:
        before.replace(target)
        raise
