"""Mutations of one value of a true record, each of which makes the record untrue.

What would be true again, or true in another way, is left out here, so that every mutation ought to
be caught:

- a number that the item's own count phrase also holds ("nine men and two women" allows nine,
  two and eleven), and a count phrase that a cited sentence has word for word;
- a name that is stated in the article where one letter or one word was changed, so also the first
  or the last word dropped ("Toste" for "Ilmar Toste" and "the observatory" for "the Britain-based
  observatory" are other forms of the name), and light words dropped ("of");
- another name of the article when a cited sentence has it or another form of it: which of two
  names of one sentence is meant is for `sides` alone to tell, in sentences of one direction;
- of names that no cited sentence has in any form ("he said"), nothing is left out, but they are a
  group of their own, without a goal;
- a date phrase that a cited sentence has;
- a choice whose own words a cited sentence has too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from llm_extract import Article

Record = Mapping[str, Any]
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class TrueRecord:
    """A true record and the article it belongs to."""

    article: Article
    record: Record

    @cached_property
    def text(self) -> str:
        """The article, case-folded."""
        return self.article.text.casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the article, case-folded."""
        return words_of(self.text)

    def cited(self, item: Mapping[str, Any]) -> str:
        """The sentences an item cites, case-folded; of the article's own facts, everything."""
        if "cites" not in item:
            return self.text
        return "\n".join(self.article.sentence(n) for n in item["cites"]).casefold()


@dataclass(frozen=True)
class Site:
    """One value: ``casualties``, 0, ``("best",)``; facts have no index."""

    name: str
    index: int | None
    path: tuple[str | int, ...]

    def item(self, record: Record) -> Any:
        """The item the value belongs to."""
        return record[self.name] if self.index is None else record[self.name][self.index]

    def value(self, record: Record) -> Any:
        """The value."""
        found = self.item(record)
        for part in self.path:
            found = found[part]
        return found

    @property
    def item_path(self) -> str:
        """``casualties.0``."""
        return self.name if self.index is None else f"{self.name}.{self.index}"


@dataclass(frozen=True)
class Mutation:
    """Some values of one item changed; ``group`` has a goal, ``kind`` is a row of the table."""

    group: str
    kind: str
    truth: Record
    values: Mapping[Site, Any]

    @property
    def site(self) -> Site:
        """The first value changed."""
        return next(iter(self.values))

    @cached_property
    def record(self) -> Record:
        """The true record with these values."""
        site, made = self.site, dict(self.truth)
        made[site.name] = items = copy.deepcopy(self.truth[site.name])
        for place, value in self.values.items():
            holder = items if place.index is None else items[place.index]
            for part in place.path[:-1]:
                holder = holder[part]
            holder[place.path[-1]] = value
        return made

    def undone(self) -> Mutation:
        """The same with nothing changed."""
        return replace(self, values={site: site.value(self.truth) for site in self.values})

    def __str__(self) -> str:
        """One line."""
        changes = (f"{s.value(self.truth)!r} -> {new!r}" for s, new in self.values.items())
        where = ".".join(map(str, (self.site.item_path, *self.site.path)))
        return f"{self.group}, {self.kind}: {where}: {'; '.join(changes)}"


def words_of(text: str) -> frozenset[str]:
    """Words of more than three letters, case-folded, parted at apostrophes and hyphens."""
    return frozenset(word for word in _WORD.findall(text.casefold()) if len(word) > 3)


def stands(words: str, folded: str) -> bool:
    """Whether words stand in a case-folded text, cutting no word."""
    return bool(re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", folded))


def sites(record: Record, name: str, *fields: str) -> Iterator[Site]:
    """Sites of these fields in all items of a list, null ones left out; ``a.b`` goes down."""
    for index, item in enumerate(record[name]):
        for field in fields:
            yield from _below(Site(name, index, ()), item, field.split("."))


def _below(site: Site, value: Any, fields: list[str]) -> Iterator[Site]:
    if value is None:
        return
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from _below(replace(site, path=(*site.path, index)), part, fields)
    elif fields:
        deeper = replace(site, path=(*site.path, fields[0]))
        yield from _below(deeper, value.get(fields[0]), fields[1:])
    else:
        yield site
