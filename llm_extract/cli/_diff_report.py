"""Differences as text: a table by article, the worst first, cut to the width of the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from llm_extract.cli._console import printable, write_data

if TYPE_CHECKING:
    from rich.console import Console

    from llm_extract.evaluation import Difference, RunDiff

# In a pipe, unless COLUMNS says otherwise.
_PIPE_WIDTH = 140
_GAP = "  "
_HEAD = ("grade", "path", "old", "new", "evidence")
# Columns are not cut below these widths.
_LEAST = (8, 28, 8, 8, 8)
_STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan", "neutral": "dim"}
_MOST = 5
_OF_CHECK = ("code", "kind", "path", "list", "sentence", "message", "quote", "raw")
# Sentence numbers of an item; the column of evidence has the sentence.
_CITES = "cites"
Row = tuple[str, ...]


def show(found: RunDiff, *, neutral: bool) -> None:
    """Print the differences, ``neutral`` ones only if wanted, then what they come to."""
    rows = {
        article: [_row(part) for part in parts if neutral or part.grade != "neutral"]
        for article, parts in found.by_article.items()
    }
    _table({article: part for article, part in rows.items() if part})
    for line in _summary(found):
        for part in wrap(printable(line), _width(), subsequent_indent=_GAP, break_long_words=False):
            write_data(part)


def _table(rows: dict[str, list[Row]]) -> None:
    if not rows:
        return
    from rich.console import Console

    console = Console(file=sys.stdout, soft_wrap=True)
    widths = _widths([_HEAD, *(row for part in rows.values() for row in part)])
    _print(console, _line(_HEAD, widths), "dim")
    for article, part in rows.items():
        _print(console, printable(article), "bold")
        for row in part:
            _print(console, _line(row, widths), _STYLES[row[0]], len(_GAP) + len(row[0]))
    write_data("")


def _row(part: Difference) -> Row:
    place = part.new_path or part.old_path or part.path
    kind = f" ({part.kind})" if part.kind in ("added", "lost", "evidence", "verdict") else ""
    quotes = part.new_evidence.quotes or part.old_evidence.quotes
    told = _checked if part.kind in ("finding", "rejected") else _shown
    cells = (place + kind, told(part.old), told(part.new), quotes[0] if quotes else "")
    return (part.grade, *(printable(" ".join(cell.split())) for cell in cells))


def _checked(value: Any) -> str:
    """A finding, a gap, a rejected item or suspicious text, by its code."""
    if value is None:
        return "-"
    return " ".join(_shown(value[name]) for name in _OF_CHECK if value.get(name))


def _shown(value: Any) -> str:
    """A value in words; of an item the members that say something."""
    if isinstance(value, dict):
        said = {name: _shown(part) for name, part in value.items() if name != _CITES}
        return ", ".join(f"{name} {part}" for name, part in said.items() if part != "-") or "-"
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)


def _widths(rows: Sequence[Row]) -> list[int]:
    """What the columns need, the widest cut until a line fits."""
    from rich.cells import cell_len

    room = _width() - len(_GAP) * len(_HEAD)
    widths = [min(room, max(map(cell_len, column))) for column in zip(*rows, strict=True)]
    while sum(widths) > room:
        spare = [width if width > least else 0 for width, least in zip(widths, _LEAST, strict=True)]
        if not any(spare):
            break
        widths[spare.index(max(spare))] -= 1
    return widths


def _width() -> int:
    return shutil.get_terminal_size((_PIPE_WIDTH, 1)).columns


def _line(row: Row, widths: Sequence[int]) -> str:
    return (_GAP + _GAP.join(map(_cut, row, widths))).rstrip()


def _cut(cell: str, width: int) -> str:
    """As wide as its column; signs of some scripts take two places."""
    from rich.text import Text

    if cell.isascii() and len(cell) <= width:
        return cell.ljust(width)
    text = Text(cell)
    text.truncate(width, overflow="ellipsis", pad=True)
    return text.plain


def _print(console: Console, line: str, style: str, length: int | None = None) -> None:
    """Write a line, up to ``length`` in a style if the console is a terminal."""
    if not console.is_terminal:
        write_data(line)
        return
    from rich.text import Text

    text = Text(line)
    text.stylize(style, 0, length)
    with console.capture() as written:
        console.print(text, end="")
    write_data(written.get())


def _summary(found: RunDiff) -> Iterator[str]:
    yield _articles(found)
    for ids, side in ((found.only_old, "old"), (found.only_new, "new")):
        if ids:
            yield f"only in the {side} run: {_some(ids)}"
    if found.schemas:
        yield f"schema {' -> '.join(found.schemas)}: compared in the fields both have"
    if found.by_path:
        counts = [f"{path} {n:,}" for path, n in found.by_path.items()]
        yield f"by path: {_some(counts)}"
    if spent := list(_spent(found)):
        yield "; ".join(spent)


def _articles(found: RunDiff) -> str:
    articles = f"{found.compared:,} article{'' if found.compared == 1 else 's'} compared"
    graded = [f"{n:,} {grade}" for grade, n in found.by_grade.items() if n]
    if not graded:
        return f"nothing differs: {articles}"
    changed = found.compared - found.equal
    return f"{', '.join(graded)}: {articles}, {changed:,} changed, {found.equal:,} equal"


def _some(parts: Sequence[str]) -> str:
    more = f", and {len(parts) - _MOST:,} more" if len(parts) > _MOST else ""
    return ", ".join(parts[:_MOST]) + more


def _spent(found: RunDiff) -> Iterator[str]:
    """What both runs took, as far as their lines tell."""
    for name, label, form in (
        ("tokens", "tokens per article", ",.0f"),
        ("requests", "requests", ".2f"),
        ("reasks", "re-asks", ".2f"),
        ("cost", "US$ per 1,000 articles", ",.2f"),
    ):
        old, new = getattr(found.old, name), getattr(found.new, name)
        if old is not None or new is not None:
            yield f"{label} {_figure(old, form)} -> {_figure(new, form)}"


def _figure(value: float | None, form: str) -> str:
    return "?" if value is None else format(value, form)
