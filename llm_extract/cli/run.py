"""``llm-extract run``: a folder of articles in, a journal and ``records.jsonl`` out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import ABORTED, OK, SOME_FAILED, friendly, say, write_data
from llm_extract.cli._inputs import inputs_of
from llm_extract.cli._options import (
    LIMITS,
    DebugOption,
    EncodingOption,
    LimitOption,
    PortOption,
    PromptOption,
    PublishedOption,
    QuietOption,
    SampleOption,
    SeedOption,
    check_paths,
    extractor_options,
    read_options,
)
from llm_extract.cli._running import execute

if TYPE_CHECKING:
    from llm_extract.runs import OutputFolder, Summary

_AGAIN, _PACE = "Running again", "Pace"


def run(
    target: Annotated[
        str, typer.Argument(help="Folder, file (.txt .md .html .jsonl), or - for stdin.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for the records; without it, stdout."),
    ] = None,
    prompt: PromptOption = "conflict_events",
    schema: Annotated[
        str | None,
        typer.Option("--schema", "-s", help="name@N or module:Model; default: the prompt's."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", help="local/NAME, FILE.gguf, openai/NAME; default: embedded."
        ),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="OpenAI-compatible endpoint; the key is LLM_EXTRACT_API_KEY.")
    ] = None,
    reading: Annotated[
        str | None,
        typer.Option(help="article (one call), sentence (a call per sentence) or passes."),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(help="Unproven items: flag (default), reask, drop or fail."),
    ] = None,
    published: PublishedOption = None,
    encoding: EncodingOption = None,
    retry_errors: Annotated[
        bool,
        typer.Option(
            "--retry-errors", help="Try again what failed for good.", rich_help_panel=_AGAIN
        ),
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Extract, and pay, again what the folder has.", rich_help_panel=_AGAIN
        ),
    ] = False,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency",
            "-j",
            min=1,
            help="Articles at once; default: 1 embedded, else what the endpoint takes, 64 at most.",
            rich_help_panel=_PACE,
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that share the work.", rich_help_panel=_PACE)
    ] = 1,
    rpm: Annotated[
        float | None, typer.Option(help="Requests per minute at most.", rich_help_panel=_PACE)
    ] = None,
    tpm: Annotated[
        float | None, typer.Option(help="Tokens per minute at most.", rich_help_panel=_PACE)
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds for one model call.", rich_help_panel=_PACE)
    ] = 600.0,
    grace: Annotated[
        float,
        typer.Option(
            min=0, help="Seconds for calls in flight after Ctrl-C.", rich_help_panel=_PACE
        ),
    ] = 10.0,
    max_cost: Annotated[
        float | None,
        typer.Option(min=0, help="US dollars this run may cost.", rich_help_panel=LIMITS),
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(min=1, help="Tokens this run may use.", rich_help_panel=LIMITS),
    ] = None,
    limit: LimitOption = None,
    sample: SampleOption = None,
    seed: SeedOption = 0,
    port: PortOption = 0,
    quiet: QuietOption = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Summary as JSON: stdout with -o, else stderr.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Extract records from articles.

    Running again into the same folder pays only for what is missing: every answer is kept
    before it is used. Exit codes: 0 all articles have a record, 1 some failed, 2 usage,
    3 run aborted, 130 interrupted.
    """
    with friendly(debug=debug):
        from llm_extract.cli._progress import LiveLine
        from llm_extract.extraction import Extractor
        from llm_extract.llm import CallSettings
        from llm_extract.runs import JobOptions, OutputFolder

        read = read_options(published, encoding)
        check_paths(target, output)
        folder = OutputFolder(output) if output else None
        inputs = inputs_of(target, read, limit, sample, seed)
        live = LiveLine(inputs.expected(), quiet=quiet or as_json)
        extractor = Extractor(
            prompt,
            schema=schema,
            model=model,
            base_url=base_url,
            port=port,
            settings=CallSettings(deadline=timeout),
            on_step=live.step,
            **extractor_options(reading, policy),
        )
        options = JobOptions(
            concurrency=concurrency,
            workers=workers,
            rpm=rpm,
            tpm=tpm,
            max_cost=max_cost,
            max_tokens=max_tokens,
            fresh=fresh,
            retry_errors=retry_errors,
            limit=limit,
            grace=grace,
        )
        job = execute(extractor, inputs, options, folder, live)
        _report(job.summary, job.ignored, folder, quiet=quiet, as_json=as_json)
        raise typer.Exit(_exit_code(job.summary))


def _report(
    summary: Summary,
    ignored: Counter[str],
    folder: OutputFolder | None,
    *,
    quiet: bool,
    as_json: bool,
) -> None:
    if as_json:
        text = json.dumps(summary.as_json())
        write_data(text) if folder else say(text)
    elif not quiet:
        from llm_extract.cli._summary import print_summary

        print_summary(summary, ignored, folder.records if folder else None)


def _exit_code(summary: Summary) -> int:
    if summary.aborted:
        return ABORTED
    return SOME_FAILED if summary.failed else OK
