"""The lines of a run as the user names them: a folder, ``OUT#3``, a file, a suite, ``name@N``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_extract.cli._cases import cases_folder, suites_in
from llm_extract.errors import ArticleError, SettingsError

if TYPE_CHECKING:
    from llm_extract.recording import Suite

ACCEPTED = ":accepted"


@dataclass(frozen=True)
class Side:
    """Lines by the id of their article, in the order of the run; ``name`` is as the user wrote."""

    name: str
    lines: dict[str, dict[str, Any]]


def side(reference: str) -> Side:
    """Read what a reference names.

    ``OUT`` is the newest run into an output folder, ``OUT#3`` its run 3; a file is JSON Lines. A
    suite folder, or ``conflict_events@2`` for the one suite of that prompt, is replayed;
    ``SUITE:accepted`` are its accepted records.

    Raises:
        SettingsError: ``usage``, there is nothing of that name, or several suites.
        ArticleError: ``unreadable``, ``invalid_json`` or ``duplicate_id``.
        RecordingError: a case of the suite cannot be replayed.
    """
    return Side(reference, _by_id(_lines(reference), reference))


def is_suite(reference: str) -> bool:
    """Whether a reference names a suite, not its accepted records or a run."""
    from llm_extract.recording import SUITE_FILE

    path = Path(reference)
    return (path / SUITE_FILE).is_file() if path.exists() else _is_version(path)


def _lines(reference: str) -> Iterable[dict[str, Any]]:
    path = Path(reference)
    if path.is_file():
        return _lines_of_file(path)
    if is_suite(reference):
        return _replayed(_suite(path))
    if not path.exists() and reference.endswith(ACCEPTED):
        return _accepted(_suite(Path(reference.removesuffix(ACCEPTED))))
    return _stored(reference)


def _stored(reference: str) -> Iterable[dict[str, Any]]:
    from llm_extract.runs import stored_lines

    path = Path(reference)
    folder, _, number = reference.rpartition("#")
    if folder and number.isdecimal() and not path.exists():
        return stored_lines(Path(folder), int(number))
    if not path.exists():
        raise SettingsError(
            "usage",
            "there is no such file or folder",
            source=reference,
            hint="give an output folder, OUT#3, a records.jsonl, a suite or a prompt as NAME@N",
        )
    return stored_lines(path)


def _is_version(path: Path) -> bool:
    name, _, number = path.name.rpartition("@")
    return path.name == str(path) and bool(name) and number.isdecimal()


def _suite(path: Path) -> Suite:
    """The suite at a path, or the one there is of a prompt."""
    found = suites_in(cases_folder(path))
    if len(found) > 1:
        raise SettingsError(
            "usage",
            f"there are {len(found)} suites",
            source=str(path),
            hint=f"give one of {', '.join(str(suite.folder) for suite in found)}",
        )
    return found[0]


def _replayed(suite: Suite) -> Iterable[dict[str, Any]]:
    import asyncio

    from llm_extract.recording import cases_of
    from llm_extract.runs import encode

    async def lines() -> list[dict[str, Any]]:
        return [(await case.areplay()).line for case in cases_of(suite)]

    # As a file has them: without tuples.
    return (json.loads(encode(line)) for line in asyncio.run(lines()))


def _accepted(suite: Suite) -> Iterable[dict[str, Any]]:
    from llm_extract.recording import cases_of

    cases = [case for case in cases_of(suite) if case.article is not None]
    records = [{**record, "id": case.id} for case in cases if (record := case.accepted())]
    if not records:
        raise SettingsError(
            "usage",
            "nothing was accepted yet",
            source=str(suite.folder),
            hint=f"llm-extract accept {suite.folder} --reason WHY",
        )
    return records


def _lines_of_file(path: Path) -> Iterable[dict[str, Any]]:
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


def _by_id(lines: Iterable[dict[str, Any]], reference: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line["id"] in found:
            raise ArticleError("duplicate_id", f"{line['id']!r} is there twice", source=reference)
        found[line["id"]] = line
    return found
