"""English constructions that say who acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from llm_extract.grounding.cues._cues import (
    BE,
    DETERMINERS,
    EVENT_NOUN,
    HAVE,
    LINKS,
    MODALS,
    PREPOSITIONS,
    SPEECH,
    TIME,
    Word,
    is_adverb,
    is_number,
    is_verb,
    word_at,
)
from llm_extract.grounding.cues._name import Name
from llm_extract.grounding.cues._roles_clause import (
    begins_object,
    hurled_at,
    is_denied,
    is_place,
    routs,
    skip_group,
    verb_group,
)
from llm_extract.grounding.cues._roles_words import (
    AWAY,
    BARE,
    BARGAIN,
    DOWN,
    GERUND,
    HURLED,
    NEGATORS,
    ONWARD,
    PASSIVE,
    PUSHED,
    REACH,
    ROUTED,
    TAKEABLE,
    TOOK,
    VIOLENT,
)

Role = Literal["agent", "patient"]
Places = tuple[int, int]
_SENTENCE = 40

_STOPPING = LINKS | NEGATORS | {"by"}
_BEHIND_BARE = PREPOSITIONS | TIME | DOWN
_ACTING = VIOLENT | TOOK | PUSHED | HURLED | ROUTED | {"opened", "struck"}


def agent_in_english(name: Name) -> Places | None:
    """Places of the words by which the name clearly acts."""
    return _by_name(name) or _subject(name) if name.is_actor else None


def _by_name(name: Name) -> Places | None:
    """As in "shelled on Monday by rebels" and "an attack by rebels"."""
    by = name.left
    if word_at(name.words, by) != "by" or not name.ends_phrase:
        return None
    if EVENT_NOUN.fullmatch(word_at(name.words, by - 1)):
        return None if word_at(name.words, by - 2) in NEGATORS else (by - 1, by)
    for at in range(by - 1, max(by - REACH, -1), -1):
        word = word_at(name.words, at)
        if word in PASSIVE:
            return (at, by) if _is_passive(name.words, at) else None
        stops = word in _STOPPING or is_verb(word) or word.endswith("ing")
        if name.words[at].is_mark or stops:
            return None
    return None


def _is_passive(words: list[Word], verb: int) -> bool:
    """Not "had shelled", not "was not shelled", no object behind the verb."""
    after = word_at(words, verb + 1)
    bare = after in _BEHIND_BARE or is_adverb(after)
    return bare and word_at(words, verb - 1) not in HAVE and not is_denied(words, verb)


def _subject(name: Name) -> Places | None:
    """As in "rebels shelled an army post" and "troops had taken several villages"."""
    if not name.is_subject:
        return None
    begin = name.last + 2 if name.after() == "who" else verb_group(name)
    verb = skip_group(name.words, begin)
    group = {word_at(name.words, at) for at in range(begin, verb)}
    word = word_at(name.words, verb)
    if group & BE:
        acts = word in GERUND
    elif group & MODALS:
        acts = word in BARE
    else:
        acts = word in _ACTING
    return (verb, verb) if acts and _takes_object(name.words, verb) else None


def further_deeds(name: Name, first: Places) -> Iterator[Places]:
    """Places of the verbs joined to the first: "fired at a crowd" and "arrested" 34 of them.

    Behind a relative clause only a verb after a comma is surely the subject's.
    """
    words, relative = name.words, False
    begin = first[0] + 1 if first[0] == first[1] and first[0] > name.last else len(words)
    for at in range(begin, min(begin + _SENTENCE, len(words))):
        word = words[at].text
        if word == "and":
            verb = skip_group(words, at + 1)
            parted = words[at - 1].text == ","
            if verb == at + 1 and (parted or not relative) and _is_joined(words, verb):
                yield verb, verb
        elif word in {"who", "which"}:
            relative = True
        elif word in LINKS or word in SPEECH or word in {".", ";", ":"}:
            return


def _is_joined(words: list[Word], verb: int) -> bool:
    """Not "and captured rebels", where the verb may be an attribute."""
    object_first = word_at(words, verb + 1)
    counted = object_first in DETERMINERS | {"at", "up"} or is_number(object_first)
    return word_at(words, verb) in VIOLENT and counted and _takes_object(words, verb)


def _takes_object(words: list[Word], verb: int) -> bool:
    word, after = word_at(words, verb), word_at(words, verb + 1)
    if word in HURLED | {"opened"}:
        return _shoots(words, verb)
    if word in TOOK:
        return after != "place" and (_is_near(words, verb, TAKEABLE) or is_place(words, verb))
    if word in PUSHED and after in ONWARD:
        return True
    skipped = after == "dead"
    if word in ROUTED:
        skipped = after in AWAY
        if not routs(words, verb) or _is_near(words, verb, EVENT_NOUN):
            return False
    if word in PUSHED - ROUTED or (word == "struck" and _is_near(words, verb, BARGAIN)):
        return False
    return begins_object(words, verb + (2 if skipped else 1))


def _shoots(words: list[Word], verb: int) -> bool:
    """As in "opened fire", "fired at", "launched an attack", "threw stones at"."""
    word, after = word_at(words, verb), word_at(words, verb + 1)
    if word == "opened":
        return after == "fire"
    if word == "fired" and after in {"at", "on"}:
        return True
    if word == "launched" and after in DETERMINERS and _is_near(words, verb, EVENT_NOUN):
        return True
    return hurled_at(words, verb) is not None


def _is_near(words: list[Word], verb: int, nouns: re.Pattern[str]) -> bool:
    near = (word_at(words, at) for at in range(verb + 1, verb + REACH))
    return any(nouns.fullmatch(word) for word in near)
