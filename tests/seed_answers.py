"""The coding of the seed article as a model's answer, and ways to say something else in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from schemas.conflict_events.seed_gold import gold, gold_article, gold_record

from llm_extract import Extractor

# The lists of the coding, by their names in the record.
LISTS = {
    "events": "events",
    "casualties": "casualties",
    "displacement": "displacements",
    "control": "control",
    "quantities": "quantities",
}


@contextmanager
def seed_extractor(base_url: str) -> Iterator[Extractor]:
    """An extractor that asks one model about whole articles and keeps all it doubts."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LLM_EXTRACT_API_KEY", "sk-unused")
        environment.delenv("OPENAI_API_KEY", raising=False)
        options = {"model": "fake-1", "reading": "article", "policy": "flag"}
        yield Extractor("conflict_events@2", base_url=base_url, **options)


class Answer:
    """The coding as the model's answer, and how to say something else in it."""

    def __init__(self) -> None:
        self.record = gold_record()
        self.touched = ""

    def of(self, identity: str) -> dict[str, Any]:
        """The item of one coded id."""
        name = list_of(identity)
        return self.record[name][index_of(name, identity)]

    def rename(self, listed: str, known: str, changes: dict[str, Any]) -> None:
        """Say something else of a place or an actor with a known name."""
        entries = enumerate(self.record[listed])
        at = next(n for n, entry in entries if known in (entry["name"], *entry["forms"]))
        self.touched = f"{listed}.{at}"
        self.record[listed][at].update(changes)

    def like(self, identity: str, **changes: Any) -> None:
        """Add an item that is like a coded one but for some fields."""
        self.add(list_of(identity), self.of(identity) | changes)

    def add(self, listed: str, item: dict[str, Any]) -> None:
        self.touched = f"{listed}.{len(self.record[listed])}"
        self.record[listed].append(item)

    def path(self, told: str) -> str:
        """Path of a coded id, and of ``new``, the item last added or renamed."""
        head, _, rest = told.partition(".")
        if head == "new":
            head = self.touched
        elif list_of(head):
            head = f"{list_of(head)}.{index_of(list_of(head), head)}"
        return f"{head}.{rest}" if rest else head


def list_of(identity: str) -> str:
    owners = (n for n in LISTS if any(i["id"] == identity for i in gold()[LISTS[n]]))
    return next(owners, "")


def index_of(listed: str, identity: str) -> int:
    return [item["id"] for item in gold()[LISTS[listed]]].index(identity)


def words(number: int, first: str, last: str) -> str:
    """Words of a sentence of the article, from one word to another."""
    text = gold_article().sentence(number)
    start = text.index(first)
    return text[start : text.index(last, start) + len(last)]


def change(identity: str, **changes: Any) -> Callable[[Answer], Any]:
    return lambda answer: answer.of(identity).update(changes)


def like(identity: str, **changes: Any) -> Callable[[Answer], Any]:
    return lambda answer: answer.like(identity, **changes)


def fact(**changes: Any) -> Callable[[Answer], Any]:
    return lambda answer: answer.record["article"].update(changes)


def called(listed: str, known: str, /, **changes: Any) -> Callable[[Answer], Any]:
    return lambda answer: answer.rename(listed, known, changes)


def both(*how: Callable[[Answer], Any]) -> Callable[[Answer], Any]:
    return lambda answer: [each(answer) for each in how]


def alike(number: int) -> dict[str, int]:
    return {"low": number, "best": number, "high": number}


def place(name: str, *forms: str, cites: list[int]) -> dict[str, Any]:
    empty = ("country", "adm1", "near", "bearing", "distance_text", "reference")
    known = {"cites": cites, "name": name, "forms": list(forms)}
    return known | {"feature": "populated_place", "role": "event"} | dict.fromkeys(empty)


def holds(place: str, holder: str, cites: list[int], first: str, last: str) -> Any:
    """Say that somebody holds a place, in words of the last cited sentence."""

    def plant(answer: Answer) -> None:
        what = words(cites[-1], first, last)[:80]
        known = {"place": place, "holder": holder, "cites": cites, "what": what}
        answer.add("control", known | {"since_text": None, "status": "new"})

    return plant


def says(identity: str, number: int, first: str, last: str, **changes: Any) -> Any:
    """Tell an event in other words of the article."""
    return lambda answer: answer.of(identity).update(changes, what=words(number, first, last))


def title(number: int, first: str, last: str) -> Any:
    return lambda answer: answer.record["article"].update(title=words(number, first, last))
