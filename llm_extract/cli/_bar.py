"""A bar on stderr that counts records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from llm_extract.cli._console import stderr


@contextmanager
def bar(what: str, *, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how many records of how many are done, as the function it gives is told."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = stderr()
    columns = (what, BarColumn(bar_width=12), MofNCompleteColumn(), TimeRemainingColumn())
    hidden = hidden or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
