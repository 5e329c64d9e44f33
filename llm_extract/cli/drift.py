"""``llm-extract drift``: whether the model that was asked is the one that answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_extract.cli._console import OK, SOME_FAILED, friendly, printable, say, write_data
from llm_extract.cli._options import DebugOption

if TYPE_CHECKING:
    from llm_extract.recording import OtherModel


def drift(
    target: Annotated[str, typer.Argument(help="Output folder of run, or a suite of cases.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Tell which other models answered than were asked, from what is stored; nothing is sent.

    A name with a date behind it is how an alias was resolved. To ask the same again and see what
    is answered today, use record --again. Exit codes: 0 none, 1 others answered, 2 usage,
    3 unreadable.
    """
    with friendly(debug=debug):
        from llm_extract.recording import other_models

        found = other_models(_lines(target))
        for other in found:
            write_data(json.dumps(_as_json(other)) if as_json else printable(_row(other)))
        if not found and not as_json:
            say("every answer came from the model that was asked")
        raise typer.Exit(SOME_FAILED if found else OK)


def _lines(target: str) -> list[dict[str, Any]]:
    from llm_extract.cli._sides import side

    return list(side(target).lines.values())


def _row(other: OtherModel) -> str:
    how = "the same with a date or revision" if other.kind == "dated" else "another model"
    return f"asked {other.asked}, answered {other.answered} ({how}): {other.answers:,} answers"


def _as_json(other: OtherModel) -> dict[str, Any]:
    return {
        "asked": other.asked,
        "answered": other.answered,
        "kind": other.kind,
        "answers": other.answers,
    }
