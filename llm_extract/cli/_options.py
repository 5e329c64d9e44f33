"""Options several commands share: their types and help, and how they are checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.articles import ReadOptions

READINGS = ("article", "sentence", "passes")
POLICIES = ("flag", "reask", "drop", "fail")
# Panel of the help that holds what ends a run early.
LIMITS = "Limits"

PromptOption = Annotated[str, typer.Option("--prompt", "-p", help="name, name@N, or a .md file.")]
ReadingOption = Annotated[str | None, typer.Option(help="article, sentence or passes.")]
PolicyOption = Annotated[str | None, typer.Option(help="flag, reask, drop or fail.")]
PublishedOption = Annotated[
    str | None, typer.Option(help="Publication date of all articles, YYYY-MM-DD.")
]
EncodingOption = Annotated[
    str | None, typer.Option(help="Encoding of the files, if not UTF-8 or UTF-16.")
]
LimitOption = Annotated[
    int | None, typer.Option(min=1, help="Take the first N inputs.", rich_help_panel=LIMITS)
]
SampleOption = Annotated[
    int | None, typer.Option(min=1, help="Take N inputs by lot.", rich_help_panel=LIMITS)
]
SeedOption = Annotated[int, typer.Option(help="Another lot for --sample.", rich_help_panel=LIMITS)]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port of the embedded server.")]
ArticlesOption = Annotated[
    str | None,
    typer.Option(
        "--articles", "-a", help="Where the articles are now (as for run); default: as then."
    ),
]
RunOption = Annotated[
    int | None, typer.Option(min=1, help="Number of a run, see status; default: the newest.")
]
HtmlOption = Annotated[Path | None, typer.Option(help="Write a page to this file.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")]
DebugOption = Annotated[bool, typer.Option(help="Show tracebacks.")]


def read_options(published: str | None, encoding: str | None) -> ReadOptions:
    """How articles are read, from ``--published`` and ``--encoding``."""
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


def check_paths(target: str, output: Path | None) -> None:
    """Refuse a target that is not there, and an output folder inside it."""
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


def check_folder(folder: Path) -> None:
    """Refuse an output folder that is not there, or is a file."""
    # Not Path.exists(), which raises for names that are too long or may not be looked up.
    if not os.path.exists(folder):  # noqa: PTH110
        raise SettingsError("usage", "there is no such file or folder", source=str(folder))
    if not folder.is_dir():
        raise SettingsError(
            "usage",
            "it is a file",
            source=str(folder),
            hint="give the output folder it lies in",
        )


def extractor_options(reading: str | None, policy: str | None) -> dict[str, Any]:
    """Arguments of `Extractor` from ``--reading`` and ``--policy``."""
    return {
        "reading": one_of("--reading", reading, READINGS),
        "policy": one_of("--policy", policy, POLICIES),
    }


def many_of(option: str, value: str | None, known: tuple[str, ...]) -> tuple[Any, ...]:
    """Split a list with commas; every part is one of ``known``."""
    parts = [part.strip() for part in value.split(",")] if value else []
    return tuple(one_of(option, part, known) for part in parts)


def one_of(option: str, value: str | None, known: tuple[str, ...]) -> Any:
    """Return ``value`` if it is one of ``known``, or not given."""
    if value is not None and value not in known:
        raise SettingsError("usage", f"{value!r} is not one of {', '.join(known)}", source=option)
    return value
