"""The project: the nearest folder at or above the working directory that holds the marker file.

Its ``prompts/`` and ``schemas/`` come before the bundled ones.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from llm_extract.errors import SettingsError

MARKER = "llm-extract.toml"


def project_root() -> Path | None:
    """Folder of the project the working directory lies in, or ``None``.

    Raises:
        SettingsError: ``usage`` when its marker file is not TOML or cannot be read.
    """
    try:
        here = Path.cwd()
    except OSError:
        # Somebody has removed the working directory.
        return None
    for folder in (here, *here.parents):
        marker = folder / MARKER
        if marker.is_file():
            _check(marker)
            return folder
    return None


def needed_root() -> Path:
    """As `project_root`, where there has to be one.

    Raises:
        SettingsError: ``usage``.
    """
    root = project_root()
    if root is None:
        raise SettingsError(
            "usage",
            f"this is no project: no {MARKER} here or above",
            hint="make one with `llm-extract init`",
        )
    return root


def _check(marker: Path) -> None:
    try:
        with marker.open("rb") as file:
            tomllib.load(file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError("usage", f"it cannot be read: {reason}", source=str(marker)) from error
    except ValueError as error:
        # Also bytes that are no UTF-8.
        reason = str(error).splitlines()[0]
        raise SettingsError("usage", f"it is not TOML: {reason}", source=str(marker)) from error
