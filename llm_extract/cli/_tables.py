"""Tables on stdout: aligned, the same on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from llm_extract.cli._console import printable, write_data

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring import Bounds

Row = tuple[str, ...]


def print_table(title: str, rows: Iterable[Row]) -> None:
    """Print a title and rows, the head first, and a blank line."""
    table = list(rows)
    # A table of which only the head is left says nothing.
    if len(table) > 1:
        write_data(printable(title))
        for line in table_lines(table):
            write_data(f"  {printable(line)}")
        write_data("")


def rate_text(value: float | None) -> str:
    """A rate, a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def bounds_text(value: Bounds | None) -> str:
    """An interval, a dash where there is none."""
    return "-" if value is None else f"[{value[0]:.3f}, {value[1]:.3f}]"


def table_lines(table: Sequence[Row]) -> Iterator[str]:
    """The first column to the left, numbers to the right."""
    from rich.cells import cell_len

    widths = [
        max(cell_len(row[place]) for row in table if place < len(row))
        for place in range(len(table[0]))
    ]
    for row in table:
        blanks = [" " * (width - cell_len(c)) for c, width in zip(row, widths, strict=False)]
        cells = [row[0] + blanks[0], *(b + c for b, c in zip(blanks[1:], row[1:], strict=True))]
        yield "  ".join(cells).rstrip()
