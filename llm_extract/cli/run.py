"""``llm-extract run``: a folder of articles in, ``records.jsonl`` out."""

from __future__ import annotations

import json
import os
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_extract.cli._console import (
    ABORTED,
    INTERRUPTED,
    OK,
    SOME_FAILED,
    friendly,
    say,
    write_data,
)
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from llm_extract.articles import ReadOptions
    from llm_extract.cli._progress import LiveLine
    from llm_extract.extraction import Extractor
    from llm_extract.runs import OutputFolder, Summary

_READINGS = ("article", "sentence", "passes")
_POLICIES = ("flag", "reask", "drop", "fail")


def run(
    target: Annotated[
        str, typer.Argument(help="Folder, file (.txt .md .html .jsonl), or - for stdin.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for records.jsonl; without it, stdout."),
    ] = None,
    prompt: Annotated[
        str, typer.Option("--prompt", "-p", help="name, name@N, or a .md file.")
    ] = "conflict_events",
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
    published: Annotated[
        str | None, typer.Option(help="Publication date of all articles, YYYY-MM-DD.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of the files, if not UTF-8 or UTF-16.")
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", "-j", min=1, help="Articles at once; embedded 1, else 4."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after N articles.")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds for one model call.")] = 600.0,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the embedded server.")] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Extract again what the output folder already has.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Summary as JSON: stdout with -o, else stderr.")
    ] = False,
    debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False,
) -> None:
    """Extract records from articles.

    Exit codes: 0 all articles have a record, 1 some failed, 2 usage, 3 run aborted,
    130 interrupted. Running again into the same folder pays only for what is missing.
    """
    with friendly(debug=debug):
        from llm_extract.cli._progress import LiveLine
        from llm_extract.extraction import Extractor
        from llm_extract.llm import CallSettings
        from llm_extract.runs import OutputFolder

        options = _read_options(published, encoding)
        _check_paths(target, output)
        folder = OutputFolder(output) if output else None
        live = LiveLine(_total(target, limit), quiet=quiet or as_json)
        extractor = Extractor(
            prompt,
            schema=schema,
            model=model,
            base_url=base_url,
            port=port,
            reading=_one_of("--reading", reading, _READINGS),
            policy=_one_of("--policy", policy, _POLICIES),
            settings=CallSettings(deadline=timeout),
            on_step=live.step,
        )
        job = _Job(extractor, folder, live, target, options)
        summary = job.execute(limit=limit, concurrency=concurrency, fresh=fresh)
        _report(summary, job.ignored, folder, quiet=quiet, as_json=as_json)
        raise typer.Exit(_exit_code(summary))


class _Job:
    """The run behind the command."""

    def __init__(
        self,
        extractor: Extractor,
        folder: OutputFolder | None,
        live: LiveLine,
        target: str,
        options: ReadOptions,
    ) -> None:
        self.ignored: Counter[str] = Counter()
        self._extractor = extractor
        self._folder = folder
        self._live = live
        self._target = target
        self._options = options

    def execute(self, *, limit: int | None, concurrency: int | None, fresh: bool) -> Summary:
        import asyncio
        from contextlib import nullcontext

        from llm_extract.articles import read_articles
        from llm_extract.runs import Origin, Run

        output = self._folder.folder if self._folder else None
        articles = read_articles(self._target, options=self._options, ignored=self.ignored)
        with self._live:
            endpoint = self._extractor.start()
            job = Run(
                self._extractor,
                output=self._folder,
                concurrency=concurrency or (1 if endpoint.embedded else 4),
                on_start=self._live.begin,
                on_line=self._live.line,
                write=None if self._folder else _write_line,
                fresh=fresh,
                origin=Origin.of(self._target, self._options, output),
            )
            with self._folder or nullcontext():
                try:
                    return asyncio.run(_until_terminated(job.execute(islice(articles, limit))))
                except (KeyboardInterrupt, asyncio.CancelledError):
                    raise self._interrupted(job.summary) from None

    def _interrupted(self, summary: Summary) -> typer.Exit:
        if self._folder:
            kept = f"{summary.ok} of the records are in {self._folder.records}"
            say(f"interrupted: {kept}; run the same command again to go on")
        else:
            say("interrupted; with -o FOLDER a run can go on where it stopped")
        return typer.Exit(INTERRUPTED)


def _write_line(line: dict[str, Any]) -> None:
    from llm_extract.runs import encode

    write_data(encode(line))


async def _until_terminated(work: Coroutine[None, None, Summary]) -> Summary:
    """Cancel ``work`` on SIGTERM, as asyncio does on Ctrl-C, so that its files are finished."""
    import asyncio
    import signal
    from contextlib import suppress

    task = asyncio.ensure_future(work)
    with suppress(NotImplementedError):  # Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


def _read_options(published: str | None, encoding: str | None) -> ReadOptions:
    from llm_extract.articles import ReadOptions, parse_date

    day = parse_date(published) if published else None
    if published and day is None:
        raise SettingsError(
            "usage",
            f"{published!r} is not a date",
            source="--published",
            hint="write it as YYYY-MM-DD",
        )
    return ReadOptions(encoding=encoding, published=day)


def _check_paths(target: str, output: Path | None) -> None:
    # Not Path.exists(), which raises for names that are too long or may not be looked up.
    if target != "-" and not os.path.exists(target):  # noqa: PTH110
        raise SettingsError("usage", "there is no such file or folder", source=target)
    if output and output.resolve().is_relative_to(Path(target).resolve()):
        raise SettingsError(
            "usage",
            "the output folder lies in the folder of articles: its records would be read as such",
            source=str(output),
            hint="choose a folder beside it with -o",
        )


def _one_of(option: str, value: str | None, known: tuple[str, ...]) -> Any:
    if value is not None and value not in known:
        raise SettingsError("usage", f"{value!r} is not one of {', '.join(known)}", source=option)
    return value


def _total(target: str, limit: int | None) -> int | None:
    """How many articles to expect, by file names only; unknown for stdin and JSONL."""
    from llm_extract.articles import count_articles

    total = count_articles(target)
    return total if limit is None or total is None else min(total, limit)


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
