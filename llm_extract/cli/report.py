"""``llm-extract report``: a run as one page to look at."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from llm_extract.cli._bar import bar
from llm_extract.cli._console import OK, friendly, say
from llm_extract.cli._options import ArticlesOption, DebugOption, RunOption

PAGE = "report.html"


def report(
    folder: Annotated[Path, typer.Argument(help="Output folder of run.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=f"File to write; default: {PAGE} in the folder."),
    ] = None,
    run: RunOption = None,
    articles: ArticlesOption = None,
    open_it: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    debug: DebugOption = False,
) -> None:
    """Write a run as one HTML file: overview, list of articles, each article with its evidence.

    The file loads nothing and needs no server; it holds the texts of the articles. Exit codes:
    0, 2 there is no journal or no such run, 3 something cannot be read or written.
    """
    with friendly(debug=debug):
        from llm_extract.report import write_corpus
        from llm_extract.runs import reopen

        path = output or folder / PAGE
        found = reopen(folder, run, articles=articles)
        with bar("writing", hidden=False) as on_article:
            write_corpus(path, found, on_article=on_article)
        say(f"{len(found.lines):,} articles: {path}")
        if found.missing:
            say(f"without their texts, which are not where they were read: {found.missing:,}")
        if open_it and not webbrowser.open(path.resolve().as_uri()):
            say("there is no browser to show it in")
        raise typer.Exit(OK)
