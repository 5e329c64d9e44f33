"""``llm-extract diff``: what differs between the records of two runs."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import OK, SOME_FAILED, friendly, write_data
from llm_extract.cli._diff_report import show
from llm_extract.cli._options import DebugOption, HtmlOption, many_of, one_of
from llm_extract.cli._sides import ACCEPTED, is_suite, side
from llm_extract.errors import ArticleError, SettingsError

if TYPE_CHECKING:
    from llm_extract.evaluation import Grade, Line, Lines, RunDiff

# As of `llm_extract.evaluation`, which a usage error need not load.
_GRADES = ("critical", "major", "minor", "neutral")


def diff(
    old: Annotated[
        str,
        typer.Argument(
            help="Output folder of run, OUT#3 for its third run, a records.jsonl, a suite of "
            "cases, SUITE:accepted, or a prompt as NAME@N for its suite."
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(help="The same; default: the suite OLD, against its accepted records."),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(help="Look at differences of these grades only, as critical,major."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--path", help="Look at this path only, as 'casualties.*.best'; may be repeated."
        ),
    ] = None,
    fail_on: Annotated[
        str, typer.Option(help="The mildest grade that makes the exit code 1.")
    ] = "major",
    as_json: Annotated[bool, typer.Option("--json", help="All of it as one JSON object.")] = False,
    html: HtmlOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the exit code.")] = False,
    debug: DebugOption = False,
) -> None:
    """Compare the records of two runs field by field, the worst differences first.

    Items of a list are matched as sets; order and ids do not count. Neutral differences are
    counted, and shown with --only neutral. Exit codes: 0 none of the grade --fail-on or worse,
    1 there are, 2 usage, 3 records cannot be read or a recording is stale.
    """
    with friendly(debug=debug):
        grades: tuple[Grade, ...] = many_of("--only", only, _GRADES)
        limit: Grade = one_of("--fail-on", fail_on, _GRADES)
        names = (old, new) if new else _of_suite(old)
        found = _looked_at(_compared(*names), grades, field or ())
        if html:
            from llm_extract.report import differences_page, write_report

            write_report(html, differences_page(found, *names))
        if as_json:
            write_data(json.dumps(found.as_json(), ensure_ascii=False))
        elif not quiet:
            show(found, neutral="neutral" in grades)
        raise typer.Exit(SOME_FAILED if _fails(found, limit) else OK)


def _of_suite(reference: str) -> tuple[str, str]:
    """What was accepted, and what recorded answers make today."""
    if not is_suite(reference):
        raise SettingsError(
            "usage",
            "one run is compared with nothing",
            source=reference,
            hint="name a second one, or a suite of recorded cases",
        )
    return f"{reference}{ACCEPTED}", reference


def _compared(old: str, new: str) -> RunDiff:
    from llm_extract.evaluation import compare_runs
    from llm_extract.schemas import load_schema

    return compare_runs(_records(old), _records(new), cache(load_schema))


def _records(reference: str) -> Lines:
    found = side(reference).lines
    for identity, line in found.items():
        if not _is_record(line):
            raise ArticleError(
                "invalid_json",
                f"{identity!r} is no record",
                source=reference,
                hint="give lines with status, schema and data",
            )
    return found


def _is_record(line: Line) -> bool:
    named = all(isinstance(line.get(name), str) for name in ("status", "schema"))
    return named and (line["status"] != "ok" or isinstance(line.get("data"), dict))


def _looked_at(found: RunDiff, grades: tuple[Grade, ...], paths: list[str] | tuple[()]) -> RunDiff:
    if not grades and not paths:
        return found
    # The same options choose what `accept` takes over.
    from llm_extract.recording import Choice

    kept = tuple(filter(Choice(paths, grades).takes, found.differences))
    return replace(found, differences=kept)


def _fails(found: RunDiff, limit: Grade) -> bool:
    worse = _GRADES[: _GRADES.index(limit) + 1]
    return any(part.grade in worse for part in found.differences)
