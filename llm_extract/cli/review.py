"""``llm-extract review``: people say what is right, on a page served on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import OK, friendly, printable, say, write_data
from llm_extract.cli._options import ArticlesOption, DebugOption, RunOption, one_of
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.review import Session

QUEUES = ("all", "doubtful")
_LONGEST_NAME = 80
# Their page is there at once.
_MANY = 300


def review(
    folder: Annotated[Path, typer.Argument(help="Output folder of run.")],
    reviewer: Annotated[
        str | None,
        typer.Option(
            "--reviewer",
            "-r",
            help="Who decides; default: LLM_EXTRACT_AUTHOR, git's or the system's user.",
        ),
    ] = None,
    run: RunOption = None,
    articles: ArticlesOption = None,
    queue: Annotated[
        str, typer.Option(help="all: every item, the least certain first; doubtful: only those.")
    ] = "all",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")
    ] = 0,
    open_it: Annotated[
        bool, typer.Option("--open/--no-open", help="Show the page in the browser.")
    ] = True,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Print how far the reviewers agree, and end.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --agreement: as JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Look at records beside their articles and accept, correct, reject or add items.

    Each decision is on disk before the page says so; records stay as they are. The page is served
    on this machine alone, under an address nobody can guess, until Ctrl-C. Afterwards
    `llm-extract export OUT --to gold` writes what is right. Exit codes: 0, 2 there is no journal
    or no such run, 3 something cannot be read or written, or the port is in use.
    """
    with friendly(debug=debug):
        wanted = one_of("--queue", queue, QUEUES)
        if agreement:
            from llm_extract.cli._agreement import show

            show(folder, run, as_json=as_json)
            raise typer.Exit(OK)
        if as_json:
            raise SettingsError("usage", "goes with --agreement only", source="--json")
        _serve(folder, _name(reviewer), run, articles, wanted, port, open_it=open_it)
        raise typer.Exit(OK)


def _name(given: str | None) -> str:
    from llm_extract.recording import author

    name = (author(None) if given is None else given).strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise SettingsError(
            "usage",
            f"a name has 1 to {_LONGEST_NAME} characters on one line",
            source="--reviewer",
        )
    return name


def _serve(
    folder: Path,
    reviewer: str,
    run: int | None,
    articles: str | None,
    queue: str,
    port: int,
    *,
    open_it: bool,
) -> None:
    import asyncio
    from contextlib import closing, suppress

    from llm_extract.review import Session
    from llm_extract.review.server import serve
    from llm_extract.runs import open_decisions, reopen

    found = reopen(folder, run, articles=articles)
    with closing(open_decisions(folder)) as decisions:
        session = Session(found, decisions, reviewer, everything=queue == "all")
        _introduce(session)
        if len(found.lines) > _MANY:
            say("making the page, which takes some ten seconds for each thousand articles …")
        # Where no signal can be caught, Ctrl-C ends the loop by raising.
        with suppress(KeyboardInterrupt):
            asyncio.run(serve(session, port, lambda address: _ready(address, open_it=open_it)))
        _goodbye(session)


def _introduce(session: Session) -> None:
    at = session.standing()
    say(
        f"run {session.run.totals.number}: {at['articles']:,} articles with a record, "
        f"{at['items']:,} items to decide, {at['decided']:,} of them decided by {session.reviewer}"
    )
    if session.run.missing:
        say(
            f"articles not at hand: {session.run.missing:,}; corrections in them cannot be "
            "verified (say where they are with --articles)"
        )


def _ready(address: str, *, open_it: bool) -> None:
    write_data(address)
    say("Ctrl-C ends the review")
    if open_it and _has_display():
        import threading
        import webbrowser

        # A browser that starts slowly must not hold up the page it asks for.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _goodbye(session: Session) -> None:
    from shlex import quote

    if not session.newest:
        say("no decisions were made")
        return
    folder, name = quote(str(session.run.folder)), quote(session.reviewer)
    say(
        printable(
            f"decisions made: {session.made:,}; write the reviewed records with "
            f"llm-extract export {folder} --to gold --reviewer {name}"
        )
    )
