"""Steps through an English clause that the readers of agents and of patients share."""

from __future__ import annotations

from llm_extract.grounding.cues._cues import (
    AUXILIARIES,
    LINKS,
    SPEECH,
    TIME,
    Word,
    is_adverb,
    is_number,
    is_verb,
    word_at,
)
from llm_extract.grounding.cues._name import Name
from llm_extract.grounding.cues._roles_words import (
    AT,
    AWAY,
    DIFFUSE,
    FAR,
    GERUND,
    HURLED,
    MUNITION,
    NEGATORS,
    NO_NOUN,
    PASSIVE,
    REACH,
    ROUTED,
)

_CLOSING = {",": ",", "—": "—", "–": "–", "-": "-", "(": ")"}
_RELATIVE = frozenset({"who", "which", "whose", "and", "with"})

_OTHER_LINKS = LINKS - _RELATIVE
_LINKS_BUT_AND = LINKS - {"and"}
_POSITIVE = AUXILIARIES - {"cannot"}
_VIOLENCE = PASSIVE | GERUND | HURLED | NEGATORS


def verb_group(name: Name) -> int:
    """Where the verb group of a subject may begin: behind the name and a parenthesis after it.

    As in "rebels, backed by tanks, shelled" and "rebels — who hold the port — were shelled". A
    parenthesis that tells violence of its own is not passed over.
    """
    begin = name.last + 1
    closing = _CLOSING.get(word_at(name.words, begin))
    if closing is None or _is_quoted_speaker(name):
        return begin
    for at in range(begin + 1, min(begin + FAR, len(name.words))):
        word = name.words[at].text
        if name.words[at].is_mark:
            return at + 1 if word == closing and at > begin + 1 else begin
        links = word in _OTHER_LINKS and at == begin + 1
        if links or word in _VIOLENCE:
            return begin
    return begin


def _is_quoted_speaker(name: Name) -> bool:
    """As in "The raid, said the army, a party to the truce, killed"."""
    at = name.left
    before = word_at(name.words, at - 1)
    return word_at(name.words, at) in SPEECH and (not before or name.words[at - 1].is_mark)


def skip_group(words: list[Word], at: int) -> int:
    """The place behind auxiliaries and adverbs."""
    begin = at
    while at - begin < REACH and (word_at(words, at) in _POSITIVE or is_adverb(word_at(words, at))):
        at += 1
    return at


def is_denied(words: list[Word], verb: int) -> bool:
    """Whether a negation stands in the group of a verb."""
    for at in range(verb - 1, max(verb - REACH, -1), -1):
        word = word_at(words, at)
        if word in NEGATORS or word.endswith("n't"):
            return True
        if word not in AUXILIARIES and not is_adverb(word):
            return False
    return False


def is_place(words: list[Word], verb: int) -> bool:
    """Whether a name of a place may follow "took": a capital, and no one goes to hospital."""
    at = verb + 1
    if word_at(words, at) in TIME or at >= len(words) or not words[verb].raw.islower():
        return False
    while at < len(words) and words[at].raw[0].isupper():
        at += 1
    ends = at >= len(words) or words[at].is_mark
    after = word_at(words, at)
    return at > verb + 1 and (ends or after in TIME | {"from", "on", "after", "in"})


def hurled_at(words: list[Word], verb: int) -> int | None:
    """The place of "at" in "fired tear gas and rubber bullets at"; the verb is at ``verb``."""
    armed = False
    for at in range(verb + 1, min(verb + FAR, len(words))):
        word = words[at].text
        if word in AT:
            return at if armed else None
        clause = word in _LINKS_BUT_AND or is_verb(word)
        if clause or (words[at].is_mark and word != ","):
            return None
        armed = armed or bool(MUNITION.fullmatch(word))
    return None


def routs(words: list[Word], verb: int) -> bool:
    """Whether a verb has its particle: "pushed back" a brigade, "drove" a brigade "out of"."""
    if word_at(words, verb) not in ROUTED:
        return False
    for at in range(verb + 1, min(verb + FAR, len(words))):
        word = words[at].text
        if word in AWAY:
            near = at == verb + 1
            return near or word_at(words, at + 1) in {"of", "from"} or word == "back"
        if words[at].is_mark or is_verb(word) or word in _LINKS_BUT_AND:
            return False
        if word == "from":
            return at > verb + 1
    return False


def begins_object(words: list[Word], at: int) -> bool:
    """Whether a noun phrase begins here, not "on Monday" or "two days ago"."""
    word, after = word_at(words, at), word_at(words, at + 1)
    if not word or words[at].is_mark or word.endswith("ing") or word in {"alive", "dead"}:
        return False
    if (word, after) in {("at", "least"), ("up", "to")} or word in {"about", "around"}:
        return word_at(words, at + 2) not in DIFFUSE
    vague = is_number(word) and after in DIFFUSE
    return not vague and word not in NO_NOUN and not is_verb(word) and not is_adverb(word)
