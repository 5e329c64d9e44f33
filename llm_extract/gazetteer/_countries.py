"""Countries as news in English names them: their names, and words for their people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from llm_extract.gazetteer._names import name_key

_TABLE = Path(__file__).with_name("countries.tsv")
# "South American" and "Indian Ocean" are of no country of that name.
_OF_THE_STATES = r"(?<!South )(?<!North )(?<!Latin )(?<!Central )American"
_NO_LAND = r"(?! Ocean\b| Sea\b| Channel\b)"


class Country(NamedTuple):
    """Names of a country; ``names[0]`` is the usual one, ``people`` are words for what is its."""

    code: str
    names: tuple[str, ...]
    people: tuple[str, ...]


class Mention(NamedTuple):
    """A country named in a text; offsets are code points, end-exclusive."""

    code: str
    start: int
    end: int
    words: str


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO 3166 code."""
    rows = (line for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    found = (_country(line) for line in rows)
    return {country.code: country for country in found}


def country_code(name: str) -> str | None:
    """ISO 3166 code of a country by name or code, ``None`` for what is none of ours."""
    return _by_key().get(name_key(name)) or (name if name in countries() else None)


def mentions(text: str) -> Iterator[Mention]:
    """Countries a text names, by name or by their people, in the order of the text.

    Names in lower case are words ("turkey", "china", "us"); the longest name wins, so that
    "South Sudan" names no Sudan.
    """
    pattern, codes = _pattern()
    for found in pattern.finditer(text):
        yield Mention(codes[found[0]], found.start(), found.end(), found[0])


def _country(line: str) -> Country:
    code, names, people = line.split("\t")
    return Country(code, tuple(names.split(";")), tuple(people.split(";")) if people else ())


@cache
def _by_key() -> dict[str, str]:
    return {name_key(name): country.code for country in countries().values() for name in country[1]}


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    codes: dict[str, str] = {}
    for country in countries().values():
        for name in country.names:
            codes[name] = country.code
            # Datelines and headlines are written in capitals.
            codes.setdefault(name.upper(), country.code)
        for word in country.people:
            codes.setdefault(word, country.code)
            codes.setdefault(f"{word}s", country.code)
    words = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    words = words.replace("|American", f"|{_OF_THE_STATES}")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w){_NO_LAND}"), codes
