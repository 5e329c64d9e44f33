"""Who stands for what a person accepts or decides."""

from __future__ import annotations

import getpass
import os
import subprocess

from llm_extract.errors import SettingsError


def author(named: str | None) -> str:
    """Who accepts: as named, else LLM_EXTRACT_AUTHOR, else the user of git, else of the system.

    Raises:
        SettingsError: ``usage``, the system does not know either.
    """
    found = named or os.environ.get("LLM_EXTRACT_AUTHOR") or _git_user()
    try:
        return found or getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise SettingsError("usage", "say who accepts", source="--author") from None


def _git_user() -> str:
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
