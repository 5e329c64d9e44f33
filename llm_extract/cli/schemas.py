"""``llm-extract schemas``: bundled record schemas, and those of the project."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from llm_extract.cli._console import OK, SOME_FAILED, friendly, printable, say, write_data
from llm_extract.cli._versions import (
    DraftsOption,
    LockArgument,
    SourceOption,
    report,
    report_release,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Record schemas: list, show, columns, diff; new, lock and check versions.",
)


@app.command("list")
def list_() -> None:
    """List all schemas, the lists of items each one holds, and whether they are bundled."""
    with friendly():
        from llm_extract.schemas import load_schema, schema_versions

        for version in schema_versions():
            schema = load_schema(str(version))
            write_data(f"{version}\t{', '.join(schema.items)}\t{version.origin}")


@app.command()
def show(
    schema: Annotated[str, typer.Argument(help="name, name@N, or module:Model.")],
) -> None:
    """Print the JSON Schema of the record."""
    with friendly():
        from llm_extract.schemas import load_schema

        model = load_schema(schema).model
        write_data(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2))


@app.command()
def columns(
    schema: Annotated[str, typer.Argument(help="name, name@N, or module:Model.")],
) -> None:
    """Print the tables and columns that export --to writes of its records, as Markdown.

    Exit codes: 0, 2 there is no such schema.
    """
    with friendly():
        from llm_extract.export import columns_page
        from llm_extract.schemas import load_schema

        write_data(columns_page(load_schema(schema)))
        raise typer.Exit(OK)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the schema.")],
    source: SourceOption = None,
) -> None:
    """Copy a version and its parts to the next number, in the project, and print the files.

    Exit codes: 0, 2 outside a project, or there is no such version.
    """
    with friendly():
        from llm_extract.schemas import new_version

        version, *parts = new_version(name, source)
        for path in (version, *parts):
            write_data(str(path))
        reference = f"{name}@{version.stem.removeprefix('v')}"
        say(f"A prompt names its schema in its front matter: schema: {reference}")
        raise typer.Exit(OK)


@app.command()
def lock(
    schema: LockArgument,
) -> None:
    """Release a version: its hash goes into schemas.lock, and it is not to be edited any more.

    Exit codes: 0, 2 it was released with other contents, or there is no such version.
    """
    with friendly():
        from llm_extract.schemas import release

        report_release(schema, is_new=release(schema))
        raise typer.Exit(OK)


@app.command()
def check(
    no_drafts: DraftsOption = False,
) -> None:
    """Compare the schemas of the project with schemas.lock: one line for each that was edited.

    Exit codes: 0 all are as they were released, 1 something was edited or is gone, 2 usage.
    """
    with friendly():
        from llm_extract import schemas

        raise typer.Exit(report(schemas.check(), drafts_fail=no_drafts))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="name, name@N, or module:Model.")],
    new: Annotated[str, typer.Argument(help="Likewise.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show whether old records are new ones: each change of a field with its class.

    compatible: the same records; widening: each old record is a new one; breaking: some are not.
    Exit codes: 0 compatible or widening, 1 breaking, 2 usage.
    """
    with friendly():
        from llm_extract.schemas import load_schema
        from llm_extract.schemas.compatibility import schema_diff

        found = schema_diff(load_schema(old), load_schema(new))
        if as_json:
            write_data(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            for change in found.changes:
                path = change.path or "(record)"
                write_data(printable(f"{change.compatibility:<10}  {path}: {change.message}"))
            say(f"{found.old} -> {found.new}: {found.compatibility}")
        raise typer.Exit(SOME_FAILED if found.compatibility == "breaking" else OK)
