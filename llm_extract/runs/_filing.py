"""Where inputs go that have ended: journal or standard output, summary, progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from llm_extract.runs._lines import joined
from llm_extract.runs._summary import Digest, Summary
from llm_extract.runs.journal import Journal


@dataclass(frozen=True, slots=True)
class Ended:
    """An input that has ended.

    Attributes:
        position: of the input, from 0.
        id: of the article, or where the input is.
        digest: its line, in numbers.
        reused: the outcome is that of an earlier run.
        same_as: id of the earlier article of this run with the same text.
    """

    position: int
    id: str
    digest: Digest
    reused: bool = False
    same_as: str | None = None


OnEnded = Callable[[Ended, Summary], None]


class Filing:
    """Files what has ended.

    Args:
        summary: counts it.
        journal: keeps it.
        on_ended: is told.
        write: gets the lines in the order of the inputs; one that ends early waits.
    """

    def __init__(
        self,
        summary: Summary,
        journal: Journal | None,
        on_ended: OnEnded,
        write: Callable[[str], None] | None,
    ) -> None:
        self._summary = summary
        self._journal = journal
        self._on_ended = on_ended
        self._write = write
        self._held: dict[int, str] = {}
        self._next = 0

    def file(
        self,
        ended: Ended,
        *,
        about: str | None = None,
        key: str | None = None,
        outcome: int | None = None,
        line: str | None = None,
    ) -> None:
        """File an input with its outcome: by number in the journal, or as a line of its own."""
        if self._journal:
            self._journal.file(
                ended.position,
                ended.id,
                ended.digest.state,
                key=key,
                outcome=outcome,
                reused=ended.reused,
                same_as=ended.same_as,
                about=about,
                line=line,
            )
        self._summary.count(
            ended.id, ended.digest, reused=ended.reused, duplicate=ended.same_as is not None
        )
        self._on_ended(ended, self._summary)
        if self._write and line is not None:
            self._held[ended.position] = joined(ended.id, about, line, ended.same_as)
            self.release(only_next=True)

    def release(self, *, only_next: bool) -> None:
        """Write the lines whose turn it is; at the end of a stopped run all that are left."""
        for position in sorted(self._held):
            if only_next and position != self._next:
                break
            self._next = position + 1
            if self._write:
                self._write(self._held.pop(position))
