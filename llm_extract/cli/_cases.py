"""Finding suites and cases from what the user names."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llm_extract.recording import Case, Suite

FOLDER = "cases"

PathArgument = Annotated[
    Path | None,
    typer.Argument(help="A suite, a folder of suites, or name@N; default: cases/ of the project."),
]
CaseOption = Annotated[
    list[str] | None,
    typer.Option("--case", help="Only articles of this id or pattern; may be repeated."),
]


def cases_folder(named: Path | None) -> Path:
    """The folder as named, else ``cases`` of the project around the working directory.

    ``conflict_events@2`` names the folder of that prompt's suites.
    """
    from llm_extract.versions import project_root

    home = (project_root() or Path()) / FOLDER
    if named is not None and not named.exists() and "@" in named.name:
        return home / named
    return named or home


def suites_in(folder: Path) -> list[Suite]:
    """All suites at or below a folder.

    Raises:
        SettingsError: ``usage``, there is none.
    """
    from llm_extract.recording import find_suites

    found = find_suites(folder)
    if not found:
        raise SettingsError(
            "usage",
            "there are no recorded cases",
            source=str(folder),
            hint="llm-extract record -p PROMPT@N makes them",
        )
    return found


def chosen(suites: Iterable[Suite], patterns: list[str] | None) -> Iterator[Case]:
    """The cases of suites, all or those of the patterns.

    Raises:
        SettingsError: ``usage``, there is none of a pattern.
    """
    from llm_extract.recording import cases_of

    found = [case for suite in suites for case in cases_of(suite)]
    for pattern in patterns or ():
        if not any(fnmatchcase(case.id, pattern) for case in found):
            raise SettingsError("usage", f"no case is called {pattern}", source="--case")
    for case in found:
        if not patterns or any(fnmatchcase(case.id, pattern) for pattern in patterns):
            yield case
