"""Opening files that may be anything: links, pipes, too large, gone."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from llm_extract.errors import ArticleError

# Between the check and the opening a file may be replaced by a link or a pipe; neither is
# followed or waited for. Windows has neither flag.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def open_regular(path: Path, source: str, *, follow: bool) -> BinaryIO:
    """Open a regular file for reading; ``follow`` a symbolic link only if the user named it.

    Raises:
        ArticleError: ``not_regular`` for links, pipes, sockets, devices (never opened) and
            folders, ``unreadable`` when the system refuses or the file is gone.
    """
    try:
        check_regular(path.stat() if follow else path.lstat(), source)
        flags = os.O_RDONLY | _BINARY | _NO_WAIT | (0 if follow else _NO_FOLLOW)
        stream = open(os.open(path, flags), "rb")  # noqa: PTH123, SIM115 - a descriptor, kept open
    except OSError as error:
        raise unreadable(error, source) from None
    try:
        check_regular(os.fstat(stream.fileno()), source)
    except ArticleError:
        stream.close()
        raise
    return stream


def read_limited(stream: BinaryIO, limit: int, source: str) -> bytes:
    """Read a whole stream of at most ``limit`` bytes, checked by its size before reading.

    Raises:
        ArticleError: ``too_large`` or ``unreadable``.
    """
    try:
        if os.fstat(stream.fileno()).st_size > limit:
            raise too_large(source, limit)
        # One more byte shows a file that grew since.
        raw = stream.read(limit + 1)
    except OSError as error:
        raise unreadable(error, source) from None
    if len(raw) > limit:
        raise too_large(source, limit)
    return raw


def check_regular(info: os.stat_result, source: str) -> None:
    """Raise ``ArticleError("not_regular")`` unless ``info`` is that of a regular file."""
    if stat.S_ISREG(info.st_mode):
        return
    kind = next((name for test, name in _KINDS if test(info.st_mode)), "special file")
    raise ArticleError(
        "not_regular", f"a {kind}, not a regular file", source=source, hint="name the file itself"
    )


_KINDS = (
    (stat.S_ISLNK, "symbolic link"),
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


def unreadable(error: OSError, source: str) -> ArticleError:
    """Turn a refusal of the system into an article error (``unreadable``)."""
    return ArticleError(
        "unreadable", f"cannot be read: {error.strerror or type(error).__name__}", source=source
    )


def too_large(source: str, limit: int) -> ArticleError:
    """Build the error for an input over ``limit`` bytes."""
    return ArticleError(
        "too_large",
        f"more than {limit:,} bytes",
        source=source,
        hint="split it, or raise the size limit",
    )
