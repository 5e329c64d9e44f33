"""``datapackage.json``: what the files of a folder are, as the Data Package standard writes it.

It tells the folder from one of the user's own, too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llm_extract.export._tables import Column, Kind, Reference, Table

DESCRIPTOR = "datapackage.json"
GENERATOR = "llm-extract export"
_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}


def write_package(folder: Path, suffix: str, tables: Sequence[Table]) -> None:
    """Describe a folder with a file for each table."""
    resources = [_resource(table, suffix) for table in tables]
    profile = "tabular-data-package" if suffix == ".csv" else "data-package"
    package = {"profile": profile, "generator": GENERATOR, "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(f"{text}\n", encoding="utf-8")


def is_package(folder: Path) -> bool:
    """Whether a folder is an export, and holds nothing else."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_bytes())
        known = {DESCRIPTOR, *(resource["path"] for resource in package["resources"])}
        return package["generator"] == GENERATOR and all(
            path.name in known for path in folder.iterdir()
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _resource(table: Table, suffix: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    if table.parent:
        schema["foreignKeys"] = [_foreign(table.parent)]
    return {
        "name": table.name.lower(),
        "path": f"{table.name}{suffix}",
        "title": table.name,
        "description": table.description,
        **({"profile": "tabular-data-resource"} if suffix == ".csv" else {}),
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description,
        "constraints": constraints,
    }


def _foreign(parent: Reference) -> dict[str, Any]:
    there = {"resource": parent.table.lower(), "fields": list(parent.key)}
    return {"fields": list(parent.columns), "reference": there}
