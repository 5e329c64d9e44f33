"""``llm-extract init``: a folder becomes a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llm_extract.cli._console import OK, friendly, say, write_data
from llm_extract.cli._options import DebugOption

_NEXT = """\
Next:
  put articles into {folder}/cases/articles
  llm-extract record               asks a model about them and keeps its answers
  llm-extract accept --reason ...  makes the records what tests expect
  pytest                           reads the answers again, without network or key"""


def init(
    folder: Annotated[Path, typer.Argument(help="Where; made if it is not there.")] = Path(),
    debug: DebugOption = False,
) -> None:
    """Make a folder a project: prompts and schemas of its own, cases, gold, tests.

    No file is overwritten. Exit codes: 0, 2 a file is in the way or the folder is not writable.
    """
    with friendly(debug=debug):
        from llm_extract.versions import make_project

        for path in make_project(folder):
            write_data(str(path))
        for line in _NEXT.format(folder=folder.as_posix()).splitlines():
            say(line)
        raise typer.Exit(OK)
