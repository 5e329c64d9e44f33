"""``llm-extract export``: records as they are, as tables, or as what models are taught by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from llm_extract.cli._accepted import export_accepted
from llm_extract.cli._bar import bar
from llm_extract.cli._cases import CaseOption
from llm_extract.cli._console import OK, friendly, say
from llm_extract.cli._options import DebugOption, RunOption, one_of
from llm_extract.cli._reviewed import export_reviewed
from llm_extract.errors import SettingsError

FORMS = ("examples", "chat")
Kind = Literal["records", "tables", "gold", "reviewed", "accepted"]
# How each export is asked for, and the options it heeds.
_WAYS: dict[Kind, str] = {
    "records": "an output folder alone",
    "tables": "--to FORMAT",
    "gold": "--to gold",
    "reviewed": "--to examples|chat",
    "accepted": "--as",
}
_OF_LESSONS = frozenset(("prompt", "first", "all"))
_OF_REVIEWS = frozenset(("run", "articles", "reviewer", "agreed", "partial"))
_HEEDED: dict[Kind, frozenset[str]] = {
    "records": frozenset(("run",)),
    "tables": frozenset(("run", "raw", "articles")),
    "gold": _OF_REVIEWS,
    "reviewed": _OF_REVIEWS | _OF_LESSONS,
    "accepted": frozenset(("case",)) | _OF_LESSONS,
}
_TEACHING = "Accepted records of a suite, or reviewed ones"
_REVIEWED = "Records people reviewed: --to gold, examples or chat"
_TABLES = "Files other tools open"


def export(
    folder: Annotated[
        Path, typer.Argument(help="Output folder of run; with --as a suite or folder of suites.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File or folder to write; default: records.jsonl in the folder, with --to"
            " export/csv, export/records.xlsx and so on in the folder, with --as stdout.",
        ),
    ] = None,
    run: RunOption = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="csv, jsonl, parquet (folders), sqlite, duckdb, xlsx, geojson (files), or rows the"
            " schema makes of its records, such as acled and ged (CSV). Of reviewed records: gold,"
            " examples, chat.",
            rich_help_panel=_TABLES,
        ),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help="CSV for programs: texts that look like formulas are left as they are.",
            rich_help_panel=_TABLES,
        ),
    ] = False,
    articles: Annotated[
        Path | None,
        typer.Option(
            help="Where the articles are now; default: where they were read.",
            rich_help_panel=_TABLES,
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(
            help="Whose word counts; needed where there are several.", rich_help_panel=_REVIEWED
        ),
    ] = None,
    agreed: Annotated[
        bool,
        typer.Option(
            "--agreed",
            help="Records of which all reviewers say the same.",
            rich_help_panel=_REVIEWED,
        ),
    ] = False,
    partial: Annotated[
        bool,
        typer.Option("--partial", help="Articles not done, too.", rich_help_panel=_REVIEWED),
    ] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="examples: sections of a prompt file; chat: JSON Lines for fine-tuning.",
            rich_help_panel=_TEACHING,
        ),
    ] = None,
    case: CaseOption = None,
    prompt: Annotated[
        str | None,
        typer.Option(
            "--prompt",
            "-p",
            help="The prompt the examples are for; default: the suite's.",
            rich_help_panel=_TEACHING,
        ),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=9,
            help="Number of the first example; default: behind those of the prompt.",
            rich_help_panel=_TEACHING,
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Teach what is not proven, too.", rich_help_panel=_TEACHING),
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Write the records of a run again, as tables, or accepted records as what models learn from.

    With --to: tidy tables, or rows in the columns of another data set; `llm-extract schemas
    columns` tells them. What an earlier export wrote is replaced, anything else is left alone.
    --to gold writes what people said in a review as gold for eval, in gold.jsonl of the folder;
    examples and chat make of it what --as makes of accepted records.

    With --as: items with a value that is altered or nowhere in the article are left out, and
    facts of that kind; cases without an accepted record are. Files are whole or not written.
    Exit codes: 0, 2 there is no journal, no such run, format or accepted record, 3 something
    cannot be read or written.
    """
    with friendly(debug=debug):
        kind = _kind(to, one_of("--as", form, FORMS))
        given = {
            "run": run,
            "raw": raw or None,
            "articles": articles,
            "reviewer": reviewer,
            "agreed": agreed or None,
            "partial": partial or None,
            "case": case,
            "prompt": prompt,
            "first": first,
            "all": everything or None,
        }
        _check_fit(kind, given)
        if kind == "tables":
            _export_tables(folder, str(to), output, run=run, articles=articles, raw=raw)
        elif kind in ("gold", "reviewed"):
            _export_reviewed(folder, str(to), output, given)
        elif kind == "accepted":
            export_accepted(
                folder,
                str(form),
                output,
                patterns=case,
                prompt=prompt,
                first=first,
                everything=everything,
            )
        else:
            _export_run(folder, output, run)
        raise typer.Exit(OK)


def _kind(to: str | None, form: str | None) -> Kind:
    if to is not None and form is not None:
        raise SettingsError("usage", "--to and --as are two exports", source="--as")
    if to is None:
        return "accepted" if form else "records"
    return "gold" if to == "gold" else "reviewed" if to in FORMS else "tables"


def _check_fit(kind: Kind, given: Mapping[str, object]) -> None:
    """Refuse an option that this export would not heed."""
    for name, value in given.items():
        if value is not None and name not in _HEEDED[kind]:
            with_others = ", ".join(
                _WAYS[other] for other, names in _HEEDED.items() if name in names
            )
            raise SettingsError("usage", f"goes with {with_others} only", source=f"--{name}")


def _export_reviewed(folder: Path, to: str, output: Path | None, given: Mapping[str, Any]) -> None:
    from llm_extract.review import Choice

    choice = Choice(
        run=given["run"],
        articles=given["articles"],
        reviewer=given["reviewer"],
        agreed=bool(given["agreed"]),
        partial=bool(given["partial"]),
    )
    export_reviewed(
        folder,
        to,
        output,
        choice,
        prompt=given["prompt"],
        first=given["first"],
        everything=bool(given["all"]),
    )


def _export_run(folder: Path, output: Path | None, run: int | None) -> None:
    from llm_extract.runs import export_lines

    written, path = export_lines(folder, output, run)
    say(f"{written:,} lines: {path}")


def _export_tables(
    folder: Path,
    to: str,
    output: Path | None,
    *,
    run: int | None,
    articles: Path | None,
    raw: bool,
) -> None:
    from llm_extract.export import export_run

    with bar("exporting", hidden=False) as on_article:
        done = export_run(
            folder, to, output, run=run, articles=articles, raw=raw, on_article=on_article
        )
    for told in done.told:
        say(told)
    say(f"{done.lines:,} articles of run {done.run}, {done.rows:,} rows: {done.path}")
