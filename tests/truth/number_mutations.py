"""Mutations of numbers: in the integers, in the words of the count, and in both alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from truth.mutations import Mutation, Record, Site, TrueRecord, sites, stands
from truth.written import spelled

# Texts of counts and the integers made of them.
COUNTS: dict[str, dict[str, tuple[str, ...]]] = {
    "casualties": {
        "count_text": ("low", "best", "high"),
        "children_text": ("children",),
        "women_text": ("women",),
    },
    "displacement": {"count_text": ("low", "best", "high")},
    "damage": {"count_text": ("low", "best", "high")},
    "quantities": {"count_text": ("value",)},
    "front_lines": {"distance_text": ("km",)},
    "events": {"territory.count_text": ("territory.count",)},
}


class Counted(NamedTuple):
    """One number of a record: where its words and its integers are."""

    text: Site
    integers: tuple[Site, ...]
    value: int


def counted(record: Record) -> Iterator[Counted]:
    """All numbers of a record that come with words."""
    for name, texts in COUNTS.items():
        for text, fields in texts.items():
            for site in sites(record, name, text):
                places = [s for s in sites(record, name, *fields) if s.index == site.index]
                for value in sorted({s.value(record) for s in places}):
                    same = tuple(s for s in places if s.value(record) == value)
                    yield Counted(site, same, value)


def number_mutations(true: TrueRecord, rng: Random) -> Iterator[Mutation]:
    """Every number of the record, changed in every way."""
    known = list(counted(true.record))
    for number in known:
        for kind, value in _others(true, number, known, rng):
            if value != number.value and not _is_stated(true, number, value):
                yield from _set(true, number, kind, value)


def _others(
    true: TrueRecord, number: Counted, known: list[Counted], rng: Random
) -> Iterator[tuple[str, int]]:
    value = number.value
    yield "plus one", value + 1
    if value > 0:
        yield "minus one", value - 1
        yield "times ten", value * 10
    yield "digit", _digit_changed(value, rng)
    cites = set(number.text.item(true.record)["cites"])
    elsewhere: list[int] = []
    here: list[int] = []
    for other in known:
        near = cites.intersection(other.text.item(true.record)["cites"])
        (here if near else elsewhere).append(other.value)
    for kind, values in (("of the article", elsewhere), ("of the sentence", here)):
        fitting = sorted(set(values) - {value})
        if fitting:
            yield f"another {kind}", rng.choice(fitting)


def _digit_changed(value: int, rng: Random) -> int:
    """Two digits swapped where that changes the number, else one replaced."""
    digits = list(str(value))
    swaps = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    if swaps and digits[swaps[-1] + 1] != "0":
        i = swaps[-1]
        digits[i], digits[i + 1] = digits[i + 1], digits[i]
    else:
        i = rng.randrange(len(digits))
        digits[i] = rng.choice([d for d in "123456789" if d != digits[i]])
    return int("".join(digits))


def _is_stated(true: TrueRecord, number: Counted, value: int) -> bool:
    """Whether the words of the count hold this number as well."""
    phrase = number.text.value(true.record).casefold()
    return any(stands(way, phrase) for way in _ways(value))


def _set(true: TrueRecord, number: Counted, kind: str, value: int) -> Iterator[Mutation]:
    integers: dict[Site, object] = dict.fromkeys(number.integers, value)
    yield Mutation("numbers", f"{kind}, integers", true.record, integers)
    words = _reworded(number.text.value(true.record), number.value, value)
    if words is None or stands(words, true.cited(number.text.item(true.record))):
        return
    text: dict[Site, object] = {number.text: words}
    yield Mutation("numbers", f"{kind}, words", true.record, text)
    yield Mutation("numbers", f"{kind}, both", true.record, text | integers)


def _ways(value: int) -> list[str]:
    """How a number may be written."""
    commas = f"{value:,}"
    ways = [commas, commas.replace(",", "\u00a0"), str(value)]
    if value < 1000:
        ways.append(spelled(value))
    elif value % 1_000_000 == 0:
        ways.append(f"{spelled(value // 1_000_000)} million")
    return ways


def _reworded(phrase: str, old: int, new: int) -> str | None:
    """The phrase with another number, written the same way where it can be."""
    for at, way in enumerate(_ways(old)):
        found = re.search(rf"(?<!\w){re.escape(way)}(?!\w)", phrase, re.IGNORECASE)
        if found:
            ways = _ways(new)
            written = ways[at] if at < len(ways) else ways[0]
            if found[0][0].isupper():
                written = written[0].upper() + written[1:]
            return phrase[: found.start()] + written + phrase[found.end() :]
    return None
