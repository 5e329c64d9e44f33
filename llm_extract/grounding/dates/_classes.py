"""Patterns of the classes of words that phrases are made of: ``<month>``, ``<unit>``, ...

``<month>`` is a month in any case or shortened, ``<cap>`` one written as a month is, ``<named>``
one that is also spelled out. ``<weekday>`` is spelled out, ``<wday>`` may be shortened.
``<unit>`` is one of a unit and ``<units>`` several (but not hours, which are ``<hours>``);
``<long>`` is one week or longer.
"""

from __future__ import annotations

from collections.abc import Iterable

from llm_extract.grounding.dates._words import Words


def classes_of(words: Words) -> dict[str, str]:
    """Patterns of the classes of words that phrases name (``<month>``, ``<unit>``, ...)."""
    no_hours = {name: unit for name, unit in words.plurals.items() if unit != "hour"}
    both = words.units | words.plurals
    return {
        "month": _names(words, _one_of(words.months), _one_of(words.short_months)),
        "cap": _names(
            words,
            _written(words, words.months, capitals=True),
            _shortened(words, words.short_months),
        ),
        "named": _names(words, _written(words, words.months), ""),
        "weekday": _written(words, words.weekdays),
        "wday": _names(
            words, _written(words, words.weekdays), _shortened(words, words.short_weekdays)
        ),
        "n": rf"(?:\d{{1,3}}+|{_one_of(words.numbers)})(?!\w)",
        "unit": _one_of(words.units),
        "units": _one_of(no_hours),
        "hours": _one_of(words.plurals.keys() - no_hours.keys()),
        "days": _one_of(name for name, unit in words.plurals.items() if unit == "day"),
        "long": _one_of(name for name, unit in words.units.items() if unit not in ("hour", "day")),
        "years": _one_of(name for name, unit in both.items() if unit == "year"),
        "dual": _one_of(words.duals),
        "counted": _one_of(words.counted.split()),
    }


def _names(words: Words, spelled: str, short: str) -> str:
    name = rf"(?:{spelled}|{short}\.?)" if short else spelled
    # Arabic often names a month twice: "آب/أغسطس".
    return rf"{name}(?>(?:\s?/\s?{name})?)" if words.duals else name


def _written(words: Words, names: Iterable[str], *, capitals: bool = False) -> str:
    forms = {form.lower(): form for form in words.written_so}
    free = _one_of(name for name in names if name not in forms)
    fixed = {forms[name] for name in names if name in forms}
    if capitals:
        fixed |= {form.upper() for form in fixed}
    return rf"(?:{free}|(?-i:{_one_of(fixed)}))" if fixed else free


def _shortened(words: Words, names: Iterable[str]) -> str:
    if not words.capitals:
        return _one_of(names)
    return rf"(?-i:{_one_of(form for name in names for form in (name.title(), name.upper()))})"


def _one_of(words: Iterable[str]) -> str:
    # The longest first: "twenty-one" before "twenty". Without any word, nothing fits.
    spelled = sorted(words, key=lambda word: (-len(word), word))
    if not spelled:
        return r"(?!)"
    # Most words fail at their first letter, which is cheap to see.
    letters = "".join(sorted({word[0] for word in spelled}))
    return rf"(?=[{letters}])(?:{'|'.join(spelled)})(?!\w)".replace(" ", r"\s")
