"""Options several commands share, checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.articles import ReadOptions

READINGS = ("article", "sentence", "passes")
POLICIES = ("flag", "reask", "drop", "fail")


def read_options(published: str | None, encoding: str | None) -> ReadOptions:
    """How articles are read, from ``--published`` and ``--encoding``."""
    from llm_extract.articles import ReadOptions, parse_date

    day = parse_date(published) if published else None
    if published and day is None:
        raise SettingsError(
            "usage",
            f"{published!r} is not a date",
            source="--published",
            hint="write it as YYYY-MM-DD",
        )
    return ReadOptions(encoding=encoding, published=day)


def check_paths(target: str, output: Path | None) -> None:
    """Refuse a target that is not there, and an output folder inside it."""
    # Not Path.exists(), which raises for names that are too long or may not be looked up.
    if target != "-" and not os.path.exists(target):  # noqa: PTH110
        raise SettingsError("usage", "there is no such file or folder", source=target)
    if output and output.resolve().is_relative_to(Path(target).resolve()):
        raise SettingsError(
            "usage",
            "the output folder lies in the folder of articles: its records would be read as such",
            source=str(output),
            hint="choose a folder beside it with -o",
        )


def check_folder(folder: Path) -> None:
    """Refuse an output folder that is not there, or is a file."""
    # Not Path.exists(), which raises for names that are too long or may not be looked up.
    if not os.path.exists(folder):  # noqa: PTH110
        raise SettingsError("usage", "there is no such file or folder", source=str(folder))
    if not folder.is_dir():
        raise SettingsError(
            "usage",
            "it is a file",
            source=str(folder),
            hint="give the output folder it lies in",
        )


def many_of(option: str, value: str | None, known: tuple[str, ...]) -> tuple[Any, ...]:
    """Split a list with commas; every part is one of ``known``."""
    parts = [part.strip() for part in value.split(",")] if value else []
    return tuple(one_of(option, part, known) for part in parts)


def one_of(option: str, value: str | None, known: tuple[str, ...]) -> Any:
    """Return ``value`` if it is one of ``known``, or not given."""
    if value is not None and value not in known:
        raise SettingsError("usage", f"{value!r} is not one of {', '.join(known)}", source=option)
    return value
