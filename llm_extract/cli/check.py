"""``llm-extract check``: the records of a folder against their articles again, without a model."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from llm_extract.cli._bar import bar
from llm_extract.cli._console import (
    OK,
    SOME_FAILED,
    friendly,
    printable,
    say,
    write_data,
)
from llm_extract.cli._options import ArticlesOption, DebugOption, QuietOption, check_folder
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.runs import Change, CheckSummary

# Widest columns; longer names push the rest of their row to the right.
_NAME_WIDTH = 32
_WHAT_WIDTH = 28
_VALUE_LENGTH = 40
_NOTE_LENGTH = 100


def check(
    folder: Annotated[Path, typer.Argument(help="Output folder of run, with records.jsonl.")],
    articles: ArticlesOption = None,
    write: Annotated[
        bool, typer.Option("--write", help="Store the new verdicts in records.jsonl.")
    ] = False,
    quiet: QuietOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Verify stored records against their articles again; no model is asked.

    Verdicts change when articles were edited, or with the rules of a newer release.

    Exit codes: 0 nothing changed, 1 something changed or an article is missing, 2 usage,
    3 unreadable folder, 130 interrupted.
    """
    with friendly(debug=debug):
        from llm_extract.runs import Check

        _check_paths(folder, articles)
        with bar("checking", hidden=quiet or as_json) as on_record:
            job = Check(folder, articles=articles, write=write, on_record=on_record)
            summary = job.execute()
        if as_json:
            write_data(json.dumps(summary.as_json()))
        elif not quiet:
            _report(summary)
            _advise(summary, write=write)
        raise typer.Exit(SOME_FAILED if summary.changes else OK)


def _check_paths(folder: Path, articles: str | None) -> None:
    check_folder(folder)
    if articles not in (None, "-") and not os.path.exists(articles):  # noqa: PTH110
        raise SettingsError("usage", "there is no such file or folder", source=articles)


def _report(summary: CheckSummary) -> None:
    """Print a row for each change, the worst first, then the verdicts before and after."""
    if not summary.changes:
        counted = f"{_number(summary.checked, 'record')}, {_number(summary.values, 'value')}"
        write_data(f"nothing changed: {counted} checked{_passed_over(summary)}")
        return
    for line in _aligned(_rows(summary)):
        write_data(line)
    if summary.checked:
        write_data("")
        for line in _verdicts(summary):
            write_data(line)
    write_data("")
    write_data(_total(summary))


def _advise(summary: CheckSummary, *, write: bool) -> None:
    for prompt in sorted(summary.prompts):
        say(f"{prompt} cannot be read: words of its worked examples were not looked for")
    gone = summary.with_change("missing")
    if gone and gone == summary.records:
        say("Not one article was found; --articles PATH takes what was given to run.")
    elif summary.changed and not write:
        say("records.jsonl is as it was; --write stores the new verdicts.")
    if summary.rewritten:
        say(f"Written anew: {_number(summary.rewritten, 'line')} of records.jsonl")


def _rows(summary: CheckSummary) -> Iterator[tuple[str, str, str, str]]:
    """Article, path, what changed, and what differs.

    Values that got their first verdict and a good one are counted by article: records of an
    earlier release have hundreds of them.
    """
    first: dict[str, int] = {}
    for change in summary.worst_first():
        if _is_first(change):
            first[change.article] = first.get(change.article, 0) + 1
        else:
            yield _row(change)
    for article, count in first.items():
        what = f"{_number(count, 'value')} with a first verdict"
        yield printable(article), "", what, ""


def _is_first(change: Change) -> bool:
    from llm_extract.grounding import DOUBTFUL

    is_verdict = change.kind == "verdict" and change.before is None
    return is_verdict and change.after not in (*DOUBTFUL, "miscited")


def _row(change: Change) -> tuple[str, str, str, str]:
    what, note = _WORDING[change.kind](change)
    parts = (change.article, change.path, what, _short(note, _NOTE_LENGTH))
    article, path, what, note = map(printable, parts)
    return article, path, what, note


def _verdict(change: Change) -> tuple[str, str]:
    note = f"differs: {change.note}" if change.note else ""
    return f"{change.before or 'none'} -> {change.after or 'none'}", note


def _finding(change: Change) -> tuple[str, str]:
    if change.after is None:
        return f"{change.before} no more", ""
    return f"{change.after}", f"{change.severity}: {change.note}"


def _value(change: Change) -> tuple[str, str]:
    before, after = (
        "none" if value is None else _short(str(value), _VALUE_LENGTH)
        for value in (change.before, change.after)
    )
    return f"{before} -> {after}", ""


_WORDING: dict[str, Callable[[Change], tuple[str, str]]] = {
    "missing": lambda change: ("article missing", change.note),
    "misfit": lambda change: ("record does not fit", change.note),
    "verdict": _verdict,
    "finding": _finding,
    "derived": _value,
    "suspicious": lambda change: (f"{change.note}: {change.before} -> {change.after}", ""),
    "published": lambda change: (f"published {_value(change)[0]}", ""),
    "ids": lambda change: (f"{change.note} ids made anew", ""),
    "text": lambda _: ("text changed", ""),
}


def _aligned(rows: Iterator[tuple[str, str, str, str]]) -> Iterator[str]:
    from rich.cells import cell_len

    table = list(rows)
    limits = (_NAME_WIDTH, _NAME_WIDTH, _WHAT_WIDTH, _NOTE_LENGTH)
    widths = [
        min(limit, max(map(cell_len, column)))
        for limit, column in zip(limits, zip(*table, strict=True), strict=True)
    ]
    for row in table:
        cells = (
            cell + " " * max(width - cell_len(cell), 0)
            for cell, width in zip(row, widths, strict=True)
            if cell or width
        )
        yield "  ".join(cells).rstrip()


def _verdicts(summary: CheckSummary) -> Iterator[str]:
    from llm_extract.grounding import Verdict

    yield f"{'verdict':<12}{'before':>10}{'after':>10}"
    for verdict in get_args(Verdict):
        before, after = summary.before[verdict], summary.after[verdict]
        if before or after:
            yield f"{verdict:<12}{before:>10,}{after:>10,}"


def _total(summary: CheckSummary) -> str:
    gone, misfits = summary.with_change("missing"), summary.with_change("misfit")
    told = [f"{summary.changed:,} of {_number(summary.records, 'record')} changed"]
    if gone:
        told.append(f"{_number(gone, 'article')} missing")
    if misfits:
        told.append(f"{_number(misfits, 'record')} that no longer fit")
    return f"{', '.join(told)}{_passed_over(summary)}"


def _passed_over(summary: CheckSummary) -> str:
    if not summary.failed:
        return ""
    return f"; {_number(summary.failed, 'article')} without a record passed over"


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
