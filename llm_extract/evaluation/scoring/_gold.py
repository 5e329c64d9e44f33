"""Gold on disk: JSON Lines, JSON, or a folder of such files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from llm_extract.errors import ArticleError, SettingsError

_LINES = (".jsonl", ".ndjson")
_SUFFIXES = (*_LINES, ".json")


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Objects with an ``id``, in order of files and lines.

    A ``.json`` file may hold a list of them, or one object, whose id is then its own or else the
    file's path in the folder without suffix.

    Raises:
        SettingsError: ``usage``, there is nothing.
        ArticleError: ``unreadable``, ``invalid_json`` or ``duplicate_id``.
    """
    found: dict[str, dict[str, Any]] = {}
    for file, default in _files(path):
        for source, entry in _objects(file, default):
            if entry["id"] in found:
                raise ArticleError("duplicate_id", f"{entry['id']!r} is there twice", source=source)
            found[entry["id"]] = entry
    if not found:
        raise SettingsError("usage", "it holds no gold", source=str(path))
    return list(found.values())


def gold_ids(gold: Iterable[str], records: Iterable[str]) -> dict[str, str]:
    """Id of the gold by id of the record: the same one, or that without the suffix of a file.

    ``asta.txt`` belongs to ``asta`` unless there is gold for ``asta.txt``, or ``asta.md`` too.
    """
    wanted, ids = set(gold), list(records)
    found = {identity: identity for identity in ids if identity in wanted}
    for stem in wanted.difference(found):
        same = [identity for identity in ids if identity not in found and _stem(identity) == stem]
        if len(same) == 1:
            found[same[0]] = stem
    return found


def _stem(identity: str) -> str:
    return PurePosixPath(identity).with_suffix("").as_posix() if identity else ""


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """Files of gold, each with the id of its one object."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in _SUFFIXES and file.is_file():
                yield file, file.relative_to(path).with_suffix("").as_posix()
    elif path.is_file():
        yield path, path.stem
    else:
        raise SettingsError("usage", "there is no such file or folder", source=str(path))


def _objects(file: Path, default: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Objects of a file, each with its place for messages."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ArticleError("unreadable", str(reason), source=str(file)) from error
    if file.suffix.lower() in _LINES:
        # Not splitlines(), which also cuts at signs JSON allows in strings.
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                place = f"{file}:{number}"
                yield place, _identified(_parsed(line, place), place)
        return
    whole = _parsed(text, str(file))
    if isinstance(whole, list):
        for number, entry in enumerate(whole, start=1):
            place = f"{file}[{number}]"
            yield place, _identified(entry, place)
    else:
        yield str(file), _identified(whole, str(file), default)


def _parsed(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        raise ArticleError("invalid_json", reason, source=place) from error


def _identified(entry: Any, place: str, default: str | None = None) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ArticleError("invalid_json", "it is no object", source=place)
    identity = entry.get("id", default)
    if not isinstance(identity, str) or not identity:
        raise ArticleError("invalid_json", "it has no id", source=place)
    return {**entry, "id": identity}
