"""The live lines of a run and of a recording: name, bar, count, rate, time, tokens, money."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from llm_extract.cli._console import printable, say, stderr

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from llm_extract.extraction import Extraction, Failure, Step
    from llm_extract.recording import Case
    from llm_extract.runs import Ended, Summary

_NAME_WIDTH = 24


class _Line:
    """One line of progress on stderr: a name, a bar, and the columns of a subclass."""

    def __init__(self, columns: Sequence[ProgressColumn], *, quiet: bool) -> None:
        from rich.progress import BarColumn, Progress, TextColumn

        plain = not stderr().is_terminal
        # On a pipe one plain line per end says the same.
        self._tells_ends = plain and not quiet
        self._progress = Progress(
            # markup=False: a file may be called "[/b].txt".
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=12),
            *columns,
            console=stderr(),
            transient=True,
            disable=quiet or plain,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()


class LiveLine(_Line):
    """Progress on stderr; on a pipe it prints one plain line per finished article instead."""

    def __init__(self, total: int | None, *, quiet: bool) -> None:
        from rich.progress import TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.fields[articles]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            TextColumn("{task.fields[spent]}", style="dim"),
        )
        super().__init__(columns, quiet=quiet)
        self._rest = "" if total is None else f"/{total}"
        self._task = self._progress.add_task("starting", total=total, articles="", spent="")
        self._started: float | None = None
        self._finished = 0
        self._shares: dict[str, float] = {}

    def begin(self, identity: str) -> None:
        """An article goes to the model."""
        self._progress.update(self._task, description=_short(identity))
        if self._started is None:
            # From here on, so that loading the model does not count as reading.
            self._started = time.monotonic()
            self._progress.update(self._task, articles=f"{self._finished}{self._rest}")

    def step(self, step: Step) -> None:
        """A call inside an article has ended."""
        self._shares[step.article_id] = step.done / max(step.total, 1)
        self._progress.update(
            self._task,
            description=_short(step.article_id),
            completed=self._finished + sum(self._shares.values()),
        )

    def ended(self, ended: Ended, summary: Summary) -> None:
        """An input has ended."""
        self._shares.pop(ended.id, None)
        self._finished += 1
        self._progress.update(
            self._task,
            completed=self._finished + sum(self._shares.values()),
            articles=f"{summary.done}{self._rest}{self._rate(summary)}",
            spent=_spent(summary),
        )
        if ended.digest.error is not None:
            _failed(ended.id, ended.digest.error)
        elif self._tells_ends:
            say(f"[{summary.done}{self._rest}] {ended.id}: {_found(ended)}")

    def _rate(self, summary: Summary) -> str:
        called = summary.done - summary.reused - summary.duplicates
        if self._started is None or not called:
            return ""
        return f" {(time.monotonic() - self._started) / called:.1f} s each"


def _short(identity: str) -> str:
    name = printable(identity)
    return name if len(name) <= _NAME_WIDTH else "…" + name[1 - _NAME_WIDTH :]


def _failed(identity: str, error: dict[str, Any]) -> None:
    from rich.markup import escape

    # After a stop there may be thousands of these; the summary counts them.
    if error["code"] == "not_run":
        return
    hint = f" ({error['hint']})" if error["hint"] else ""
    text = f"{identity}: {error['code']}: {error['message']}{hint}"
    stderr().print(f"[yellow]failed[/] {escape(printable(text))}")


def _found(ended: Ended) -> str:
    lists = ", ".join(f"{n} {name}" for name, n in ended.digest.items.items() if n)
    how = f"{ended.digest.seconds:.1f} s"
    if ended.reused:
        how = "from an earlier run"
    elif ended.same_as is not None:
        how = f"same text as {ended.same_as}"
    return f"{lists or 'nothing to record'} ({how})"


def _spent(summary: Summary) -> str:
    usage = summary.usage
    tokens = (usage.prompt_tokens or 0) + (usage.completion_tokens or 0)
    return f"{tokens:,} tokens" + (f" ${summary.cost:.2f}" if summary.cost else "")


def money(cost: float | None) -> str:
    """US dollars, or that the price is unknown; never 0 for unknown."""
    return "cost unknown" if cost is None else f"${cost:.2f}"


class CaseLine(_Line):
    """Progress of a recording on stderr; on a pipe one plain line per case instead."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.progress import TextColumn, TimeElapsedColumn

        super().__init__((TextColumn("{task.fields[cases]}"), TimeElapsedColumn()), quiet=quiet)
        self._total = self._done = 0
        self._task = self._progress.add_task("starting", total=None, cases="")

    def expect(self, cases: int) -> None:
        """So many cases will be looked at, those that are as they should be included."""
        self._total, self._done = cases, 0
        self._progress.update(self._task, total=cases, completed=0, cases=f"0/{cases}")

    def begin(self, case: Case) -> None:
        """A case goes to the model."""
        self._progress.update(self._task, description=_short(case.id))

    def step(self, step: Step) -> None:
        """A call about a case has ended."""
        share = step.done / max(step.total, 1)
        self._progress.update(
            self._task, description=_short(step.article_id), completed=self._done + share
        )

    def ended(self, case: Case, result: Extraction | Failure) -> None:
        """A case has ended."""
        self._done += 1
        cases = f"{self._done}/{self._total}"
        self._progress.update(self._task, completed=self._done, cases=cases)
        if self._tells_ends:
            say(f"[{cases}] {case.name}: {len(result.attempts)} requests")
