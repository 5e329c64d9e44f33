"""One reviewer at work on one run: decisions in, records that are right out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from llm_extract.report.corpus import choice_fields, entry_of, summary_of
from llm_extract.review._agreement import Agreement, agreement
from llm_extract.review._asking import check
from llm_extract.review._display import shown
from llm_extract.review._effective import Applier, Effective
from llm_extract.review._errors import OutdatedError, RefusedError
from llm_extract.review._fold import Decided, fold, standing
from llm_extract.review._paths import added, is_at
from llm_extract.review._queue import Place, Ranked, queue, ranked
from llm_extract.review._reviews import reviews
from llm_extract.review._subjects import Subject, subject_of
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
# Records are large; a reviewer is at one or two articles at a time.
_HELD = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision as a page asks for it; ``article`` is its place in the run."""

    article: int
    action: Action
    path: str = ""
    value: Any = None
    note: str | None = None


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
        self._items: list[Ranked] = []
        self._subjects: list[Subject] = []
        self._choices = choice_fields(self._looked_through())
        self._index = {subject.id: place for place, subject in enumerate(self._subjects)}
        self._queue = queue(self._items, everything=everything)
        self._places = {place: number for number, place in enumerate(self._queue)}
        self._own: list[Decision] = []
        self._by_article: dict[str, list[Decision]] = {}
        self._decided: dict[int, Decided] = {}
        # Items of the queue by article, and how many of them are decided.
        self._queued: dict[int, list[str]] = {}
        for place in self._queue:
            self._queued.setdefault(place.article, []).append(place.path)
        self._counts: dict[int, int] = {}
        self._effective: dict[int, Effective] = {}
        self.catch_up()

    def _looked_through(self) -> Iterator[Json]:
        """Lines, each noted as it goes by: they are large, and read once."""
        for place, stored in enumerate(self.run.lines):
            self._subjects.append(subject_of(stored))
            self._items += ranked(place, stored.line)
            yield stored.line

    @property
    def newest(self) -> int:
        """Number of the reviewer's newest decision, 0 before the first."""
        return self._own[-1].number if self._own else 0

    def catch_up(self) -> None:
        """Take in what the reviewer decided elsewhere."""
        self._taken(self._decisions.after(self.newest, self.reviewer))

    def decided(self, article: int) -> Decided:
        """Where the reviewer stands with an article."""
        return self._decided.get(article) or Decided()

    def decide(self, asked: Asked) -> Decision:
        """Store a decision, once the record it leads to is one of the schema.

        Raises:
            RefusedError: it cannot be taken; nothing is stored.
            OutputError: it could not be stored.
        """
        stored = self._reviewable(asked.article)
        said = Said(
            reviewer=self.reviewer,
            article=stored.line["id"],
            outcome=stored.outcome or 0,
            action=asked.action,
            path=asked.path,
            value=asked.value,
            note=asked.note,
        )
        while True:
            check(said, stored, self.decided(asked.article), self.applier.schema)
            self._try(said, stored, asked.article)
            made = self._decisions.add(said, self.newest)
            if made is not None:
                return self._stored(made)
            self.catch_up()

    def undo(self, number: int) -> Decision:
        """Take back the reviewer's last decision, which the page says is ``number``.

        Raises:
            OutdatedError: the last one is another.
        """
        self.catch_up()
        last = self.last()
        if last is None or last.number != number:
            raise OutdatedError
        said = Said(
            reviewer=self.reviewer,
            article=last.article,
            outcome=last.outcome,
            action="undo",
            path=last.path,
            undoes=last.number,
        )
        made = self._decisions.add(said, self.newest)
        if made is None:
            raise OutdatedError
        return self._stored(made)

    def last(self) -> Decision | None:
        """The decision that an undo takes back: the last one about a record of this run."""
        for one in reversed(standing(self._own)):
            place = self._index.get(one.article)
            if place is not None and self._subjects[place].outcome == one.outcome:
                return one
        return None

    def record(self, article: int) -> Json:
        """An article as the page shows it, with what was decided; see `Shown`.

        Raises:
            RefusedError: it is none with a record.
        """
        stored, decided = self._reviewable(article), self.decided(article)
        layout = shown(stored.line, self.effective(article), decided, self.applier.schema)
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
            "done": decided.is_done,
            "earlier": decided.earlier,
        }

    def effective(self, article: int) -> Effective:
        """The record that is right."""
        if article not in self._effective:
            if len(self._effective) >= _HELD:
                self._effective.clear()
            stored = self.run.lines[article]
            self._effective[article] = self.applier.apply(stored, self.decided(article))
        return self._effective[article]

    def standing(self, after: int = 0) -> Json:
        """Where the reviewer is: newest decision, progress, what an undo takes back."""
        last = self.last()
        changed = {one.article for one in self._own if one.number > after}
        return {
            "newest": self.newest,
            "undo": last and {"number": last.number, **self._where(last)},
            "items": len(self._queue),
            "decided": sum(self._counts.values()),
            "articles": sum(subject.has_record for subject in self._subjects),
            "reviewed": {
                place: {"decided": self._counts[place], "done": decided.is_done}
                for place, decided in self._decided.items()
            },
            "changed": sorted(self._index[one] for one in changed if one in self._index),
        }

    def place(self, article: str) -> int:
        """Place of an article in the run."""
        return self._index[article]

    def next(self, article: int | None = None, path: str = "") -> Place | None:
        """The item behind another one in the queue that is undecided, around the end."""
        here = Place(article, path) if article is not None else None
        start = self._places[here] + 1 if here in self._places else 0
        for place in (*self._queue[start:], *self._queue[:start]):
            if place != here and not self._is_decided(place):
                return place
        return None

    def agreement(self) -> tuple[Agreement, ...]:
        """How far all reviewers of the run agree."""
        said = reviews(self._subjects, self._decisions.after(), self._lists)
        return agreement(self._subjects, said)

    def _try(self, said: Said, stored: StoredLine, article: int) -> None:
        """Refuse what would lead to a record that is none of the schema."""
        if said.action in ("note", "done"):
            return
        expected = Decision(number=_NEXT, made="", **asdict(said))
        try:
            self.applier.apply(stored, self._fold(article, (expected,)))
        except RefusedError as error:
            raise _of(said, error) from None

    def _is_decided(self, place: Place) -> bool:
        return self.decided(place.article).state(place.path) is not None

    def _where(self, one: Decision) -> Json:
        return {"article": self._index[one.article], "path": one.path, "action": one.action}

    def _reviewable(self, article: int) -> StoredLine:
        if not 0 <= article < len(self._subjects) or not self._subjects[article].has_record:
            raise RefusedError("", "there is no such article with a record")
        return self.run.lines[article]

    def _stored(self, made: Decision) -> Decision:
        self.made += -1 if made.action == "undo" else 1
        self._taken([made])
        return made

    def _taken(self, decisions: list[Decision]) -> None:
        self._own += decisions
        for one in decisions:
            self._by_article.setdefault(one.article, []).append(one)
        for article in {one.article for one in decisions}:
            if (place := self._index.get(article)) is not None:
                self._decided[place] = self._fold(place)
                paths = self._queued.get(place, ())
                self._counts[place] = sum(self._is_decided(Place(place, path)) for path in paths)
                self._effective.pop(place, None)

    def _fold(self, place: int, more: tuple[Decision, ...] = ()) -> Decided:
        subject = self._subjects[place]
        own = self._by_article.get(subject.id, [])
        return fold([*own, *more], subject.outcome, self._lists)


def _of(said: Said, error: RefusedError) -> RefusedError:
    """An error in the reviewer's own terms."""
    new = added(_NEXT, said.path)
    if said.action == "add" and is_at(error.path, new):
        return RefusedError(said.path + error.path[len(new) :], error.reason)
    if said.action == "reject" and error.path == said.path:
        reason = "it may not be empty: correct it, or reject the whole item"
        return RefusedError(said.path, reason)
    return error
