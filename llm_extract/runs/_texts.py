"""Texts of a run: identical ones are extracted once."""

from __future__ import annotations

from dataclasses import dataclass, field

from llm_extract.runs._crew import Done


@dataclass(frozen=True, slots=True)
class Place:
    """An article in its run: position, id, key of its text, and what is known of it as JSON."""

    position: int
    id: str
    key: str
    about: str


@dataclass(slots=True)
class _Text:
    """A text that is with the model, and the articles that wait for it."""

    first: str
    waiting: list[Place] = field(default_factory=list)


class Texts:
    """Who has which text.

    Args:
        keep: whether outcomes are held here, because no journal has them.
    """

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._open: dict[str, _Text] = {}
        # Of all texts of a run: half of the key and the first id, so that memory hardly grows.
        self._first: dict[bytes, str] = {}
        self._met: set[bytes] = set()
        self._done: dict[str, Done] = {}

    def first_with(self, key: str) -> str | None:
        """Id of the article of this run that had the text first."""
        return self._first.get(_half(key))

    def meet(self, place: Place) -> None:
        """An article whose text has an outcome of an earlier run."""
        self._first.setdefault(_half(place.key), place.id)
        self._met.add(_half(place.key))

    def is_called(self, key: str) -> bool:
        """Whether the text went to the model in this run."""
        return _half(key) in self._first and _half(key) not in self._met

    def begin(self, place: Place) -> None:
        """The first article with a text goes to the model."""
        self._open[place.key] = _Text(place.id)
        self._first[_half(place.key)] = place.id

    def wait(self, place: Place) -> bool:
        """Let an article wait for the text; ``False`` when that has ended already."""
        text = self._open.get(place.key)
        if text is None:
            return False
        text.waiting.append(place)
        return True

    def end(self, key: str, done: Done | None) -> list[Place]:
        """The text has ended; returns the articles that waited for it."""
        if done and self._keep:
            self._done[key] = done
        return self._open.pop(key).waiting

    def done(self, key: str) -> Done | None:
        """The outcome of a text that has ended, if it is held here."""
        return self._done.get(key)


def _half(key: str) -> bytes:
    return bytes.fromhex(key)[:16]
