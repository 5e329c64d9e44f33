"""How far reviewers agree, on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from llm_extract.cli._console import printable, say, write_data

if TYPE_CHECKING:
    from llm_extract.review import Agreement, Disagreement

_SHOWN = 20
_NAME = 11


def show(folder: Path, run: int | None, *, as_json: bool) -> None:
    """Print each pair of reviewers.

    Raises:
        SettingsError: ``usage``, there is no journal or no such run.
        ArticleError: ``unreadable``, the journal is damaged.
    """
    from llm_extract.review import agreement_of

    pairs = agreement_of(folder, run)
    if as_json:
        write_data(json.dumps([pair.as_json() for pair in pairs]))
        return
    if not pairs:
        say("fewer than two reviewers have decided anything about this run so far")
    for pair in pairs:
        for line in _lines(pair):
            write_data(printable(line))


def _lines(pair: Agreement) -> Iterator[str]:
    from llm_extract.review import JUDGEMENTS

    one, two = pair.reviewers
    yield f"{one} and {two}"
    yield f"  items both decided   {pair.items:,}"
    yield f"  same judgement       {_rate(pair.agreed, percent=True)}"
    yield f"  Cohen's kappa        {_rate(pair.kappa)}"
    yield f"  values both corrected {pair.values:,}, alike {pair.same_values:,}"
    mine, theirs, same = pair.added
    yield f"  items added          {mine:,} and {theirs:,}, alike {same:,}"
    yield f"  rows {one}, columns {two}"
    yield "  " + "".join(name.rjust(_NAME) for name in ("", *JUDGEMENTS))
    for name, row in zip(JUDGEMENTS, pair.matrix, strict=True):
        yield "  " + name.rjust(_NAME) + "".join(f"{count:,}".rjust(_NAME) for count in row)
    for found in pair.disagreements[:_SHOWN]:
        yield f"  differ: {_told(found)}"
    if len(pair.disagreements) > _SHOWN:
        yield f"  and {len(pair.disagreements) - _SHOWN:,} more, all with --json"


def _told(found: Disagreement) -> str:
    judged = " / ".join(found.judged)
    values = ", ".join(path for path, (one, two) in found.values.items() if one != two)
    return f"{found.article} {found.path}: {judged}" + (f" ({values})" if values else "")


def _rate(value: float | None, *, percent: bool = False) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if percent else f"{value:.3f}"
