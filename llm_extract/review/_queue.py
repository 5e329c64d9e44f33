"""In which order items are worth a person's time: the least certain first.

An item that the checks find fault with, or that rests on suspicious text, comes first: it may be
no fact at all. Then items with a value that the article contradicts (altered), that is nowhere in
it (unsupported), or that stands in another sentence than was cited (miscited); among equal ones
those with the smaller share of values found letter by letter. The order is that of the records as
they were extracted, so that decisions do not move what is next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

# What makes an item worth looking at when nobody looks at all of them.
_DOUBTS = 4


class Place(NamedTuple):
    """An item of the queue: the article's place in the run, and the path of the item."""

    article: int
    path: str


class Ranked(NamedTuple):
    """An item on its way into the queue; sorts as it belongs there."""

    rank: tuple[float, ...]
    article: int
    number: int
    path: str


def ranked(article: int, line: dict[str, Any]) -> Iterator[Ranked]:
    """The items of a line."""
    if line["status"] == "ok":
        for number, (path, rank) in enumerate(_ranks(line)):
            yield Ranked(rank, article, number, path)


def queue(items: Iterable[Ranked], *, everything: bool = True) -> list[Place]:
    """The least certain first; without ``everything`` only doubtful ones."""
    kept = (item for item in items if everything or any(item.rank[:_DOUBTS]))
    return [Place(item.article, item.path) for item in sorted(kept)]


def _ranks(line: dict[str, Any]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Items with what sorts them: negative counts, so that the most doubtful come first."""
    verdicts: dict[str, list[str]] = {}
    for value in line["evidence"]["values"]:
        verdicts.setdefault(_item(value["path"]), []).append(value["verdict"])
    faults = _faults(line)
    for item in line["evidence"]["items"]:
        path = item["path"]
        found = verdicts.get(path, [])
        counts = (-found.count(name) for name in ("altered", "unsupported", "miscited"))
        exact = found.count("exact") / len(found) if found else 0.0
        yield path, (-faults.get(path, 0), *counts, exact)


def _faults(line: dict[str, Any]) -> dict[str, int]:
    """How much the checks found wrong, by item; items on suspicious text count too."""
    found: dict[str, int] = {}
    for finding in line["findings"]:
        if finding["severity"] != "notice" and finding["path"]:
            path = _item(finding["path"])
            found[path] = found.get(path, 0) + 1
    for item in line["evidence"]["items"]:
        if item.get("unknown_cites") or _touch(item["spans"], line["suspicious_text"]):
            found[item["path"]] = found.get(item["path"], 0) + 1
    return found


def _touch(spans: Sequence[Sequence[int]], parts: Sequence[dict[str, Any]]) -> bool:
    return any(
        part["start"] < end and start < part["end"] for start, end in spans for part in parts
    )


def _item(path: str) -> str:
    return ".".join(path.split(".")[:2])
