"""What one reviewer decided about the records of a run, and what is left to decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from llm_extract.review._carrying import to_carry
from llm_extract.review._fold import Decided, fold, standing
from llm_extract.review._paths import address
from llm_extract.review._queue import Place
from llm_extract.review._subjects import Subject, mark_of
from llm_extract.runs import Action, Decision, Said

Json = dict[str, Any]


class Desk:
    """Decisions, summed up by article as they come in.

    Args:
        subjects: inputs of the run; where one is replaced, `refold` follows.
        places: items to decide, in the order in which they are worth it.
        lists: names of the lists of items.
    """

    def __init__(
        self, subjects: Sequence[Subject], places: Sequence[Place], lists: Collection[str]
    ) -> None:
        self._subjects = subjects
        self._lists = lists
        self._index = {subject.id: number for number, subject in enumerate(subjects)}
        self._queue = places
        self._ranks = {place: number for number, place in enumerate(places)}
        # Items of the queue by article, and how many of them are decided.
        self._queued: dict[int, list[str]] = {}
        for place in places:
            self._queued.setdefault(place.article, []).append(place.path)
        self._counts: dict[int, int] = {}
        self._own: list[Decision] = []
        self._by_article: dict[str, list[Decision]] = {}
        self._by_request: dict[str, Decision] = {}
        self._decided: dict[int, Decided] = {}

    @property
    def newest(self) -> int:
        """Number of the reviewer's newest decision, 0 before the first."""
        return self._own[-1].number if self._own else 0

    def take_in(self, decisions: Iterable[Decision]) -> None:
        """Add newer decisions of the reviewer."""
        new = list(decisions)
        self._own += new
        for one in new:
            self._by_article.setdefault(one.article, []).append(one)
            if one.request is not None:
                self._by_request[one.request] = one
        for article in {one.article for one in new}:
            if (place := self._index.get(article)) is not None:
                self._sum_up(place)

    def refold(self, article: int) -> None:
        """Let what was decided follow the items of a record that was changed."""
        if article in self._decided:
            self._sum_up(article)

    def decided(self, article: int) -> Decided:
        """Where the reviewer stands with an article."""
        return self._decided.get(article) or Decided()

    def decided_with(self, article: int, more: Iterable[Decision]) -> Decided:
        """Where the reviewer would stand with an article after more decisions about it."""
        return self._fold(article, more)

    def requested(self, request: str | None) -> Decision | None:
        """The decision that was stored for a request."""
        return None if request is None else self._by_request.get(request)

    def numbered(self, number: int) -> Decision:
        """The decision of a number."""
        return next(one for one in reversed(self._own) if one.number == number)

    def last(self) -> Decision | None:
        """The decision that an undo takes back: the last one about a record of this run."""
        for one in reversed(standing(self._own)):
            place = self._index.get(one.article)
            if place is not None and self._subjects[place].outcome == one.outcome:
                return one
        return None

    def to_carry(self, article: int) -> list[Said]:
        """What may be taken over from an earlier record of the article."""
        subject = self._subjects[article]
        own = self._by_article.get(subject.id, ())
        return list(to_carry(own, subject, self.decided(article), self._lists))

    def keys(self, article: int) -> Mapping[str, str]:
        """Keys of the items of an article by path, and that of its record under ``""``."""
        items = self._subjects[article].items or {}
        return {"": mark_of(items), **items}

    def key(self, article: int, path: str, action: Action) -> str | None:
        """Key of what a decision is about, ``None`` where nothing may stand elsewhere later."""
        place = address(path, self._lists)
        if place is None or (not place.item and action != "done"):
            return None
        return self.keys(article).get(place.item)

    def place(self, article: str) -> int:
        """Place of an article in the run."""
        return self._index[article]

    def next(self, article: int | None = None, path: str = "") -> Place | None:
        """The item behind another one in the queue that is undecided, around the end.

        When all are decided, an article of the queue that is not done, with no path.
        """
        here = Place(article, path) if article is not None else None
        start = self._ranks[here] + 1 if here in self._ranks else 0
        for place in (*self._queue[start:], *self._queue[:start]):
            if place != here and self._is_open(place):
                return place
        left = (one for one in self._queued if not self.decided(one).is_done and one != article)
        return next((Place(one, "") for one in left), None)

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

    def _where(self, one: Decision) -> Json:
        return {"article": self._index[one.article], "path": one.path, "action": one.action}

    def _is_decided(self, place: Place) -> bool:
        return self.decided(place.article).state(place.path) is not None

    def _is_open(self, place: Place) -> bool:
        """Whether the item is there and undecided."""
        items = self._subjects[place.article].items or {}
        return place.path in items and not self._is_decided(place)

    def _sum_up(self, article: int) -> None:
        self._decided[article] = self._fold(article)
        paths = self._queued.get(article, ())
        self._counts[article] = sum(self._is_decided(Place(article, path)) for path in paths)

    def _fold(self, article: int, more: Iterable[Decision] = ()) -> Decided:
        subject = self._subjects[article]
        own = self._by_article.get(subject.id, [])
        return fold([*own, *more], subject.outcome, self._lists, subject.items or {})
