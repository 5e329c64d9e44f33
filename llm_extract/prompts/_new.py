"""A new version of a prompt: a copy to edit."""

from __future__ import annotations

from pathlib import Path

from llm_extract.prompts._prompt import LIBRARY
from llm_extract.versions import write_new


def new_version(name: str, source: str | None = None) -> Path:
    """Copy a prompt to the next number of ``name`` in the project; returns the file.

    ``source`` is a number of ``name`` or the reference of another prompt, by default the newest
    version of ``name``.

    Raises:
        SettingsError: ``usage`` outside a project; ``unknown_prompt``; ``output_not_writable``.
    """
    path = LIBRARY.next_path(name)
    write_new({path: LIBRARY.origin_of_new(name, source).path.read_bytes()})
    return path
