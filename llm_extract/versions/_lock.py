"""The lock of a folder of versions: which are released, and with which hash.

A text file with a line ``name@N  <SHA-256, hexadecimal>`` for each released version, by name and
number; lines that begin with ``#`` are comments. It is written by `lock` and read in reviews.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from llm_extract.errors import SettingsError
from llm_extract.versions._version import NAME

_LINE = re.compile(rf"({NAME.pattern}@[1-9][0-9]*)\s+([0-9a-f]{{64}})")
_HEADER = """\
# Released versions and their SHA-256; a released version is never edited.
# `llm-extract {folder} lock NAME@N` adds a line, `llm-extract {folder} check` compares.
"""


def read_lock(path: Path) -> dict[str, str]:
    """Hashes by reference; empty where there is no such file.

    Raises:
        SettingsError: ``lock_invalid``, naming the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise _invalid("it cannot be read", path) from error
    hashes: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match[1] in hashes:
            raise _invalid(f"line {number} is not one `name@N  hash` of its own", path)
        hashes[match[1]] = match[2]
    return hashes


def add_to_lock(path: Path, reference: str, sha256: str) -> bool:
    """Add a version, all or nothing; returns whether it was not there yet.

    Raises:
        SettingsError: ``version_locked``, it is there with another hash; ``lock_invalid``;
            ``output_not_writable``.
    """
    hashes = read_lock(path)
    known = hashes.get(reference)
    if known not in (None, sha256):
        raise SettingsError(
            "version_locked",
            f"{reference} was released with other contents",
            source=str(path),
            hint="restore its file, and keep the edit as a new version",
        )
    if known is None:
        _write(path, {**hashes, reference: sha256})
    return known is None


def _write(path: Path, hashes: Mapping[str, str]) -> None:
    lines = [f"{reference}  {hashes[reference]}\n" for reference in sorted(hashes, key=_order)]
    text = _HEADER.format(folder=path.parent.name) + "".join(lines)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise SettingsError(
            "output_not_writable", f"it cannot be written: {reason}", source=str(path)
        ) from error


def _order(reference: str) -> tuple[str, int]:
    name, _, number = reference.partition("@")
    return name, int(number)


def _invalid(message: str, path: Path) -> SettingsError:
    return SettingsError(
        "lock_invalid", message, source=str(path), hint="restore the file from your repository"
    )
