"""The command line; thin: parse, call, print."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from llm_extract.cli import models, prompts, schemas
from llm_extract.cli._console import INTERRUPTED
from llm_extract.cli.accept import accept
from llm_extract.cli.check import check
from llm_extract.cli.compare import compare
from llm_extract.cli.diff import diff
from llm_extract.cli.doctor import doctor
from llm_extract.cli.drift import drift
from llm_extract.cli.eval import evaluate
from llm_extract.cli.export import export
from llm_extract.cli.init import init
from llm_extract.cli.locate import locate
from llm_extract.cli.migrate import migrate
from llm_extract.cli.plan import plan
from llm_extract.cli.record import record
from llm_extract.cli.replay import replay
from llm_extract.cli.report import report
from llm_extract.cli.review import review
from llm_extract.cli.run import run
from llm_extract.cli.status import status

__all__ = ("app", "main")

app = typer.Typer(
    name="llm-extract",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Turn folders of news articles into validated, source-grounded records with an LLM.",
)
app.command()(init)
app.command()(run)
app.command()(status)
app.command()(export)
app.command()(report)
app.command()(review)
app.command()(plan)
app.command()(check)
app.command()(locate)
app.command()(migrate)
app.command("eval")(evaluate)
app.command()(diff)
app.command()(compare)
app.command()(record)
app.command()(replay)
app.command()(accept)
app.command()(drift)
app.add_typer(models.app, name="models")
app.add_typer(prompts.app, name="prompts")
app.add_typer(schemas.app, name="schemas")
app.command()(doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"llm-extract {version('llm-extract')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of the command itself."""


def main() -> None:
    """Entry point of ``llm-extract`` and ``python -m llm_extract``."""
    for name in ("stdin", "stdout", "stderr"):
        # Closed by whoever started us; the number would go to the next file that is opened.
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w"))  # noqa: SIM115
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _leave_at_once()
        raise


def _leave_at_once() -> NoReturn:
    """End without waiting for llama.cpp, which first finishes the prompt it is reading.

    All files are complete by now: a run publishes its records before it reports an interrupt.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(INTERRUPTED)
