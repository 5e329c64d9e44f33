"""Fillers of one slot, made of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from llm_extract.evaluation.scoring._folding import folded
from llm_extract.evaluation.scoring._model import Filler, Form, Interval, Range, Span, Support
from llm_extract.evaluation.scoring.mapping._file import Fill, Value
from llm_extract.evaluation.scoring.mapping._paths import PathError

_SUPPORT: dict[Any, Support] = {
    True: "yes",
    False: "no",
    "yes": "yes",
    "partly": "partly",
    "no": "no",
    None: "yes",
}


class Filling:
    """Fills slots with the maps and patterns of one file.

    Args:
        maps: with folded keys.
        patterns: by name.
    """

    def __init__(
        self,
        maps: Mapping[str, Mapping[str, Value]],
        patterns: Mapping[str, re.Pattern[str]],
    ) -> None:
        self._maps = maps
        self._patterns = patterns

    def fillers(self, fill: Fill, item: Any) -> tuple[Filler, ...]:
        """Fillers with at least one form; ones that say the same are one.

        Raises:
            PathError: a path gives what is no value, day, number or span.
        """
        found: dict[tuple[Form, ...], Filler] = {}
        for entry in _parts(fill.each, item):
            forms = tuple(
                dict.fromkeys(
                    form for part in _parts(fill.any_of, entry) for form in self._forms(fill, part)
                )
            )
            if forms:
                optional = bool(fill.optional and fill.optional.search(entry))
                known = found.get(forms)
                found[forms] = Filler(forms, optional and (known is None or known.optional))
        return tuple(found.values())

    def _forms(self, fill: Fill, part: Any) -> Iterator[Form]:
        if fill.start or fill.end:
            yield from _interval(fill, part)
        elif fill.low or fill.high:
            yield from _range(fill, part)
        else:
            if fill.forms or not fill.spans:
                values = fill.forms.all(part) if fill.forms else iter((part,))
                yield from (form for value in values for form in self._value(fill, value))
            if fill.spans:
                yield from _spans(fill.spans.search(part))

    def _value(self, fill: Fill, value: Any) -> Iterator[Form]:
        if not isinstance(value, str | bool | int | float):
            raise PathError("the path gives no text, number or flag")
        if isinstance(value, str):
            if not all(self._patterns[name].search(value) for name in fill.only):
                return
            if any(self._patterns[name].search(value) for name in fill.except_):
                return
            value = self._cut(fill.without, value)
        said = self._mapped(fill.map, value)
        if said is not None and said != "":
            yield said

    def _cut(self, name: str | None, text: str) -> str:
        text = " ".join(text.split())
        kept = " ".join(self._patterns[name].sub(" ", text).split()) if name else text
        return kept or text

    def _mapped(self, name: str | None, value: Form) -> Value:
        key = value if not isinstance(value, str) else folded(value)
        plain: Value = value if isinstance(value, str | bool | int | float) else None
        if name is None:
            return plain
        pairs = self._maps[name]
        return pairs[str(key)] if str(key) in pairs else pairs.get("*", plain)


def support_of(fill: Fill, item: Any) -> Support:
    """Whether the text supports the gold of a slot.

    Raises:
        PathError: the path gives something else than yes, partly or no.
    """
    said = fill.support.search(item) if fill.support else None
    if isinstance(said, list | dict) or said not in _SUPPORT:
        raise PathError("support is yes, partly or no")
    return _SUPPORT[said]


def _parts(path: Any, value: Any) -> Iterator[Any]:
    if path is None:
        yield value
    else:
        yield from path.all(value)


def _interval(fill: Fill, part: Any) -> Iterator[Interval]:
    start = _day(fill.start.search(part) if fill.start else None)
    end = _day(fill.end.search(part) if fill.end else None)
    if start is None and end is not None and fill.days_before is not None:
        start = end - timedelta(days=fill.days_before)
    if start or end:
        more = timedelta(days=fill.around)
        yield Interval(start and start - more, end and end + more)


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        # Also of a day with the hour.
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise PathError("the path gives no day as YYYY-MM-DD") from None


def _range(fill: Fill, part: Any) -> Iterator[Range]:
    low = _number(fill.low.search(part) if fill.low else None)
    high = _number(fill.high.search(part) if fill.high else None)
    if low is not None or high is not None:
        yield Range(low, high)


def _number(value: Any) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise PathError("the path gives no number")


def _spans(value: Any) -> Iterator[Span]:
    pairs = value if isinstance(value, list) else []
    if pairs and not isinstance(pairs[0], list):
        pairs = [pairs]
    for pair in pairs:
        if len(pair) != 2 or not all(isinstance(offset, int) for offset in pair):
            raise PathError("spans are pairs of offsets")
        yield Span(*pair)
