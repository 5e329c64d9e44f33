"""``llm-extract record``: answers of the real model, kept for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._cases import CaseOption, PathArgument, cases_folder, chosen, suites_in
from llm_extract.cli._console import OK, SOME_FAILED, friendly, printable, say, write_data
from llm_extract.cli._options import (
    LIMITS,
    DebugOption,
    PortOption,
    QuietOption,
    extractor_options,
)
from llm_extract.cli._progress import CaseLine, money
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.extraction import Extractor
    from llm_extract.recording import AskLimits, Drift, Recorded, Suite

_SUITE = "A new suite"


def record(
    path: PathArgument = None,
    prompt: Annotated[
        str | None,
        typer.Option("--prompt", "-p", help="name or name@N.", rich_help_panel=_SUITE),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema",
            "-s",
            help="name@N or module:Model; default: the prompt's.",
            rich_help_panel=_SUITE,
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            "-m",
            help="local/NAME, openai/NAME; default: embedded.",
            rich_help_panel=_SUITE,
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            help="OpenAI-compatible endpoint; the key is LLM_EXTRACT_API_KEY.",
            rich_help_panel=_SUITE,
        ),
    ] = None,
    reading: Annotated[
        str | None, typer.Option(help="article, sentence or passes.", rich_help_panel=_SUITE)
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="flag, reask, drop or fail.", rich_help_panel=_SUITE)
    ] = None,
    articles: Annotated[
        Path | None,
        typer.Option(help="Default: articles/ of the cases folder.", rich_help_panel=_SUITE),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--suite", help="Name of the suite; default: the model's."),
    ] = None,
    case: CaseOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Record again what is as it should be, too.")
    ] = False,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", "-j", min=1, help="Cases at once; default: 1 embedded, 4."),
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(min=0, help="US dollars at most.", rich_help_panel=LIMITS)
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=1, help="Tokens at most.", rich_help_panel=LIMITS)
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds for one model call.", rich_help_panel=LIMITS)
    ] = 600.0,
    port: PortOption = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON.")] = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Record the answers of a model to the articles of a folder, as cases for tests.

    What is missing or stale in a suite, or in all suites of a folder, is recorded again. With
    --prompt or --model, and where there is no suite yet, one is made. Answers wait in a staging
    folder until all cases are there; recording again after a stop pays for none of them twice.
    Nothing is recorded where CI is set. Exit codes: 0 all recorded, 1 some failed, 2 usage,
    3 stopped, 130 interrupted.
    """
    with friendly(debug=debug):
        from llm_extract.extraction import Extractor
        from llm_extract.llm import CallSettings
        from llm_extract.recording import AskLimits, find_suites, refuse_in_ci

        refuse_in_ci()
        live = CaseLine(quiet=quiet or as_json)
        folder = cases_folder(path)
        found: list[tuple[Suite, Extractor]]
        if prompt or model or base_url or not find_suites(folder):
            extractor = Extractor(
                prompt or "conflict_events",
                schema=schema,
                model=model,
                base_url=base_url,
                port=port,
                settings=CallSettings(deadline=timeout),
                on_step=live.step,
                **extractor_options(reading, policy),
            )
            found = [(_new_suite(extractor, folder, articles, name, model), extractor)]
        else:
            found = [
                (suite, suite.live(deadline=timeout, port=port, on_step=live.step))
                for suite in suites_in(folder)
            ]
        limits = AskLimits(concurrency, max_cost, max_tokens)
        failed = False
        for suite, extractor in found:
            outcome = _recorded(suite, extractor, case, limits, live, again=again)
            _report(suite, outcome, quiet=quiet, as_json=as_json)
            failed = failed or bool(outcome.failed)
        raise typer.Exit(SOME_FAILED if failed else OK)


def _new_suite(
    extractor: Extractor,
    folder: Path,
    articles: Path | None,
    name: str | None,
    model: str | None,
) -> Suite:
    from llm_extract.recording import ARTICLES, Suite, suite_folder

    place = suite_folder(folder, extractor)
    if name:
        place = place.with_name(_checked(name))
    return Suite.of(extractor, place, articles or folder / ARTICLES, model)


def _checked(name: str) -> str:
    """A name of one folder."""
    if name != Path(name).name or name in (".", ".."):
        raise SettingsError("usage", f"{name!r} is no name of a folder", source="--suite")
    return name


def _recorded(
    suite: Suite,
    extractor: Extractor,
    patterns: list[str] | None,
    limits: AskLimits,
    live: CaseLine,
    *,
    again: bool,
) -> Recorded:
    import asyncio

    from llm_extract.recording import Session

    cases = list(chosen([suite], patterns))
    session = Session(extractor, limits, on_start=live.begin, on_end=live.ended)
    with live:
        live.expect(len(cases))
        suite.claim()
        return asyncio.run(session.record(cases, again=again))


def _report(suite: Suite, outcome: Recorded, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        write_data(json.dumps({"suite": suite.name, **outcome.as_json()}, ensure_ascii=False))
        return
    for case, error in outcome.failed:
        say(f"failed {case.name}: {error}")
    if quiet:
        return
    usage = outcome.usage
    tokens = (usage.prompt_tokens or 0) + (usage.completion_tokens or 0)
    say(
        f"{suite.name}: {len(outcome.done)} recorded, {len(outcome.fresh)} as they should be, "
        f"{len(outcome.failed)} failed; {outcome.paid} requests, {tokens:,} tokens, "
        f"{money(outcome.cost)}"
    )
    for drift in outcome.drifts:
        if drift.is_any:
            write_data(printable(drift_row(drift)))
    if not outcome.moved:
        say(f"nothing was moved into place: {suite.command} goes on with what failed")


def drift_row(drift: Drift) -> str:
    """One line about a case whose recording drifted."""
    models = ""
    if drift.before != drift.now:
        models = f", {'/'.join(drift.before)} then, {'/'.join(drift.now)} now"
    worst = drift.differences[0].grade if drift.differences else "no"
    return (
        f"drift {drift.case}: {drift.changed} of {drift.asked} equal requests were answered "
        f"otherwise{models}; {worst} differences in the record"
    )
