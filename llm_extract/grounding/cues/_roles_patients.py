"""English constructions that say who is acted upon."""

from __future__ import annotations

from llm_extract.grounding.cues._cues import (
    BE,
    DETERMINERS,
    EVENT_NOUN,
    HAVE,
    LINKS,
    MODALS,
    PREPOSITIONS,
    Word,
    is_adverb,
    is_number,
    is_verb,
    word_at,
)
from llm_extract.grounding.cues._name import Name
from llm_extract.grounding.cues._roles_clause import (
    hurled_at,
    is_denied,
    is_place,
    routs,
    skip_group,
    verb_group,
)
from llm_extract.grounding.cues._roles_english import Places
from llm_extract.grounding.cues._roles_words import (
    AT,
    AWAY,
    BARE,
    CASUALTY,
    FAR,
    FROM,
    GERUND,
    HURLED,
    HURLING,
    INSTALLATION,
    MEMBER,
    MUTUAL,
    NEGATORS,
    NO_NOUN,
    REACH,
    ROUTED,
    TAKEABLE,
    TOOK,
    VAIN_SOURCE,
    VICTIM,
    WITHIN,
)

_HARMED = CASUALTY | GERUND
_HARMING = VICTIM | GERUND | BARE
_NO_SUBJECT = DETERMINERS | {""}
_BEFORE_NOUNS = DETERMINERS | PREPOSITIONS | BE
_NO_PART_OF_NOUN = NO_NOUN - {"at", "of", "than", "up", "to"}


def patient_in_english(name: Name) -> Places | None:
    """Places of the words by which the name is clearly acted upon."""
    if not name.is_actor:
        return None
    found = _object(name) or _owner_of_object(name) or _routed(name) or _passive_subject(name)
    return found or _behind_preposition(name) or _aimed_at(name)


def _object(name: Name) -> Places | None:
    """As in "killed 14 soldiers" and "shelled an army post"."""
    verb = name.left
    if _joins(name.words, verb) and any(is_number(word) for word in _own(name, verb)):
        verb = _verb_of_first(name.words, verb)
    word = word_at(name.words, verb)
    if word == "dead":
        verb, word = verb - 1, word_at(name.words, verb - 1)
    if word not in _HARMING or not _is_active(name.words, verb):
        return None
    installed = word not in CASUALTY and bool(INSTALLATION.fullmatch(name.after()))
    return (verb, verb) if (name.ends_phrase or installed) and _one_sided(name, verb) else None


def _owner_of_object(name: Name) -> Places | None:
    """As in "shelled positions of the rebels" and "killed two members of the militia"."""
    at = name.left
    owned = word_at(name.words, at - 1)
    if word_at(name.words, at) != "of" or not name.ends_phrase:
        return None
    if not (INSTALLATION.fullmatch(owned) or MEMBER.fullmatch(owned)):
        return None
    whole = Name(name.words, at - 1, name.last)
    return _object(whole) or _behind_preposition(whole)


def _routed(name: Name) -> Places | None:
    """As in "pushed back the rebels" and "drove the rebels out of the town"."""
    words, at = name.words, name.left
    parted = word_at(words, at) in AWAY and name.ends_phrase
    joined = name.after() in AWAY | {"from"}
    verb = at - 1 if parted else at
    if not (parted or joined) or word_at(words, verb) not in ROUTED or not routs(words, verb):
        return None
    passive = word_at(words, verb - 1) in BE
    return None if passive or is_denied(words, verb) else (verb, verb)


def _own(name: Name, left: int) -> list[str]:
    return [word_at(name.words, at) for at in range(left + 1, name.last + 1)]


def _joins(words: list[Word], at: int) -> bool:
    return word_at(words, at) == "and" or (
        word_at(words, at) == "as" and word_at(words, at - 1) == "well"
    )


def _verb_of_first(words: list[Word], at: int) -> int:
    """The verb before a counted first object: "killed 14 soldiers, as well as" 20 rebels."""
    at -= 1 if word_at(words, at) == "and" else 3
    at -= 1 if word_at(words, at) == "," else 0
    counted = False
    for place in range(at, max(at - REACH, -1), -1):
        word = word_at(words, place)
        if word in _HARMED:
            return place if counted else -1
        counted = counted or is_number(word)
        if words[place].is_mark or word in _NO_PART_OF_NOUN:
            return -1
    return -1


def _is_active(words: list[Word], verb: int) -> bool:
    before, word = word_at(words, verb - 1), word_at(words, verb)
    if is_denied(words, verb):
        return False
    if word in GERUND:
        return before not in _NO_SUBJECT and not is_number(before)
    if word in BARE:
        return before in MODALS or (before == "to" and not _is_vain(words, verb))
    while is_adverb(before):
        verb -= 1
        before = word_at(words, verb - 1)
    if before and words[verb - 1].is_mark:
        # "shelled the army" is active even there, "wounded rebels" is not.
        counted = word_at(words, verb + 1)
        return counted in DETERMINERS or is_number(counted)
    if not before or is_number(before):
        return False
    nominal = before not in _BEFORE_NOUNS
    return before in HAVE or (nominal and not is_verb(before))


def _is_vain(words: list[Word], verb: int) -> bool:
    return word_at(words, verb - 2) in {"failed", "not", "refused", "unable", "yet"}


def _one_sided(name: Name, verb: int) -> bool:
    """False for deaths in clashes: whoever dies there also fights."""
    if word_at(name.words, verb) not in CASUALTY | {"killing", "wounding", "injuring", "kill"}:
        return True
    return not any(MUTUAL.fullmatch(word.text) for word in name.words)


def _passive_subject(name: Name) -> Places | None:
    """As in "two rebels were killed" and "soldiers killed by rebels"."""
    begin = verb_group(name)
    verb = skip_group(name.words, begin)
    word = word_at(name.words, verb)
    group = {word_at(name.words, at) for at in range(begin, verb)}
    passive = bool(group & BE) and not group & MODALS
    passive = passive or (not group and word_at(name.words, verb + 1) == "by")
    routed = word in ROUTED and word_at(name.words, verb + 1) in AWAY | {"from"}
    if not (word in VICTIM or routed) or not passive or not name.is_subject or _no_one(name):
        return None
    return (verb, verb) if _one_sided(name, verb) else None


def _no_one(name: Name) -> bool:
    return not NEGATORS.isdisjoint(_own(name, name.left))


def _behind_preposition(name: Name) -> Places | None:
    at = name.left
    word = word_at(name.words, at)
    installed = bool(INSTALLATION.fullmatch(name.after()))
    if word == "from":
        return _taken_from(name, at) if name.ends_phrase else None
    if word not in {"on", "against", "at"} or not (name.ends_phrase or installed):
        return None
    governor = word_at(name.words, at - 1)
    if word != "against" and governor in {"fire", "fired"} | ({"shot"} if word == "at" else set()):
        return at - 1, at
    against = word != "at" and EVENT_NOUN.fullmatch(governor) and not MUTUAL.fullmatch(governor)
    denied = word_at(name.words, at - 2) in NEGATORS | {"without"}
    return (at - 1, at) if against and not denied else None


def _taken_from(name: Name, at: int) -> Places | None:
    """As in "had taken several villages from" the rebels."""
    words = name.words
    if word_at(words, at - 1) in VAIN_SOURCE:
        return None
    takeable = False
    for verb in range(at - 1, max(at - FAR, -1), -1):
        word = word_at(words, verb)
        if word in FROM:
            clear = takeable or word not in TOOK | {"taking"} or is_place(words, verb)
            return (verb, at) if clear and not is_denied(words, verb) else None
        takeable = takeable or bool(TAKEABLE.fullmatch(word))
        stops = word in LINKS - {"and"} or (word in PREPOSITIONS and word not in WITHIN)
        if words[verb].is_mark or stops or is_verb(word):
            return None
    return None


def _aimed_at(name: Name) -> Places | None:
    """As in "fired tear gas and rubber bullets at" a crowd."""
    words, at = name.words, name.left
    if word_at(words, at) not in AT or not (
        name.ends_phrase or INSTALLATION.fullmatch(name.after())
    ):
        return None
    for verb in range(at - 1, max(at - FAR, -1), -1):
        word = word_at(words, verb)
        if word in HURLED | HURLING:
            clear = hurled_at(words, verb) == at and not is_denied(words, verb)
            return (verb, at) if clear else None
        if is_verb(word):
            return None
    return None
