"""``llm-extract export``: records as they are, as tables, or as what models are taught by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._bar import bar
from llm_extract.cli._cases import CaseOption, cases_folder, chosen, suites_in
from llm_extract.cli._console import OK, friendly, say, write_data
from llm_extract.cli._options import one_of
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.recording import Lessons

FORMS = ("examples", "chat")
_TEACHING = "Accepted records of a suite"
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
    run: Annotated[
        int | None, typer.Option(min=1, help="Number of a run, see status; default: the newest.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="csv, jsonl, parquet (folders), sqlite, duckdb, xlsx, geojson (files), or rows the"
            " schema makes of its records, such as acled and ged (CSV).",
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
            help="Where the articles are now, to quote; default: where they were read.",
            rich_help_panel=_TABLES,
        ),
    ] = None,
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
    debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False,
) -> None:
    """Write the records of a run again, as tables, or accepted records as what models learn from.

    With --to: tidy tables, or rows in the columns of another data set; `llm-extract schemas
    columns` tells them. What an earlier export wrote is replaced, anything else is left alone.

    With --as: items with a value that is altered or nowhere in the article are left out, and
    facts of that kind; cases without an accepted record are. Files are whole or not written.
    Exit codes: 0, 2 there is no journal, no such run, format or accepted record, 3 something
    cannot be read or written.
    """
    with friendly(debug=debug):
        wanted = one_of("--as", form, FORMS)
        if to is None:
            _check_unused("goes with --to only", raw=raw or None, articles=articles)
        if to is not None:
            _check_unused("--to and --as are two exports", **{"as": wanted})
            _check_unused(case=case, prompt=prompt, first=first, all=everything or None)
            _export_tables(folder, to, output, run=run, articles=articles, raw=raw)
        elif wanted is None:
            _check_unused(case=case, prompt=prompt, first=first, all=everything or None)
            _export_run(folder, output, run)
        else:
            _check_unused("is for output folders, without --as", run=run)
            _export_lessons(_lessons(wanted, folder, case, prompt, first, everything), output)
        raise typer.Exit(OK)


def _check_unused(why: str = "goes with --as only", **options: object) -> None:
    for name, value in options.items():
        if value is not None:
            raise SettingsError("usage", why, source=f"--{name}")


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


def _lessons(
    form: str,
    folder: Path,
    patterns: list[str] | None,
    prompt: str | None,
    first: int | None,
    everything: bool,
) -> Lessons:
    from llm_extract.recording import chat_lines, example_sections

    suites = suites_in(cases_folder(folder))
    cases = chosen(suites, patterns)
    if form == "chat":
        _check_unused("goes with --as examples only", prompt=prompt, first=first)
        return chat_lines(cases, everything=everything)
    if len(suites) > 1:
        raise SettingsError(
            "usage",
            f"it holds {len(suites)} suites, and examples are of one",
            source=str(folder),
            hint=f"give one of them, such as {suites[0].folder}",
        )
    reference = prompt or suites[0].shared.prompt
    return example_sections(cases, reference, first=first, everything=everything)


def _export_lessons(lessons: Lessons, output: Path | None) -> None:
    for reason, count in lessons.not_taught.items():
        say(f"cases left out, {reason}: {count:,}")
    if lessons.left_out:
        say(f"items and facts left out, because they are not proven: {lessons.left_out:,}")
    if lessons.unfit:
        say(f"answers left out, because no model may answer so: {lessons.unfit:,}")
    if not lessons.taught:
        raise SettingsError(
            "usage", "there is no record to teach", hint="llm-extract accept accepts records"
        )
    if output is None:
        write_data(lessons.text)
    else:
        from llm_extract.runs import write_lines

        write_lines(output, [lessons.text])
    say(f"accepted records: {lessons.taught:,}" + (f", in {output}" if output else ""))
