"""``llm-extract locate``: candidate coordinates for the places of a run's records, offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._bar import bar
from llm_extract.cli._console import OK, friendly, say, write_data
from llm_extract.cli._options import ArticlesOption, DebugOption, RunOption, check_folder
from llm_extract.cli._tables import Row, table_lines

if TYPE_CHECKING:
    from llm_extract.gazetteer import Candidate, Gazetteer
    from llm_extract.runs import LocateSummary

_NAMES = 8
_CANDIDATES = 3


def locate(
    folder: Annotated[Path, typer.Argument(help="Output folder of run.")],
    gazetteer: Annotated[
        Path | None,
        typer.Option(help="A table of GeoNames (SY.txt, allCountries.txt, or a zip of one)."),
    ] = None,
    run: RunOption = None,
    countries: Annotated[
        str | None,
        typer.Option(help="XX,YY: only places of these countries, by their ISO 3166 codes."),
    ] = None,
    articles: ArticlesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Look up the places of a run's records in a gazetteer; asks no model and no network.

    Each place name gets candidates with coordinates, scores and reasons, in the journal and in
    records.jsonl; one of them is chosen only where it is clear. Another call replaces what was
    found. Places are those of GeoNames (geonames.org), CC BY 4.0.

    Exit codes: 0, 2 usage, or no field of the schema is marked as a place name, 3 something
    cannot be read or written, 130 interrupted.
    """
    with friendly(debug=debug):
        from llm_extract.runs import Locate

        check_folder(folder)
        with (
            _opened(gazetteer, countries) as places,
            bar("locating", hidden=as_json) as on_record,
        ):
            job = Locate(folder, places, run=run, articles=articles, on_record=on_record)
            summary = job.execute()
        if as_json:
            write_data(json.dumps(summary.as_json()))
        else:
            for line in _report(summary):
                say(line)
        raise typer.Exit(OK)


def _opened(file: Path | None, countries: str | None) -> Gazetteer:
    from llm_extract.gazetteer import Gazetteer

    codes = [code.strip().upper() for code in countries.split(",")] if countries else []
    return Gazetteer(file, countries=codes, on_build=lambda: say("Indexing the gazetteer, once …"))


def _report(summary: LocateSummary) -> Iterator[str]:
    total = summary.found + summary.ambiguous + summary.unknown
    yield (
        f"Run {summary.run}: {total:,} place names in {summary.records:,} records: "
        f"{summary.found:,} found, {summary.ambiguous:,} ambiguous, {summary.unknown:,} not found"
    )
    yield f"Gazetteer: {summary.gazetteer}"
    if summary.without_article:
        yield (
            f"{summary.without_article:,} records without their article: only what they say "
            "themselves told places apart; --articles PATH says where the articles are"
        )
    yield from _table("Ambiguous", _ambiguous(summary))
    unknown = summary.unknown_names.most_common(_NAMES)
    yield from _table("Not found", [(name, f"{count:,}") for name, count in unknown])


def _ambiguous(summary: LocateSummary) -> list[Row]:
    return [
        (name, f"{count:,}", *map(_told, summary.examples[name][:_CANDIDATES]))
        for name, count in summary.ambiguous_names.most_common(_NAMES)
    ]


def _told(candidate: Candidate) -> str:
    where = ", ".join(filter(None, (candidate.admin1, candidate.country)))
    return f"{candidate.name} ({where}) {candidate.score:.2f}"


def _table(title: str, rows: list[Row]) -> Iterator[str]:
    if rows:
        yield f"{title}:"
        width = max(map(len, rows))
        padded = [(*row, *[""] * (width - len(row))) for row in rows]
        yield from (f"  {line}" for line in table_lines(padded))
