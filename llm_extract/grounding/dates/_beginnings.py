"""How a phrase may begin, so that only the phrases that can fit a word are tried on it.

A beginning is a word, the first two letters of words with a "*" behind them (for "est[ea]"), or
how many digits a number has: "2" for "14".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.grounding.dates._words import Words

_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?(?:-i)?:)?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<some>[?*+]|\{\d*,?\d*\}\??)|<(?P<group>[a-z]+)2?>|\\(?P<digit>d)|(?P<word>[^\W\d_]+)"
    r"|\[[^]]*\]|\\.|."
)
# What stands right behind letters that are not the whole word.
_GOES_ON = ("(", "[", "<", "?", "*", "+", "\\")
_DIGITS = {
    "iso": ("4",),
    "year": ("4",),
    "mm": ("1", "2"),
    "dd": ("1", "2"),
    "day": ("1", "2"),
}


def beginnings_of(words: Words) -> dict[str, frozenset[str]]:
    """How the words of each class may begin."""
    months = (*words.months, *words.short_months)
    weekdays = (*words.weekdays, *words.short_weekdays)
    units = (*words.units, *words.plurals)
    of_class = dict.fromkeys(("month", "cap", "named"), months)
    of_class |= dict.fromkeys(("weekday", "wday"), weekdays)
    of_class |= dict.fromkeys(("unit", "units", "hours", "days", "long", "years"), units)
    of_class |= {"n": ("1", "2", "3", *words.numbers), "dual": tuple(words.duals)} | _DIGITS
    return {name: frozenset(map(_first, spelled)) for name, spelled in of_class.items()}


def _first(word: str) -> str:
    return re.split(r"\W", word)[0]


def beginnings(phrase: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    """How a phrase may begin, all its letters in lower case."""
    tokens = iter([*_TOKEN.finditer(phrase)])
    found, _ = _choices(tokens, classes)
    return frozenset(found)


def _choices(
    tokens: Iterator[re.Match[str]], classes: dict[str, frozenset[str]]
) -> tuple[set[str], bool]:
    """Beginnings of alternatives up to the end of their group, and whether one may be empty."""
    found: set[str] = set()
    # Whether all so far may be absent, and all before the last element.
    absent = open_before = True
    may_be_empty = False
    for token in tokens:
        kind = token.lastgroup
        if kind == "close":
            break
        if kind == "bar":
            may_be_empty |= absent
            absent = open_before = True
        elif kind == "some":
            if token[0][0] != "+" and not token[0].startswith("{1"):
                absent = open_before
        else:
            open_before = absent
            added, empty = _element(token, tokens, classes)
            if absent:
                found |= added
            absent = absent and empty
    return found, may_be_empty or absent


def _element(
    token: re.Match[str],
    tokens: Iterator[re.Match[str]],
    classes: dict[str, frozenset[str]],
) -> tuple[set[str], bool]:
    kind = token.lastgroup
    if kind == "open":
        return _choices(tokens, classes)
    if kind == "look":
        _choices(tokens, classes)
    if kind == "group":
        return set(classes.get(token["group"], ())), False
    if kind == "word":
        goes_on = token.string[token.end() : token.end() + 1] in _GOES_ON
        return {token[0][:2].lower() + "*" if goes_on else token[0].lower()}, False
    if kind == "digit":
        return {"1", "2", "3"}, False
    return set(), True
