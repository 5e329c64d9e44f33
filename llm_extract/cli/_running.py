"""A job under a terminal: progress, signals, what is said when it was stopped."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from llm_extract.cli._console import INTERRUPTED, say, write_data

if TYPE_CHECKING:
    from pathlib import Path

    from llm_extract.cli._inputs import Inputs
    from llm_extract.cli._progress import LiveLine
    from llm_extract.extraction import Extractor
    from llm_extract.runs import Job, JobOptions, OutputFolder, Summary

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def execute(
    extractor: Extractor,
    inputs: Inputs,
    options: JobOptions,
    folder: OutputFolder | None,
    live: LiveLine,
) -> Job:
    """Run ``inputs`` into ``folder``, or to stdout; the job tells what came of it.

    Raises:
        typer.Exit: it was interrupted.
    """
    from llm_extract.runs import Job

    job = Job(
        extractor,
        inputs.target,
        read=inputs.read,
        output=folder,
        options=options,
        only=inputs.only,
        command=command_line(),
        on_start=live.begin,
        on_ended=live.ended,
        on_notice=say,
        write=None if folder else write_data,
    )
    with live:
        extractor.start()
        run_job(job, folder.records if folder else None, options.grace)
    return job


def run_job(job: Job, records: Path | None, grace: float) -> Summary:
    """Execute ``job``; Ctrl-C or SIGTERM ends it in order, a second one at once."""
    import asyncio

    try:
        return asyncio.run(_watched(job, grace))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise _interrupted(job.summary, records) from None


def command_line() -> str:
    """The command as it can be typed again; keys are never part of it."""
    return shlex.join(["llm-extract", *sys.argv[1:]])


async def _watched(job: Job, grace: float) -> Summary:
    with _handled(job, grace):
        return await job.execute()


@contextmanager
def _handled(job: Job, grace: float) -> Iterator[None]:
    """Handle signals inside the block; Windows knows Ctrl-C only, which cancels at once."""
    from asyncio import get_running_loop

    loop, handled = get_running_loop(), []
    with suppress(NotImplementedError, RuntimeError):
        for number in _SIGNALS:
            loop.add_signal_handler(number, _on_signal, job, grace)
            handled.append(number)
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)


def _on_signal(job: Job, grace: float) -> None:
    if job.interrupted:
        # All files are whole at any time: nothing is lost by leaving here.
        os._exit(INTERRUPTED)
    if job.in_flight:
        say(
            f"stopping: {job.in_flight} {'article is' if job.in_flight == 1 else 'articles are'} "
            f"with the model, answers are waited for up to {grace:g} s; again to leave at once"
        )
    job.interrupt()


def _interrupted(summary: Summary, records: Path | None) -> typer.Exit:
    if records:
        kept = f"{summary.ok} of the records are in {records}"
        say(f"interrupted: {kept}; to go on, run the same command again:")
        say(f"  {command_line()}")
    else:
        say("interrupted; with -o FOLDER a run can go on where it stopped")
    return typer.Exit(INTERRUPTED)
