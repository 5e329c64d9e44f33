"""``llm-extract models``: the embedded models and their weights."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import friendly, stderr, write_data

if TYPE_CHECKING:
    from llm_extract.llm import EmbeddedModel, Progress

app = typer.Typer(no_args_is_help=True, help="Embedded models: list, pull, path.")

_MB = 1_000_000
_NameArgument = Annotated[
    str | None, typer.Argument(help="Name from `models list`; default: the default model.")
]


@app.command("list")
def list_() -> None:
    """List the embedded models and whether their weights are on this machine."""
    with friendly():
        from llm_extract.llm import embedded_models

        for model in embedded_models():
            default = " (default)" if model.default else ""
            size = f"{model.size_bytes / _MB:,.0f} MB"
            write_data(f"{model.reference}{default}  {size}, {_state(model)}, {model.licence}")
            write_data(f"  {model.description}: {model.suitable_for}")


@app.command()
def path(name: _NameArgument = None) -> None:
    """Print where the verified weights of a model are."""
    with friendly():
        from llm_extract.llm import weights_path

        write_data(str(weights_path(_find(name))))


@app.command()
def pull(
    name: _NameArgument = None,
    from_path: Annotated[
        Path | None, typer.Option("--from", help="Take the weights from this file.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Fetch the weights of a model and check their SHA-256; an interrupted fetch goes on."""
    with friendly():
        from llm_extract.llm import pull as fetch

        model = _find(name)
        with _Bar(model, quiet=quiet) as bar:
            fetched = fetch(model, from_path=from_path, progress=bar.show)
        stderr().print(f"{model.reference} is ready: {fetched}", markup=False)


def _find(name: str | None) -> EmbeddedModel:
    from llm_extract.llm import embedded_models, find_embedded

    if name is not None:
        return find_embedded(name)
    return next(model for model in embedded_models() if model.default)


def _state(model: EmbeddedModel) -> str:
    from llm_extract.errors import ModelFileError
    from llm_extract.llm import weights_path

    try:
        weights_path(model)
    except ModelFileError as error:
        return "not fetched" if error.code == "model_missing" else error.message
    return "ready"


class _Bar:
    """A progress bar in megabytes; on a pipe one line per tenth."""

    def __init__(self, model: EmbeddedModel, *, quiet: bool) -> None:
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        self._name = model.name
        self._plain = not quiet and not stderr().is_terminal
        self._tenth = -1
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=stderr(),
            disable=quiet or self._plain,
        )
        self._task = self._bar.add_task(model.name, total=model.size_bytes)

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show one report of the fetch."""
        note = f" {progress.note}" if progress.note else ""
        self._bar.update(
            self._task,
            completed=progress.done_bytes,
            total=progress.total_bytes,
            description=f"{self._name}: {progress.source}{note}",
        )
        tenth = 10 * progress.done_bytes // max(progress.total_bytes, 1)
        if self._plain and tenth > self._tenth:
            self._tenth = tenth
            done, total = progress.done_bytes // _MB, progress.total_bytes // _MB
            stderr().print(f"{self._name}: {progress.source}: {done:,} of {total:,} MB")
