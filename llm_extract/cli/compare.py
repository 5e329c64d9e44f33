"""``llm-extract compare``: prompts and models on the same articles, beside each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._combinations import Entry, Maker, Purse, run_entry, unload
from llm_extract.cli._console import ABORTED, OK, SOME_FAILED, friendly, say, write_data
from llm_extract.cli._inputs import Inputs, inputs_of
from llm_extract.cli._options import (
    LIMITS,
    DebugOption,
    HtmlOption,
    LimitOption,
    PolicyOption,
    ReadingOption,
    SampleOption,
    SeedOption,
    check_paths,
    extractor_options,
    read_options,
)
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.evaluation import Matrix, Measure
    from llm_extract.runs.planning import Plan

_SCORES = "Scores"


def compare(
    target: Annotated[str, typer.Argument(help="Folder or file of articles, as for run.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for a folder per combination.")
    ],
    prompts: Annotated[
        str, typer.Option("--prompts", "-p", help="As name@1,name@2; each name, name@N or file.")
    ] = "conflict_events",
    models: Annotated[
        str | None,
        typer.Option("--models", "-m", help="As for run, with commas; default: embedded."),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="OpenAI-compatible endpoint of all models.")
    ] = None,
    reading: ReadingOption = None,
    policy: PolicyOption = None,
    gold: Annotated[
        Path | None,
        typer.Option(help="Gold, as for eval; without it, no scores.", rich_help_panel=_SCORES),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(help="Mapping of gold in another form.", rich_help_panel=_SCORES),
    ] = None,
    metric: Annotated[
        str,
        typer.Option(help="Row of the scores, as eval shows them.", rich_help_panel=_SCORES),
    ] = "all-fields",
    limit: LimitOption = None,
    sample: SampleOption = None,
    seed: SeedOption = 0,
    max_cost: Annotated[
        float | None,
        typer.Option(min=0, help="US dollars all runs together may cost.", rich_help_panel=LIMITS),
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(min=1, help="Tokens all runs together may use.", rich_help_panel=LIMITS),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", "-j", min=1, help="Articles at once, as for run."),
    ] = None,
    only_plan: Annotated[
        bool, typer.Option("--plan", help="Only tell what would be sent; needs no key.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    html: HtmlOption = None,
    debug: DebugOption = False,
) -> None:
    """Run each prompt with each model on the same articles, and set them beside each other.

    Each combination is a run of its own in OUT/PROMPT--MODEL: what was stopped goes on when the
    command is given again, and nothing is paid twice. With gold, F1 is compared with that of the
    first combination, article by article. Exit codes: 0 all articles have a record, 1 some
    failed, 2 usage, 3 a run was aborted, 130 interrupted.
    """
    with friendly(debug=debug):
        inputs = _inputs(target, output, limit, sample, seed)
        ids = inputs.ids()
        if not ids:
            raise SettingsError("usage", "there are no articles", source=target)
        maker = Maker(
            output,
            {"base_url": base_url, **extractor_options(reading, policy)},
            total=len(ids),
            quiet=as_json,
            planning=only_plan,
        )
        entries = maker.make(_parts("--prompts", prompts), _models(models))
        measure = _measure(entries, gold, mapping, ids, metric)
        plans = [(entry.combination.name, entry.plan(inputs)) for entry in entries]
        if only_plan:
            _print_plans(plans, as_json=as_json)
            raise typer.Exit(OK)
        purse = Purse(max_cost, max_tokens)
        purse.check(entries)
        _announce(plans)
        matrix = _run_all(entries, inputs, purse, concurrency, measure)
        _report(matrix, html, as_json=as_json)
        raise typer.Exit(_exit_code(matrix))


def _inputs(target: str, output: Path, limit: int | None, sample: int | None, seed: int) -> Inputs:
    if target == "-":
        raise SettingsError("usage", "standard input is read once", source="-")
    check_paths(target, output)
    return inputs_of(target, read_options(None, None), limit, sample, seed)


def _parts(option: str, value: str) -> list[str]:
    parts = [part.strip() for part in value.split(",")]
    if not all(parts):
        raise SettingsError("usage", "a name is empty", source=option)
    return parts


def _models(value: str | None) -> list[str | None]:
    return [None] if value is None else [*_parts("--models", value)]


def _measure(
    entries: Sequence[Entry],
    gold: Path | None,
    mapping: str | None,
    ids: Sequence[str],
    metric: str,
) -> Measure | None:
    if gold is None:
        return None
    from llm_extract.cli._gold import gold_reader
    from llm_extract.evaluation import Measure, gold_of
    from llm_extract.evaluation.scoring import read_gold

    entered = gold_of(read_gold(gold), ids)
    schemas = {entry.combination.schema: entry.extractor.schema for entry in entries}
    if len(schemas) > 1 and not mapping:
        raise SettingsError(
            "usage",
            f"the prompts have several schemas: {', '.join(schemas)}",
            source="--prompts",
            hint="gold of one form scores them all with a --mapping only",
        )
    reader = gold_reader(mapping, entered, lambda: next(iter(schemas.values())))
    return Measure(reader, entered, metric)


def _print_plans(plans: Sequence[tuple[str, Plan]], *, as_json: bool) -> None:
    from llm_extract.cli._compare_report import plan_rows
    from llm_extract.cli._tables import print_table

    if as_json:
        told = [{"name": name, **plan.as_json()} for name, plan in plans]
        write_data(json.dumps({"combinations": told}))
    else:
        print_table("to be sent, about", plan_rows(plans))


def _announce(plans: Sequence[tuple[str, Plan]]) -> None:
    from llm_extract.cli._compare_report import say_plans

    if any(plan.new for _, plan in plans):
        say_plans(plans)
    else:
        say("nothing to be sent: all records are there")


def _run_all(
    entries: Sequence[Entry],
    inputs: Inputs,
    purse: Purse,
    concurrency: int | None,
    measure: Measure | None,
) -> Matrix:
    from llm_extract.evaluation import Matrix
    from llm_extract.llm import cost_of
    from llm_extract.runs import stored_lines

    matrix = Matrix(measure)
    for place, entry in enumerate(entries, start=1):
        say(f"[{place}/{len(entries)}] {entry.combination.name}")
        summary = run_entry(entry, inputs, purse, concurrency)
        matrix.add(
            entry.combination,
            list(stored_lines(entry.folder)),
            partial(cost_of, entry.extractor.target),
            summary.aborted,
        )
        if summary.aborted:
            say(f"{entry.combination.name} was stopped: {summary.aborted}")
        if place < len(entries) and entries[place].extractor.identity != entry.extractor.identity:
            unload(entry)
    return matrix


def _report(matrix: Matrix, html: Path | None, *, as_json: bool) -> None:
    if html:
        from llm_extract.report import matrix_page, write_report

        write_report(html, matrix_page(matrix))
    if as_json:
        write_data(json.dumps(matrix.as_json()))
    else:
        from llm_extract.cli._compare_report import show

        show(matrix)


def _exit_code(matrix: Matrix) -> int:
    if any(row.stopped for row in matrix.rows):
        return ABORTED
    return SOME_FAILED if any(row.states["failed"] for row in matrix.rows) else OK
