"""``llm-extract migrate``: stored records as records of a newer version of their schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._bar import bar
from llm_extract.cli._console import OK, SOME_FAILED, friendly, printable, say, write_data
from llm_extract.cli._options import ArticlesOption, DebugOption, check_folder
from llm_extract.cli._running import command_line

if TYPE_CHECKING:
    from llm_extract.runs import Change, MigrationSummary


def migrate(
    folder: Annotated[Path, typer.Argument(help="Output folder of run.")],
    to: Annotated[str, typer.Option("--to", help="N, or name@N: the version they are to have.")],
    articles: ArticlesOption = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Write what fits, also if some records do not.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Make the newest run's records records of a newer version of their schema; asks no model.

    They become a run of their own: those of before stay in the journal. Exit codes: 0 all fit, or
    there was nothing to do, 1 some do not (nothing is written without --partial), 2 usage,
    3 unreadable folder or articles, 130 interrupted.
    """
    with friendly(debug=debug):
        from llm_extract.runs import Migrate

        check_folder(folder)
        with bar("migrating", hidden=as_json) as on_record:
            job = Migrate(
                folder,
                to,
                articles=articles,
                partial=partial,
                command=command_line(),
                on_record=on_record,
            )
            summary = job.execute()
        if as_json:
            write_data(json.dumps(summary.as_json()))
        else:
            for change in summary.refused:
                write_data(printable(f"{change.article}: {_why(change)}"))
            say(_told(summary, folder))
        raise typer.Exit(SOME_FAILED if summary.refused else OK)


def _why(change: Change) -> str:
    what = {"missing": "article missing", "misfit": "does not fit"}.get(change.kind, "changed")
    return f"{what}: {change.note}"


def _told(summary: MigrationSummary, folder: Path) -> str:
    if summary.old == summary.new:
        return f"Nothing to do: run {summary.from_run} has records of {summary.new}."
    if summary.run is None:
        return (
            f"Nothing was written: {len(summary.refused):,} of {summary.records:,} records of "
            f"{summary.old} could not be migrated; --partial writes the others."
        )
    return (
        f"Run {summary.run}: {summary.migrated:,} records of {summary.old} are records of "
        f"{summary.new} now; the old ones: llm-extract export {folder} "
        f"--run {summary.from_run} -o FILE"
    )
