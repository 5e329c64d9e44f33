"""Listing a folder tree: streaming, in a stable order, without following anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from llm_extract.articles._disk import check_regular, unreadable
from llm_extract.articles._ids import path_id
from llm_extract.errors import ArticleError


def list_folder(root: Path) -> Iterator[str | ArticleError]:
    """Relative POSIX paths of the regular files below ``root``, in the order of their bytes.

    Hidden files and folders are left out. Symbolic links, pipes, sockets and devices come as
    ``not_regular`` errors, unreadable folders as ``unreadable``. One folder is held in memory at
    a time, and no stack grows with the depth of the tree.
    """
    waiting = [_entries(root, "")]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, ArticleError) or not entry.endswith("/"):
            yield entry
        else:
            waiting.append(_entries(root, entry))


def _entries(root: Path, prefix: str) -> Iterator[str | ArticleError]:
    """Entries of one folder as relative paths; those of folders end with ``/``."""
    try:
        with os.scandir(root / prefix) as listing:
            visible = [entry for entry in listing if not entry.name.startswith(".")]
    except OSError as error:
        yield unreadable(error, path_id(prefix) or ".")
        return
    # The slash puts "a.txt" before "a/b.txt", as the bytes of the whole paths do.
    named = [(f"{prefix}{entry.name}{'/' * _is_folder(entry)}", entry) for entry in visible]
    for path, entry in sorted(named, key=lambda pair: os.fsencode(pair[0])):
        yield path if path.endswith("/") else _file(entry, path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _file(entry: os.DirEntry[str], path: str) -> str | ArticleError:
    try:
        if not entry.is_file(follow_symlinks=False):
            check_regular(entry.stat(follow_symlinks=False), path_id(path))
    except OSError as error:
        return unreadable(error, path_id(path))
    except ArticleError as error:
        return error
    return path
