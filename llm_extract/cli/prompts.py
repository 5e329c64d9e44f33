"""``llm-extract prompts``: bundled prompts, and those of the project."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_extract.cli._console import OK, SOME_FAILED, friendly, say, write_data
from llm_extract.cli._versions import (
    DraftsOption,
    LockArgument,
    SourceOption,
    report,
    report_release,
    write_diff,
)

app = typer.Typer(
    no_args_is_help=True, help="Prompts: list, show, diff; new, lock and check versions."
)


@app.command("list")
def list_() -> None:
    """List all prompts with their schema, what they are for, and whether they are bundled."""
    with friendly():
        from llm_extract.prompts import load_prompt, prompt_versions

        for version in prompt_versions():
            prompt = load_prompt(str(version))
            write_data(f"{version}\t{prompt.schema}\t{prompt.description}\t{version.origin}")


@app.command()
def show(
    prompt: Annotated[str, typer.Argument(help="name, name@N, or a .md file.")],
) -> None:
    """Print a prompt as the model sees it, with its first worked example."""
    with friendly():
        from llm_extract.prompts import Renderer, Turn, load_prompt

        renderer = Renderer(load_prompt(prompt))
        question = renderer.whole()
        turns = [(shown, [Turn(question, record)]) for shown, record in renderer.examples[:1]]
        for message in renderer.prefix(iter(turns)):
            write_data(f"--- {message['role']}\n{message['content']}\n")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the prompt.")],
    source: SourceOption = None,
) -> None:
    """Copy a version to the next number, in the project, and print the file to edit.

    Exit codes: 0, 2 outside a project, or there is no such version.
    """
    with friendly():
        from llm_extract.prompts import new_version

        write_data(str(new_version(name, source)))
        raise typer.Exit(OK)


@app.command()
def lock(
    prompt: LockArgument,
) -> None:
    """Release a version: its hash goes into prompts.lock, and it is not to be edited any more.

    Exit codes: 0, 2 it was released with other contents, or there is no such version.
    """
    with friendly():
        from llm_extract.prompts import release

        report_release(prompt, is_new=release(prompt))
        raise typer.Exit(OK)


@app.command()
def check(
    no_drafts: DraftsOption = False,
) -> None:
    """Compare the prompts of the project with prompts.lock: one line for each that was edited.

    Exit codes: 0 all are as they were released, 1 something was edited or is gone, 2 usage.
    """
    with friendly():
        from llm_extract import prompts

        raise typer.Exit(report(prompts.check(), drafts_fail=no_drafts))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="name, name@N, or a .md file.")],
    new: Annotated[str, typer.Argument(help="Likewise.")],
) -> None:
    """Show what a model is told otherwise: each message as rendered, as a unified diff.

    Exit codes: 0 the same, 1 something differs, 2 usage.
    """
    with friendly():
        from llm_extract.prompts import load_prompt, prompt_diff

        found = prompt_diff(load_prompt(old), load_prompt(new))
        for lines in found.messages.values():
            write_diff(lines)
        if found.schemas:
            say("schema: {} -> {}".format(*found.schemas))
        if found.examples:
            say("The worked examples differ.")
        if found.is_empty:
            say("Nothing differs.")
        raise typer.Exit(OK if found.is_empty else SOME_FAILED)
