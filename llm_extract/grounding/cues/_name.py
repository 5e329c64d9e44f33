"""A name and the phrase it stands in."""

from __future__ import annotations

from typing import NamedTuple

from llm_extract.grounding.cues._cues import (
    AUXILIARIES,
    DETERMINERS,
    EVENT_NOUN,
    LINKS,
    PREPOSITIONS,
    SPEECH,
    TIME,
    Word,
    is_adverb,
    is_number,
    word_at,
)
from llm_extract.grounding.cues._roles_words import (
    EPITHETS,
    MEMBER,
    MUTUAL,
    NO_NOUN,
    REACH,
)

_GOING_ON = AUXILIARIES | {"who", "whose"}
_SMALL = AUXILIARIES | PREPOSITIONS
_CLAUSE_LINKS = LINKS - {"and", "or", "than", "until", "so"}
_LINKS_BUT_THAN = LINKS - {"than"}


class Name(NamedTuple):
    """A name in a sentence: places of its first and last word."""

    words: list[Word]
    first: int
    last: int

    def after(self, distance: int = 1) -> str:
        return word_at(self.words, self.last + distance)

    @property
    def ends_phrase(self) -> bool:
        """Whether the name is the head of its phrase and no subject of a verb that follows."""
        word = self.after()
        if not word or self.words[self.last + 1].is_mark:
            return word[:1] not in {"'", "-", "/", "‐", "‑"}
        ends = word in NO_NOUN or is_adverb(word)
        return ends and word not in _GOING_ON

    @property
    def left(self) -> int:
        """The place before the words that belong to the name: "at least 14 regime" forces."""
        at = self.first - 1
        while self.first - at < REACH and at >= 0 and _modifies(self.words, at):
            at -= 1
        return at

    @property
    def is_subject(self) -> bool:
        """Whether the phrase of the name begins its clause, as also in "gunmen of the" militia."""
        at = self.left
        word = word_at(self.words, at)
        if word == "of" and MEMBER.fullmatch(word_at(self.words, at - 1)):
            at = Name(self.words, at - 1, self.last).left
            word = word_at(self.words, at)
        if at < 0 or self.words[at].is_mark:
            return True
        dated = word in TIME and word_at(self.words, at - 1) in {"on", "in", "since"}
        return dated or word in SPEECH or word in _CLAUSE_LINKS

    @property
    def is_actor(self) -> bool:
        head = word_at(self.words, self.last)
        return not MUTUAL.fullmatch(head) and not EVENT_NOUN.fullmatch(head)


def _modifies(words: list[Word], at: int) -> bool:
    word = words[at].text
    if words[at].is_mark or word in TIME or word in _LINKS_BUT_THAN:
        return False
    if word in {"at", "up", "of"}:
        amounts = {"dozens", "scores", "hundreds", "thousands"}
        before, after = word_at(words, at - 1), word_at(words, at + 1)
        return (word, after) in {("at", "least"), ("up", "to")} or (
            word == "of" and before in amounts
        )
    if word == "to":
        return word_at(words, at - 1) == "up"
    capital = words[at].raw[0].isupper() and at > 0 and word not in _SMALL
    quantity = word in DETERMINERS or is_number(word)
    return quantity or word in EPITHETS or capital or ("-" in word and len(word) > 3)
