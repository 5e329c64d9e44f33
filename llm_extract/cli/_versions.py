"""What the commands ``prompts`` and ``schemas`` share: options, and what they print of locks."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import OK, SOME_FAILED, printable, say, write_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llm_extract.versions import VersionFinding

SourceOption = Annotated[
    str | None,
    typer.Option("--from", help="N, or other@N to begin a name; default: the newest."),
]
LockArgument = Annotated[str, typer.Argument(help="name@N of the project.")]
DraftsOption = Annotated[
    bool, typer.Option("--no-drafts", help="A version that is not locked fails.")
]
# What begins a line of a diff, and how it is coloured on a terminal; the longest come first.
_COLOURS = {"---": "1", "+++": "1", "@@": "36", "-": "31", "+": "32"}


def report(findings: Sequence[VersionFinding], *, drafts_fail: bool) -> int:
    """Print a line for each finding; returns the exit code."""
    faults = [found for found in findings if drafts_fail or found.kind != "draft"]
    for found in findings:
        line = f"{found.reference}: {found.kind}: {found.message}"
        line = printable(f"{line}: `{found.command}`" if found.command else line)
        if found in faults:
            write_data(line)
        else:
            say(line)
    if not faults:
        say("All released versions are as they were released.")
    return SOME_FAILED if faults else OK


def report_release(reference: str, *, is_new: bool) -> None:
    """Say what became of a release."""
    say(f"{reference} is locked: from now on it is not edited" if is_new else "It was locked.")


def write_diff(lines: Iterable[str]) -> None:
    """Write the lines of a unified diff, coloured where a person reads them."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in map(printable, lines):
        write_data(_coloured(line) if coloured else line)


def _coloured(line: str) -> str:
    code = next((code for sign, code in _COLOURS.items() if line.startswith(sign)), None)
    return f"\x1b[{code}m{line}\x1b[0m" if code else line
