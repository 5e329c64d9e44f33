"""``llm-extract prompts``: the bundled prompts."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_extract.cli._console import friendly, write_data

app = typer.Typer(no_args_is_help=True, help="Prompts: list, show.")


@app.command("list")
def list_() -> None:
    """List the bundled prompts, with the schema each one is written for."""
    with friendly():
        from llm_extract.prompts import load_prompt, prompt_versions

        for version in prompt_versions():
            prompt = load_prompt(str(version))
            write_data(f"{version}\t{prompt.schema}\t{prompt.description}")


@app.command()
def show(
    prompt: Annotated[str, typer.Argument(help="name, name@N, or a .md file.")],
) -> None:
    """Print a prompt as the model sees it, with the worked example in the place of an article."""
    with friendly():
        from llm_extract.prompts import Renderer, Turn, load_prompt

        renderer = Renderer(load_prompt(prompt))
        article, record = renderer.examples[0]
        turns = [(article, [Turn(renderer.whole(), record)])]
        for message in renderer.messages(iter(turns), article, renderer.whole())[:-1]:
            write_data(f"--- {message['role']}\n{message['content']}\n")
