"""``llm-extract status``: what the journal of an output folder says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import OK, friendly, printable, write_data
from llm_extract.cli._options import DebugOption
from llm_extract.cli._progress import money

if TYPE_CHECKING:
    from llm_extract.llm import Usage
    from llm_extract.runs import RunTotals, Totals

_SAID = {
    "finished": "finished",
    "interrupted": "interrupted",
    "running": "going on, or killed",
}


def status(
    folder: Annotated[Path, typer.Argument(help="Output folder of run.")],
    as_json: Annotated[bool, typer.Option("--json", help="All runs, as JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Show the runs into a folder: articles, failures, calls, tokens, money, and how to go on.

    Only reads, also while a run goes on. Exit codes: 0, 2 there is no journal, 3 it is damaged.
    """
    with friendly(debug=debug):
        from llm_extract.runs import read_totals

        totals = read_totals(folder)
        if as_json:
            write_data(json.dumps(totals.as_json()))
        else:
            _show(totals)
        raise typer.Exit(OK)


def _show(totals: Totals) -> None:
    _row("records", f"{totals.records:,} texts have one")
    _row("paid for", _spent(totals.usage, totals.cost))
    if totals.unread:
        _row("kept", f"{totals.unread:,} answers are paid for and wait for the next run")
    for run in totals.runs[:-1]:
        _row(f"run {run.number}", f"{_state(run)}; {_articles(run)}")
    if totals.runs:
        _newest(totals.runs[-1])


def _newest(run: RunTotals) -> None:
    _row(f"run {run.number}", _state(run))
    _row("", f"{run.input} with {run.prompt}, {run.schema}, {run.model}")
    _row("articles", _articles(run))
    if run.codes:
        _row("failed", ", ".join(f"{count} {code}" for code, count in run.codes.items()))
    _row("calls", _spent(run.usage, run.cost))
    if run.state != "finished" and run.command:
        _row("go on", run.command)


def _state(run: RunTotals) -> str:
    state = _SAID.get(run.state, f"stopped ({run.reason})")
    until = f" to {_time(run.ended)}" if run.ended else ""
    return f"{state}, {_time(run.started)}{until} UTC"


def _articles(run: RunTotals) -> str:
    told = [f"{run.states.get('ok', 0):,} with a record"]
    told += [
        f"{run.states[state]:,} {state}" for state in ("failed", "skipped") if state in run.states
    ]
    told += [f"{run.reused:,} from an earlier run"] if run.reused else []
    told += [f"{run.duplicates:,} with the text of another"] if run.duplicates else []
    return ", ".join(told)


def _spent(usage: Usage, cost: float | None) -> str:
    least = "" if usage.complete else "at least "
    read, written = usage.prompt_tokens or 0, usage.completion_tokens or 0
    return (
        f"{usage.requests:,} calls, {least}{read:,} tokens read, {written:,} written, {money(cost)}"
    )


def _time(text: str) -> str:
    return text[:19].replace("T", " ")


def _row(name: str, text: str) -> None:
    write_data(f"{name:<10}{printable(text)}")
