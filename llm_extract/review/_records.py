"""The records of a run as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from llm_extract.report.corpus import Json
from llm_extract.review._effective import Applier, Effective
from llm_extract.review._errors import RefusedError
from llm_extract.review._fold import Decided
from llm_extract.review._queue import Ranked, ranked
from llm_extract.review._subjects import Subject, subject_of
from llm_extract.runs import StoredLine, StoredRun

# Records are large; a reviewer is at one or two articles at a time.
_HELD = 8


class Records:
    """Lines, read anew whenever they are asked for, as `check --write` may change them meanwhile.

    Attributes:
        run: whose lines.
        subjects: what is known of each, as it was when it was read last.
        items: of all lines on their way into the queue, as they were when the review began.
    """

    def __init__(self, run: StoredRun, applier: Applier) -> None:
        self.run = run
        self.subjects: list[Subject] = []
        self.items: list[Ranked] = []
        self._applier = applier
        self._effective: dict[int, tuple[Json, Decided, Effective]] = {}

    def looked_through(self) -> Iterator[Json]:
        """Lines, each noted as it goes by: they are large, and read once."""
        for place, stored in enumerate(self.run.lines):
            self.subjects.append(subject_of(stored))
            self.items += ranked(place, stored.line)
            yield stored.line

    def line(self, article: int) -> StoredLine:
        """The line of an article with a record; without the article where it is of another text.

        Raises:
            RefusedError: it is none.
        """
        if not 0 <= article < len(self.subjects) or not self.subjects[article].has_record:
            raise RefusedError("", "there is no such article with a record")
        stored = self.run.lines[article]
        if stored.article and stored.article.sha256 != stored.line["article"]["sha256"]:
            return replace(stored, article=None)
        return stored

    def is_changed(self, article: int, stored: StoredLine) -> bool:
        """Whether a line that was read again has other items than before, which are noted."""
        before, self.subjects[article] = self.subjects[article], subject_of(stored)
        return before != self.subjects[article]

    def effective(self, article: int, stored: StoredLine, decided: Decided) -> Effective:
        """The record that is right; made anew only where something else is known by now."""
        line, said, made = self._effective.get(article, (None, None, None))
        if made is None or (line, said) != (stored.line, decided):
            made = self._applier.apply(stored, decided)
            if len(self._effective) >= _HELD:
                self._effective.clear()
            self._effective[article] = (stored.line, decided, made)
        return made
