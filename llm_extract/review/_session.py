"""One reviewer at work on one run: decisions in, records that are right out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from llm_extract.report.corpus import choice_fields, entry_of, summary_of
from llm_extract.review._agreement import Agreement, agreement
from llm_extract.review._asking import check
from llm_extract.review._desk import Desk
from llm_extract.review._display import shown
from llm_extract.review._effective import Applier, Effective
from llm_extract.review._errors import OutdatedError, RefusedError
from llm_extract.review._fold import Decided
from llm_extract.review._paths import added, is_at
from llm_extract.review._queue import Place, queue
from llm_extract.review._records import Records
from llm_extract.review._reviews import reviews
from llm_extract.runs import (
    Action,
    Decision,
    Decisions,
    Said,
    StoredLine,
    StoredRun,
)

Json = dict[str, Any]
# Rises above any number the journal gives, and stands for the one a decision is going to get.
_NEXT = 1 << 53


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision as a page asks for it.

    Attributes:
        article: its place in the run.
        action: as of `Said`, like ``path``, ``value``, ``note`` and ``request``.
        item: key of the item the page shows at the path, as `Session.record` gives it.
    """

    article: int
    action: Action
    path: str = ""
    value: Any = None
    note: str | None = None
    item: str | None = None
    request: str | None = None


class Session:
    """Decisions of one reviewer about the records of one run.

    Attributes:
        run: what is looked at; a run that starts meanwhile changes nothing.
        reviewer: whose decisions.
        applier: of the run's schema.
        made: decisions stored by this session that still stand.

    Raises:
        SettingsError: the schema cannot be loaded.
    """

    def __init__(
        self, run: StoredRun, decisions: Decisions, reviewer: str, *, everything: bool = True
    ) -> None:
        self.run = run
        self.reviewer = reviewer
        self.applier = Applier(run.totals.schema, run.totals.prompt)
        self.made = 0
        self._decisions = decisions
        self._lists = self.applier.schema.items
        self._records = Records(run, self.applier)
        self._choices = choice_fields(self._records.looked_through())
        items = queue(self._records.items, everything=everything)
        self._desk = Desk(self._records.subjects, items, self._lists)
        self.catch_up()

    @property
    def newest(self) -> int:
        """Number of the reviewer's newest decision, 0 before the first."""
        return self._desk.newest

    def catch_up(self) -> None:
        """Take in what the reviewer decided elsewhere."""
        self._desk.take_in(self._decisions.after(self._desk.newest, self.reviewer))

    def decided(self, article: int) -> Decided:
        """Where the reviewer stands with an article."""
        return self._desk.decided(article)

    def decide(self, asked: Asked) -> Decision:
        """Store a decision, once the record it leads to is one of the schema.

        One that is asked for again, as its answer was lost, is the one that was stored.

        Raises:
            RefusedError: it cannot be taken; nothing is stored.
            OutdatedError: the item is another one than the page shows.
            OutputError: it could not be stored.
        """
        stored = self._line(asked.article)
        if known := self._desk.requested(asked.request):
            return known
        item = self._desk.key(asked.article, asked.path, asked.action)
        if asked.item is not None and asked.item != item:
            raise OutdatedError("the record was changed since it was shown: look again")
        said = Said(
            reviewer=self.reviewer,
            article=stored.line["id"],
            outcome=stored.outcome or 0,
            action=asked.action,
            path=asked.path,
            item=item,
            value=asked.value,
            note=asked.note,
            request=asked.request,
        )
        return self._decide(said, stored)

    def undo(self, number: int, request: str | None = None) -> Decision:
        """Take back the reviewer's last decision, which the page says is ``number``.

        Raises:
            OutdatedError: the last one is another.
        """
        self.catch_up()
        if known := self._desk.requested(request):
            return known
        last = self.last()
        if last is None or last.number != number:
            raise OutdatedError
        said = Said(
            reviewer=self.reviewer,
            article=last.article,
            outcome=last.outcome,
            action="undo",
            path=last.path,
            item=last.item,
            undoes=last.number,
            request=request,
        )
        made = self._decisions.add(said, self._desk.newest)
        if made is None:
            raise OutdatedError
        return self._stored([made])[0]

    def undone(self, undo: Decision) -> Decision:
        """The decision that an undo took back."""
        return self._desk.numbered(undo.undoes or 0)

    def take_over(self, article: int) -> list[Decision]:
        """Say again of items what was said of the same ones of an earlier record.

        What does not fit any more is left out.

        Raises:
            RefusedError: there is no such article with a record.
            OutputError: not all could be stored.
        """
        stored, made = self._line(article), None
        while made is None:
            self.catch_up()
            fitting: list[Said] = []
            for said in self._desk.to_carry(article):
                with suppress(RefusedError):
                    self._try(said, stored, fitting)
                    fitting.append(said)
            made = self._decisions.add_all(fitting, self._desk.newest)
        return self._stored(made)

    def last(self) -> Decision | None:
        """The decision that an undo takes back: the last one about a record of this run."""
        return self._desk.last()

    def record(self, article: int) -> Json:
        """An article as the page shows it, with what was decided; see `Shown`.

        Raises:
            RefusedError: it is none with a record.
        """
        stored, decided = self._line(article), self.decided(article)
        effective = self._records.effective(article, stored, decided)
        layout = shown(stored.line, effective, decided, self.applier.schema)
        line = StoredLine(layout.line, stored.outcome, stored.article)
        entry = entry_of(line, article, self._choices)
        return {
            "entry": entry,
            "summary": summary_of(entry),
            "data": layout.line["data"],
            "paths": layout.paths,
            "states": layout.states,
            "values": layout.values,
            "notes": [
                {"number": one.number, "path": one.path, "note": one.note, "made": one.made}
                for one in decided.notes
            ],
            "keys": self._desk.keys(article),
            "done": decided.is_done,
            "was_done": decided.was_done,
            "earlier": decided.earlier,
            "gone": decided.gone,
            "to_carry": len(self._desk.to_carry(article)),
        }

    def effective(self, article: int) -> Effective:
        """The record that is right; errors as of `record`."""
        stored = self._line(article)
        return self._records.effective(article, stored, self.decided(article))

    def standing(self, after: int = 0) -> Json:
        """Where the reviewer is: newest decision, progress, what an undo takes back."""
        return self._desk.standing(after)

    def place(self, article: str) -> int:
        """Place of an article in the run."""
        return self._desk.place(article)

    def next(self, article: int | None = None, path: str = "") -> Place | None:
        """The item behind another one in the queue that is undecided, around the end."""
        return self._desk.next(article, path)

    def agreement(self) -> tuple[Agreement, ...]:
        """How far all reviewers of the run agree."""
        subjects = self._records.subjects
        return agreement(subjects, reviews(subjects, self._decisions.after(), self._lists))

    def _decide(self, said: Said, stored: StoredLine) -> Decision:
        while True:
            self._try(said, stored)
            made = self._decisions.add(said, self._desk.newest)
            if made is not None:
                return self._stored([made])[0]
            self.catch_up()
            if known := self._desk.requested(said.request):
                return known

    def _try(self, said: Said, stored: StoredLine, before: Sequence[Said] = ()) -> None:
        """Refuse what points nowhere, or leads to a record that is none of the schema."""
        article = self.place(said.article)
        check(said, stored, self.decided(article), self.applier.schema)
        if said.action in ("note", "done"):
            return
        expected = _expected(_NEXT, said)
        earlier = [_expected(_NEXT + number, one) for number, one in enumerate(before, start=1)]
        try:
            self.applier.apply(stored, self._desk.decided_with(article, [*earlier, expected]))
        except RefusedError as error:
            raise _of(said, error) from None

    def _line(self, article: int) -> StoredLine:
        """The line of an article as it is now; what was decided follows its items.

        Raises:
            RefusedError: it is none with a record.
        """
        stored = self._records.line(article)
        if self._records.is_changed(article, stored):
            self._desk.refold(article)
        return stored

    def _stored(self, made: list[Decision]) -> list[Decision]:
        self.made += sum(-1 if one.action == "undo" else 1 for one in made)
        self._desk.take_in(made)
        return made


def _expected(number: int, said: Said) -> Decision:
    return Decision(number=number, made="", **asdict(said))


def _of(said: Said, error: RefusedError) -> RefusedError:
    """An error in the reviewer's own terms."""
    new = added(_NEXT, said.path)
    if said.action == "add" and is_at(error.path, new):
        return RefusedError(said.path + error.path[len(new) :], error.reason)
    if said.action == "reject" and error.path == said.path:
        reason = "it may not be empty: correct it, or reject the whole item"
        return RefusedError(said.path, reason)
    return error
