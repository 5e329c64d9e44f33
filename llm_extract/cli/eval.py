"""``llm-extract eval``: the records of a run against gold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_extract.cli._console import OK, SOME_FAILED, friendly, say, write_data
from llm_extract.cli._eval_report import show
from llm_extract.cli._gold import gold_reader
from llm_extract.cli._options import DebugOption, HtmlOption
from llm_extract.cli._sides import side
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring import Evaluation, GoldReader
    from llm_extract.schemas import Schema


def evaluate(
    run: Annotated[
        str,
        typer.Argument(
            help="Output folder of run, OUT#3 for its third run, a records.jsonl, or a suite."
        ),
    ],
    gold: Annotated[Path, typer.Argument(help="Gold: JSON Lines, JSON, or a folder of JSON.")],
    mapping: Annotated[
        str | None,
        typer.Option(help="Mapping of gold in another form, by name or file; default: same form."),
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="Another run on the same gold, to compare with.")
    ] = None,
    min_f1: Annotated[
        list[str] | None,
        typer.Option("--min-f1", metavar="ROW=F1", help="Least F1 of a row; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All counts and rates as JSON.")] = False,
    html: HtmlOption = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML to this file.")] = None,
    resamples: Annotated[
        int, typer.Option(min=1, help="How often articles are drawn anew for the intervals.")
    ] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Decides what is drawn.")] = 0,
    debug: DebugOption = False,
) -> None:
    """Score the records of a run against gold, field by field, with 95 % intervals.

    Exit codes: 0, 1 a least F1 is not reached, 2 usage, 3 gold or records cannot be read.
    """
    with friendly(debug=debug):
        least = [_threshold(text) for text in min_f1 or ()]
        from llm_extract.evaluation.scoring import Draws, evaluate, read_gold

        records = list(side(run).lines.values())
        entries = read_gold(gold)
        reader = gold_reader(mapping, entries, lambda: _schema_of(records, run))
        found = evaluate(
            reader,
            entries,
            records,
            before=list(side(against).lines.values()) if against else None,
            draws=Draws(resamples, seed),
            least=least,
        )
        _write_reports(found, html, junit, (run, str(gold), against))
        if as_json:
            write_data(json.dumps(found.as_json()))
        else:
            show(found, against)
        _advise(reader, found)
        raise typer.Exit(OK if found.is_met else SOME_FAILED)


def _threshold(text: str) -> tuple[str, float]:
    row, _, value = text.rpartition("=")
    try:
        least = float(value)
    except ValueError:
        least = -1.0
    if not row or not 0 <= least <= 1:
        raise SettingsError(
            "usage",
            f"{text!r} is no row with an F1 from 0 to 1",
            source="--min-f1",
            hint="write it as all-fields=0.8",
        )
    return row, least


def _schema_of(records: Sequence[dict[str, Any]], run: str) -> Schema:
    """The one schema of the records."""
    from llm_extract.schemas import load_schema

    named = {line.get("schema") for line in records}
    found = sorted(schema for schema in named if isinstance(schema, str))
    if len(found) != 1:
        what = (
            f"its records have several schemas: {', '.join(found)}"
            if found
            else "it names no schema"
        )
        raise SettingsError("usage", what, source=run)
    return load_schema(found[0])


def _write_reports(
    found: Evaluation, html: Path | None, junit: Path | None, names: tuple[str, str, str | None]
) -> None:
    if not (html or junit):
        return
    from llm_extract.report import scores_junit, scores_page, write_report

    if html:
        write_report(html, scores_page(found, *names))
    if junit:
        write_report(junit, scores_junit(found))


def _advise(reader: GoldReader, found: Evaluation) -> None:
    unsaid = getattr(reader, "unsaid", ())
    if unsaid:
        say(f"not scored, because the gold never has them: {', '.join(unsaid)}")
    for threshold in found.thresholds:
        if not threshold.is_met:
            has = "nothing to score" if threshold.f1 is None else f"{threshold.f1:.3f}"
            say(f"F1 of {threshold.row} is below {threshold.least}: {has}")
