"""Records of an older version of a schema become records of a newer one, step by step.

A step is ``migrate(record)`` in the file ``v<N>_from_v<N-1>.py`` beside version N. Without the
file records are taken as they are, if the comparison of both versions says that they may be.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from llm_extract.errors import SettingsError
from llm_extract.schemas._schema import LIBRARY, Schema, import_file, load_schema
from llm_extract.schemas.compatibility import schema_diff

Record: TypeAlias = dict[str, Any]
Migration: TypeAlias = Callable[[Record], Record]


def migration(old: Schema, new: Schema) -> Migration:
    """What makes a record of ``new`` of one of ``old``; it may change the record it is given.

    Raises:
        SettingsError: ``usage`` when they are not an older and a newer version of one schema;
            ``no_migration``, naming the file to write; ``schema_invalid`` or ``schema_import``
            for a file that is none; ``unknown_schema`` for a version between them.
    """
    name, first, last = _range(old, new)
    steps = [_step(name, number) for number in range(first + 1, last + 1)]

    def migrate(record: Record) -> Record:
        for step in steps:
            record = step(record)
        return record

    return migrate


def _range(old: Schema, new: Schema) -> tuple[str, int, int]:
    (name, _, first), (other, _, last) = (s.reference.partition("@") for s in (old, new))
    if name != other or not (first.isdigit() and last.isdigit()) or int(first) > int(last):
        raise SettingsError(
            "usage",
            f"records of {old.reference} cannot become records of {new.reference}",
            hint="give a newer version of the same schema",
        )
    return name, int(first), int(last)


def _step(name: str, number: int) -> Migration:
    """From the version before ``number`` to it."""
    version = LIBRARY.find(f"{name}@{number}")
    path = version.path.with_name(f"v{number}_from_v{number - 1}.py")
    if path.is_file():
        return _written(path)
    old, new = load_schema(f"{name}@{number - 1}"), load_schema(str(version))
    diff = schema_diff(old, new)
    if diff.compatibility != "breaking":
        return _unchanged
    raise SettingsError(
        "no_migration",
        f"records of {old.reference} may not fit {new.reference}: "
        f"{diff.changes[0].path or '(record)'}: {diff.changes[0].message}",
        source=str(path),
        hint="write this file, with a function migrate(record)",
    )


def _written(path: Path) -> Migration:
    step: Migration | None = getattr(import_file(path), "migrate", None)
    if not callable(step):
        raise SettingsError("schema_invalid", "it has no function migrate", source=str(path))
    return step


def _unchanged(record: Record) -> Record:
    return record
