"""A new version of a schema: a copy to edit, with its parts."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from llm_extract.schemas._schema import LIBRARY
from llm_extract.versions import write_new

_MIGRATION = re.compile(r"v\d+_from_v\d+")


def new_version(name: str, source: str | None = None) -> tuple[Path, ...]:
    """Copy a schema to the next number of ``name`` in the project; returns the files, it first.

    Its parts (``v2_names.py``) are copied as those of the new version (``v3_names.py``), and what
    the copies import and name in backticks is renamed with them. ``source`` is a number of
    ``name`` or the reference of another schema, by default the newest version of ``name``.

    Raises:
        SettingsError: ``usage`` outside a project; ``unknown_schema``; ``output_not_writable``.
    """
    path = LIBRARY.next_path(name)
    origin = LIBRARY.origin_of_new(name, source).path
    old, new = origin.stem, path.stem
    parts = _parts(origin)
    stems = {origin.stem, *(part.stem for part in parts)}
    # The version itself comes last: once it is there, it is whole.
    files = {
        path.with_name(_renamed(file.stem, old, new) + ".py"): _copied(file, stems, old, new)
        for file in (*parts, origin)
    }
    write_new(files)
    return tuple(reversed(files))


def _parts(version: Path) -> list[Path]:
    found = version.parent.glob(f"{version.stem}_*.py")
    return sorted(path for path in found if not _MIGRATION.fullmatch(path.stem))


def _copied(file: Path, stems: Collection[str], old: str, new: str) -> bytes:
    names = "|".join(map(re.escape, stems))
    mentioned = re.compile(rf"(?:(?<=from \.)|(?<=`))(?:{names})(?![\w.])")
    text = file.read_bytes().decode("utf-8")
    text = mentioned.sub(lambda found: _renamed(found[0], old, new), text)
    for imported in _imported_names(text, stems):
        text = re.sub(rf"(?<![\w.]){imported}(?!\w)", _renamed(imported, old, new), text)
    return text.encode()


def _imported_names(text: str, stems: Collection[str]) -> set[str]:
    """Parts that are imported as names, as by ``from . import v2_names``."""
    lists = re.findall(r"^[ \t]*from \. import (\([^)]*\)|[^\n]*)", text, re.MULTILINE)
    return {name for names in lists for name in re.findall(r"\w+", names) if name in stems}


def _renamed(stem: str, old: str, new: str) -> str:
    return new + stem.removeprefix(old)
