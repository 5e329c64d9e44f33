"""The words around the name of a place: what kind of place it is, and how precisely it is given.

English only. Codes are those of UCDP GED's ``where_prec``, see `_precision`.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["country", "adm1", "adm2", "town"]

_SIDE = r"(?:(?:(?:north|south)-?(?:east|west)?|east|west)(?:ern)?(?:most)?|central|upper|lower)"
_FEW = "an?|few|several|two|three|four|five|six|seven|eight|nine|ten|twelve"
# UCDP GED's circle around a place is of 25 km; an hour's drive leads out of it.
_SMALL = rf"(?:(?:1?\d|2[0-5])(?:\.\d+)?|{_FEW})"
_ANY = rf"(?:\d[\d.,]*|{_FEW}|\w+teen|\w+ty)"
_UNIT = r"(?:kilomet(?:er|re)s?|kms?|miles?|minutes)"
_FROM = rf"(?:(?: to the)? {_SIDE} of|(?: {_SIDE})? (?:from|outside))"
_ADM1 = r"(?:province|governorate|oblast|prefecture|voivodeship|state)"
_ADM2 = r"(?:district|county|municipality|raion|canton)"
_TOWN = r"(?:city|town|village|hamlet|port|settlement|township|resort)"
_WAY = r"(?:border|frontier|road|highway)"


class Phrase(NamedTuple):
    """What is said of a place.

    Attributes:
        text: the words, the name among them, as written.
        where_prec: UCDP GED's, ``None`` where the words leave it to the kind of the place.
        kind: of the place that is named, as far as they tell.
        is_part: it is a part of the place that is named: "southern Idlib".
    """

    text: str
    where_prec: int | None = None
    kind: Kind | None = None
    is_part: bool = False


class _Cue(NamedTuple):
    pattern: re.Pattern[str]
    where_prec: int | None
    kind: Kind | None = None


def _before(words: str, where_prec: int | None, kind: Kind | None = None) -> _Cue:
    return _Cue(re.compile(rf"(?<!\w)(?:{words}) (?:the )?$", re.IGNORECASE), where_prec, kind)


def _behind(words: str, where_prec: int | None, kind: Kind | None = None) -> _Cue:
    return _Cue(re.compile(rf"(?:{words})(?!\w)"), where_prec, kind)


# Of each group the first that fits counts.
_RELATIONS = (
    _before(rf"{_SMALL} ?{_UNIT}{_FROM}", 2),
    _before(rf"{_ANY} ?(?:{_UNIT}|hours?){_FROM}", 5),
    _before(rf"(?:{_SIDE} )?(?:countryside|hinterland) (?:of|around)|rural", 4),
    _before(rf"{_SIDE} of|area (?:around|of)", 2),
    _before(r"(?:outskirts|suburbs?|edges?|vicinity|surroundings|environs) of", 2),
    _before(r"(?:just )?outside|close to|not far from|near(?:by)?|around|next to", 2),
    _before(r"(?:region|zone|stronghold|enclave) of", 5),
    _before(rf"{_WAY} (?:between|with|of|to|from)(?: (?:\w+ ){{1,3}}(?:and|to))?", 5),
    _before(r"waters (?:off|of)|off the coast of", 7),
)
_KINDS = (
    _before(rf"{_ADM1} of", 4, "adm1"),
    _before(rf"{_ADM2} of", 3, "adm2"),
    _before(rf"{_TOWN} of", None, "town"),
)
_PART = _before(_SIDE, None)
_BEHIND = (
    _behind(rf"(?:'s|’s)? (?:{_SIDE} )?countryside", 4),
    _behind(r"(?:'s|’s)? (?:outskirts|suburbs|surroundings|area)", 2),
    _behind(r" (?:region|zone|enclave)", 5),
    _behind(rf" {_ADM1}", 4, "adm1"),
    _behind(rf" {_ADM2}", 3, "adm2"),
    _behind(rf"(?:[-–][A-Z]\w+)? {_WAY}", 5),
    _behind(r" (?:city|town|village)", None, "town"),
)
# Code points of a text that are looked at on either side of a name.
_REACH = 80
_LAST_WORD = re.compile(r"[\w-]+ $")
_QUALIFIED = re.compile(r"^(?P<name>[^,(]+?)(?:, (?P<behind>[^,]+)| \((?P<within>[^)]+)\))$")
_BEGINNING = re.compile(r"(?<!\w)(?=[^\W\d_])(?![a-z])")


def phrase_at(text: str, start: int, end: int) -> Phrase | None:
    """The phrase around the name at ``start`` to ``end``; ``None`` when the name stands alone.

    "near", "30 km from" and the like count before what the place is: "near the town of X" is 2.
    """
    before = text[max(0, start - _REACH) : start]
    kept, kind = _cut(_KINDS, before)
    kept, part = (kept, None) if kind else _cut((_PART,), kept)
    kept, relation = _cut_behind_adjectives(kept) if kind else _cut(_RELATIONS, kept)
    behind = next(filter(None, (cue.pattern.match(text, end) and cue for cue in _BEHIND)), None)
    found = [cue for cue in (relation, behind, kind, part) if cue]
    if not found:
        return None
    stop = behind.pattern.match(text, end).end() if behind else end  # type: ignore[union-attr]
    return Phrase(
        text[start - len(before) + len(kept) : stop],
        next((cue.where_prec for cue in found if cue.where_prec), None),
        next((cue.kind for cue in found if cue.kind), None),
        is_part=part is not None,
    )


def unwrapped(name: str) -> tuple[str, Phrase | None]:
    """A name of a record without words that are none of it, and what these say.

    "northern countryside of Hama" is "Hama" with precision 4, and "a hamlet west of Hama" with 2;
    "Hama" is itself.
    """
    for beginning in _BEGINNING.finditer(name):
        for end in range(beginning.start() + 1, len(name) + 1):
            said = phrase_at(name, beginning.start(), end)
            if said is not None and name.endswith(said.text):
                return name[beginning.start() : end], said
    return name, None


def qualified(name: str) -> tuple[str, str | None]:
    """A name, and the larger place it is said to be in: "Paris, Texas", "Tripoli (Lebanon)"."""
    found = _QUALIFIED.match(name)
    return (found["name"], found["behind"] or found["within"]) if found else (name, None)


def qualifier_at(text: str, end: int) -> str | None:
    """The capitalised words behind a comma after the name that ends there, if there are any."""
    found = re.compile(r", (?:in |the )*([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})").match(text, end)
    return found[1] if found else None


def _cut(cues: tuple[_Cue, ...], before: str) -> tuple[str, _Cue | None]:
    """What stands before the first of the cues that fits, and this one."""
    for cue in cues:
        if found := cue.pattern.search(before):
            return before[: found.start()], cue
    return before, None


def _cut_behind_adjectives(before: str) -> tuple[str, _Cue | None]:
    """The same of a relation, with up to two words between: "near the small southern" town of."""
    rest = before
    for _ in range(3):
        kept, relation = _cut(_RELATIONS, rest)
        if relation:
            return kept, relation
        rest = _LAST_WORD.sub("", rest)
    return before, None
