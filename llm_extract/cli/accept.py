"""``llm-extract accept``: what recorded answers make becomes what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._cases import CaseOption, PathArgument, cases_folder, chosen, suites_in
from llm_extract.cli._console import OK, friendly, printable, say, write_data
from llm_extract.cli._options import DebugOption, many_of

if TYPE_CHECKING:
    from pathlib import Path

    from llm_extract.recording import Accepted, Choice

GRADES = ("critical", "major", "minor", "neutral")


def accept(
    path: PathArgument = None,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why it is right.")] = "",
    author: Annotated[
        str | None,
        typer.Option(help="Who says so; default: LLM_EXTRACT_AUTHOR, git's or the system's user."),
    ] = None,
    case: CaseOption = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--path", help="Only differences at this path, as 'casualties.*.best'."),
    ] = None,
    grade: Annotated[
        str | None, typer.Option(help="Only differences of these classes, as minor,neutral.")
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Accept records, or some of their differences, as what recorded cases have to give.

    The prompt and schema versions of the cases are released: from now on they are not edited.
    Nothing is accepted where CI is set. Exit codes: 0 accepted, 2 usage, 3 a case is stale.
    """
    with friendly(debug=debug):
        import asyncio

        from llm_extract.recording import Choice
        from llm_extract.recording import author as author_of

        if not reason.strip():
            from llm_extract.errors import SettingsError

            raise SettingsError("usage", "say why it is right", source="--reason")
        grades = many_of("--grade", grade, GRADES)
        done = asyncio.run(
            _accepted(path, case, Choice(field or (), grades), author_of(author), reason)
        )
        for accepted in done:
            write_data(printable(_row(accepted)))
        for released in _release(done):
            say(f"released: {released}")
        raise typer.Exit(OK)


async def _accepted(
    path: Path | None, patterns: list[str] | None, choice: Choice, who: str, reason: str
) -> list[Accepted]:
    from llm_extract.recording import accept, refuse_in_ci

    refuse_in_ci()
    cases = chosen(suites_in(cases_folder(path)), patterns)
    return [await accept(case, choice, who, reason) for case in cases]


def _row(accepted: Accepted) -> str:
    name = accepted.case.name
    if accepted.is_new:
        return f"new        {name}" + (": nothing was accepted yet" if accepted.left else "")
    if not accepted.taken and not accepted.left:
        return f"as it was  {name}"
    return f"accepted   {name}: {len(accepted.taken)} differences, {len(accepted.left)} left"


def _release(done: list[Accepted]) -> list[str]:
    """Lock the versions the accepted records were made with."""
    from llm_extract.prompts import release as release_prompt
    from llm_extract.schemas import release as release_schema

    suites = {part.case.suite.folder: part.case.suite for part in done}.values()
    released = []
    for suite in suites:
        if release_prompt(suite.shared.prompt):
            released.append(f"prompt {suite.shared.prompt}")
        if "@" in suite.shared.schema_ and release_schema(suite.shared.schema_):
            released.append(f"schema {suite.shared.schema_}")
    return released
