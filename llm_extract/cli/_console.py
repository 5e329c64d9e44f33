"""Where text goes: data to stdout, everything else to stderr, one line per error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import typer

from llm_extract.errors import LlmExtractError, OutputError, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

OK, SOME_FAILED, USAGE, ABORTED, INTERRUPTED = 0, 1, 2, 3, 130


@cache
def stderr() -> Console:
    """The console for progress, tables and errors."""
    from rich.console import Console

    # Without emoji=False the id "wire:100:a" would show as an emoji.
    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def say(text: str) -> None:
    """Print one line to stderr, as it is but for control characters."""
    stderr().print(printable(text), markup=False)


def printable(text: str) -> str:
    """Escape control characters: a file name or an answer must not steer the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def fail(error: LlmExtractError, exit_code: int) -> typer.Exit:
    """Print one line for ``error`` and return the exit to raise."""
    from rich.markup import escape

    stderr().print(f"[red]error[/] {escape(printable(str(error)))}")
    return typer.Exit(exit_code)


@contextmanager
def friendly(*, debug: bool = False) -> Iterator[None]:
    """Turn our errors and Ctrl-C into one line and an exit code; ``--debug`` keeps tracebacks."""
    try:
        yield
    except LlmExtractError as error:
        if debug:
            raise
        raise fail(error, USAGE if isinstance(error, SettingsError) else ABORTED) from None
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None


def write_data(text: str) -> None:
    """Write one line of data to stdout, in UTF-8 whatever the locale.

    A reader that went away ends the program quietly.

    Raises:
        OutputError: ``output_lost``, for example on a full disk.
    """
    try:
        # A path may hold bytes that are no UTF-8; they come out as they are on disk.
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape") + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _drop_stdout()
        raise typer.Exit(OK) from None
    except OSError as error:
        _drop_stdout()
        raise OutputError("output_lost", str(error.strerror), source="stdout") from None


def _drop_stdout() -> None:
    """Let what is still buffered go nowhere: flushed at exit, it would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
