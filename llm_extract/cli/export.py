"""``llm-extract export``: files made from the journal of an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llm_extract.cli._console import OK, friendly, say


def export(
    folder: Annotated[Path, typer.Argument(help="Output folder of run.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write; default: records.jsonl in the folder."),
    ] = None,
    run: Annotated[
        int | None, typer.Option(min=1, help="Number of a run, see status; default: the newest.")
    ] = None,
    debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False,
) -> None:
    """Write the records of a run again, whole or not at all.

    Exit codes: 0, 2 there is no journal or no such run, 3 it cannot be read or written.
    """
    with friendly(debug=debug):
        from llm_extract.runs import export_lines

        written, path = export_lines(folder, output, run)
        say(f"{written:,} lines: {path}")
        raise typer.Exit(OK)
