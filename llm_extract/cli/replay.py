"""``llm-extract replay``: recorded cases again, without network and cost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._cases import CaseOption, PathArgument, cases_folder, chosen, suites_in
from llm_extract.cli._console import ABORTED, OK, SOME_FAILED, friendly, printable, say, write_data
from llm_extract.cli._options import DebugOption

if TYPE_CHECKING:
    from llm_extract.recording import Checked

_UNPLAYED = frozenset(("stale", "missing", "unused", "damaged", "unreadable"))


def replay(
    path: PathArgument = None,
    case: CaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File for the records, for diff and eval."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per case.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only what is not ok.")] = False,
    debug: DebugOption = False,
) -> None:
    """Extract again from recorded answers and compare with the accepted records.

    Nothing is sent. Exit codes: 0 all cases are as accepted, or differ in minor things; 1 some
    differ, or nothing was accepted yet; 2 usage; 3 a recording is stale, missing or unused.
    """
    with friendly(debug=debug):
        import asyncio

        found = asyncio.run(_checked(path, case))
        if output:
            _write(output, found)
        for checked in found:
            if as_json:
                write_data(json.dumps(_as_json(checked), ensure_ascii=False))
            elif not quiet or checked.state != "ok":
                write_data(printable(_row(checked)))
        if not quiet:
            say(_total(found))
        raise typer.Exit(_exit_code(found))


async def _checked(path: Path | None, patterns: list[str] | None) -> list[Checked]:
    from llm_extract.recording import check

    return [await check(case) for case in chosen(suites_in(cases_folder(path)), patterns)]


def _write(output: Path, found: list[Checked]) -> None:
    from llm_extract.runs import encode, write_lines

    write_lines(output, (encode(part.replayed.line) for part in found if part.replayed))


def _row(checked: Checked) -> str:
    if checked.error is not None:
        hint = f" ({checked.error.hint})" if checked.error.hint else ""
        return f"{checked.state:10} {checked.case.name}: {checked.error.message}{hint}"
    return f"{checked.state:10} {checked.case.name}{_grades(checked)}"


def _grades(checked: Checked) -> str:
    counts = Counter(difference.grade for difference in checked.differences)
    return f": {', '.join(f'{n} {grade}' for grade, n in counts.items())}" if counts else ""


def _as_json(checked: Checked) -> dict[str, object]:
    error = checked.error
    return {
        "case": checked.case.name,
        "state": checked.state,
        "answers": checked.replayed.answers if checked.replayed else 0,
        "cause": getattr(error, "cause", None),
        "error": error and {"code": error.code, "message": error.message, "hint": error.hint},
        "differences": [difference.as_json() for difference in checked.differences],
    }


def _total(found: list[Checked]) -> str:
    states = ", ".join(f"{n} {state}" for state, n in Counter(c.state for c in found).items())
    answers = sum(checked.replayed.answers for checked in found if checked.replayed)
    return f"{len(found)} cases: {states}; {answers:,} recorded answers played, nothing sent"


def _exit_code(found: list[Checked]) -> int:
    if any(checked.state in _UNPLAYED for checked in found):
        return ABORTED
    return SOME_FAILED if any(_fails(checked) for checked in found) else OK


def _fails(checked: Checked) -> bool:
    grave = any(part.grade in ("critical", "major") for part in checked.differences)
    return grave or checked.state == "new"
