"""What is complete in a JSON object that was cut off or broken somewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

# Deeper nesting is a model that runs away; the parser of the strict check stops at 200.
MAX_DEPTH = 100
_MAX_DIGITS = 4000
_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[{]|([\]}])")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Control characters in strings are let through: the item that holds one is at fault, and
# those behind it are not.
_DECODER = json.JSONDecoder(
    strict=False,
    parse_constant=str,
    parse_int=lambda digits: int(digits) if len(digits) < _MAX_DIGITS else digits,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Complete parts of an answer, each as the JSON text that was written.

    Attributes:
        fields: complete top-level fields; of two with one name the last complete one.
        items: complete items of top-level lists, those of an incomplete list too.
        whole: whether the text is one complete JSON object and nothing else.
    """

    fields: dict[str, str] = field(default_factory=dict)
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False


class _End(Exception):  # noqa: N818 - the end of what can be read, not an error
    """The text ends or breaks here."""


def complete_parts(text: str) -> Parts:
    """Split a JSON object into its complete parts, up to where it ends or breaks.

    A number at the very end is not complete, since digits may be missing. Linear in the length
    of the text; never raises.
    """
    walk = _Walk(_SURROGATE.sub("\ufffd", text))
    try:
        walk.object()
        walk.space()
    except _End:
        return Parts(walk.fields, walk.items)
    return Parts(walk.fields, walk.items, whole=walk.at == len(walk.text))


def decoded(text: str) -> Any:
    """Value of a part; text that no file could hold (half a surrogate pair) is replaced."""
    value = _DECODER.decode(text)
    if text.isascii() and "\\u" not in text:
        return value
    written = json.dumps(value, ensure_ascii=False)
    if _SURROGATE.search(written):
        return json.loads(_SURROGATE.sub("\ufffd", written))
    return value


class _Walk:
    """One walk over the text; ``at`` is the place behind what was read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fields: dict[str, str] = {}
        self.items: dict[str, tuple[str, ...]] = {}
        self.at = 0

    def object(self) -> None:
        self._expect("{")
        if self._take("}"):
            return
        while True:
            self._field()
            if self._take("}"):
                return
            self._expect(",")

    def _field(self) -> None:
        name = self._name()
        self._expect(":")
        self.space()
        start = self.at
        if self._take("["):
            self._list(name)
            self.fields[name] = self.text[start : self.at]
        else:
            self.fields[name] = self._value()

    def _name(self) -> str:
        self.space()
        if self.text[self.at : self.at + 1] != '"':
            raise _End
        name: str = _DECODER.decode(self._value())
        return name

    def _list(self, name: str) -> None:
        found: list[str] = []
        try:
            self._items(found)
        except _End:
            self.items.setdefault(name, tuple(found))
            raise
        self.items[name] = tuple(found)

    def _items(self, found: list[str]) -> None:
        if self._take("]"):
            return
        while True:
            self.space()
            found.append(self._value())
            if self._take("]"):
                return
            self._expect(",")

    def _value(self) -> str:
        start = self.at
        try:
            _, end = _DECODER.raw_decode(self.text, start)
        except (ValueError, RecursionError):
            raise _End from None
        value = self.text[start:end]
        if not self._is_complete(value, end) or _is_deep(value):
            raise _End
        self.at = end
        return value

    def _is_complete(self, value: str, end: int) -> bool:
        """Whether the value cannot go on behind ``end``: numbers can, and broken strings do."""
        if value[-1] in "]}":
            return True
        if end == len(self.text):
            return not value[-1].isdigit()
        following = _SPACE.match(self.text, end)
        behind = following.end() if following else end
        return self.text[behind : behind + 1] in ("", ",", "]", "}", ":")

    def space(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at

    def _take(self, character: str) -> bool:
        self.space()
        if self.text[self.at : self.at + 1] != character:
            return False
        self.at += 1
        return True

    def _expect(self, character: str) -> None:
        if not self._take(character):
            raise _End


def _is_deep(value: str) -> bool:
    # Counting all brackets is quick, and few values have so many.
    brackets = value.count("[") + value.count("{")
    return brackets > MAX_DEPTH and _depth(value) > MAX_DEPTH


def _depth(value: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", value)):
        depth += -1 if bracket[1] else 1
        deepest = max(deepest, depth)
    return deepest
