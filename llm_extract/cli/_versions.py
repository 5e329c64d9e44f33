"""What the commands ``prompts`` and ``schemas`` print of versions and their locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_extract.cli._console import OK, SOME_FAILED, printable, say, write_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_extract.versions import VersionFinding


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
