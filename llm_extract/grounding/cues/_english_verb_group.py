"""Cues in an English verb group: "did not" attack, "would have" killed, "plans to" attack."""

from __future__ import annotations

from typing import NamedTuple

from llm_extract.grounding.cues._cues import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    HAVE,
    Cue,
    Modality,
    Word,
    is_adverb,
    is_number,
    word_at,
)
from llm_extract.grounding.cues._english_cues import (
    BE_ABOUT,
    DREAD,
    EFFORT,
    FAIL,
    GENERAL,
    GROUP,
    INTEND,
    NEGATORS,
    NOT_NOT,
    PERCEIVED,
    REACH,
)


class Place(NamedTuple):
    """A word that may govern the phrase or clause whose verb or noun stands at ``head``."""

    words: list[Word]
    at: int
    head: int
    first: int
    verbal: bool

    def word(self, offset: int = 0) -> str:
        return word_at(self.words, self.at + offset)

    def cue(self, modality: Modality, offset: int = 0) -> Cue:
        return Cue(modality, self.at + min(offset, 0), self.at + max(offset, 0))


def group_start(words: list[Word], head: int) -> int:
    """The place left of the auxiliaries and adverbs before a verb."""
    at = head - 1
    while at >= 0 and head - at < REACH:
        word = word_at(words, at)
        if word not in GROUP and not is_adverb(word):
            break
        at -= 1
    return at


def group_cue(place: Place) -> Cue | None:
    word = place.word()
    if word in NEGATORS or word.endswith("n't"):
        return _negation(place)
    if word.endswith("'ll"):
        return place.cue("planned")
    if place.at < 0 or not place.words[place.at].raw.islower():
        return None
    if word in {"would", "could", "might", "may"}:
        return _modal(place)
    if word == "will":
        before = place.word(-1)
        noun = before in DETERMINERS | {"political", "free", "own"} or before.endswith("'s")
        return None if noun else place.cue("planned")
    return _infinitive(place) if word == "to" else None


def _negation(place: Place) -> Cue | None:
    if place.word(1) in NOT_NOT:
        return None
    if place.word() == "not" and place.word(-1) not in AUXILIARIES | {"for"}:
        return None
    if place.word(-1) in {"may", "might"}:
        return place.cue("hypothetical", -1)
    return place.cue("negated")


def _modal(place: Place) -> Cue | None:
    before = place.word(-1)
    noun = before in DETERMINERS | {"military", "full", "in"} or before.endswith("'s")
    noun = noun or (place.word() == "may" and is_number(before))
    past = place.word(1) in {"later", "eventually", "go"}
    perceived = word_at(place.words, place.head) in PERCEIVED
    return None if noun or past or perceived else place.cue("hypothetical")


def _infinitive(place: Place) -> Cue | None:
    head = place.words[place.head]
    plural = head.text.endswith("s") and not head.text.endswith("ss")
    if head.text in DETERMINERS or not head.raw.islower() or head.text.endswith("ing") or plural:
        return None
    offset = -1
    while is_adverb(place.word(offset)) and place.word(offset) != "yet":
        offset -= 1
    word = place.word(offset)
    governor = place._replace(at=place.at + offset)
    span = place.cue("planned", offset)
    if word == "yet":
        return span._replace(modality="negated") if governor.word(-1) in BE | HAVE else None
    if word == "not":
        return None if governor.word(-1) == "or" else span._replace(modality="negated")
    if word in FAIL:
        return None if denied_before(governor) else span._replace(modality="negated")
    return _intention(governor, span)


def _intention(governor: Place, span: Cue) -> Cue | None:
    word = governor.word()
    if word in DREAD:
        return span._replace(modality="hypothetical")
    if word in INTEND:
        return span._replace(modality="negated") if denied_before(governor) else span
    before = -2 if is_adverb(governor.word(-1)) else -1
    is_about = word in BE_ABOUT and governor.word(before) in BE
    is_effort = word in EFFORT and governor.at < governor.first
    is_to_be = word in {"is", "are"} and governor.word(-1) not in GENERAL
    if is_about or is_effort or is_to_be:
        return span
    return None


def denied_before(place: Place) -> bool:
    """Whether a negation stands within three words before, as in "did not rule"."""
    for offset in (-1, -2, -3):
        word = place.word(offset)
        if word in NEGATORS | {"no", "nor", "nobody", "neither"} or word.endswith("n't"):
            return True
        if word == "one" and place.word(offset - 1) == "no":
            return True
        if not (word in AUXILIARIES or is_adverb(word) or word in {"any", "immediate", "current"}):
            return False
    return False
