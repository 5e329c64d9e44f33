"""The lines of a run as the user names it: a folder, ``OUT#3``, or a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from llm_extract.errors import ArticleError, SettingsError


def record_lines(reference: str) -> list[dict[str, Any]]:
    """Lines of the newest run into a folder, of its run N as ``OUT#N``, or of a ``.jsonl`` file.

    Raises:
        SettingsError: ``usage``, there is no such run or file.
        ArticleError: ``unreadable`` or ``invalid_json``.
    """
    path = Path(reference)
    if path.is_file():
        return _lines_of_file(path)
    from llm_extract.runs import stored_lines

    folder, _, number = reference.rpartition("#")
    if folder and number.isdecimal() and not path.exists():
        return list(stored_lines(Path(folder), int(number)))
    if not path.exists():
        raise SettingsError("usage", "there is no such file or folder", source=reference)
    return list(stored_lines(path))


def _lines_of_file(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            return [
                _parsed(line, f"{path}:{number}")
                for number, line in enumerate(file, start=1)
                if line.strip()
            ]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ArticleError("unreadable", str(reason), source=str(path)) from error


def _parsed(line: str, place: str) -> dict[str, Any]:
    try:
        parsed = json.loads(line)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict) or not isinstance(parsed.get("id"), str):
        raise ArticleError(
            "invalid_json", "it is no line of a run", source=place, hint="give its records.jsonl"
        )
    return parsed
