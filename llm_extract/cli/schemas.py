"""``llm-extract schemas``: the bundled record schemas."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from llm_extract.cli._console import friendly, write_data

app = typer.Typer(no_args_is_help=True, help="Record schemas: list, show.")


@app.command("list")
def list_() -> None:
    """List the bundled schemas, with the lists of items each one holds."""
    with friendly():
        from llm_extract.schemas import load_schema, schema_versions

        for version in schema_versions():
            schema = load_schema(str(version))
            write_data(f"{version}\t{', '.join(schema.items)}")


@app.command()
def show(
    schema: Annotated[str, typer.Argument(help="name, name@N, or module:Model.")],
) -> None:
    """Print the JSON Schema of the record."""
    with friendly():
        from llm_extract.schemas import load_schema

        model = load_schema(schema).model
        write_data(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2))
