"""The cue that governs a stretch of an English sentence: before it, in it, or in its verb."""

from __future__ import annotations

from llm_extract.grounding.cues._cues import (
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    PREPOSITIONS,
    SPEECH,
    TIME,
    Cue,
    Word,
    is_adverb,
    is_verb,
    tells_conflict,
    word_at,
)
from llm_extract.grounding.cues._english_cues import (
    BE_ABOUT,
    DENY,
    DREAD,
    FAIL,
    FEAR,
    HAPPENING,
    INTEND,
    NEGATORS,
    REACH,
    STAGED,
)
from llm_extract.grounding.cues._english_governors import (
    cue_before,
)
from llm_extract.grounding.cues._english_verb_group import (
    Place,
    group_cue,
    group_start,
)

_HELPING = AUXILIARIES | NEGATORS
_SKIPPED = _HELPING | DENY | {"no", "neither", "to", "yet", "without", "nor"}
_PENDING = _HELPING | BE_ABOUT | {"to", "scheduled", "expected", "slated", "yet"}
_BEFORE_TO = FAIL | INTEND | DREAD | BE_ABOUT
_TELLING = SPEECH | DENY | FEAR
_LINKS_BUT_AND = LINKS - {"and"}


def cue_in_english(words: list[Word], first: int, last: int) -> Cue | None:
    """The cue that governs the words ``first..last`` (places, both inclusive)."""
    opening, told = _opening(words, first, last), _told(words, first, last)
    # In "no group has claimed the attack" it is the group that there was none of.
    begins = () if told is not None and word_at(words, first) == "no" else (opening,)
    heads = dict.fromkeys(begins if told is None else (*begins, told))
    cue = next(filter(None, (cue_before(words, head, first) for head in heads)), None)
    if cue is None and told is None:
        cue = _plan(words, first, last)
    return cue or _cue_after(words, last if told is None else told, first)


def _opening(words: list[Word], first: int, last: int) -> int:
    """The first word of a stretch that is no cue itself: "attack" of "will attack"."""
    place = first
    while place < last:
        word = word_at(words, place)
        governs = word in _BEFORE_TO and word_at(words, place + 1) == "to"
        if not (word in _SKIPPED or word.endswith("n't") or is_adverb(word) or governs):
            break
        place += 1
    return place


def _told(words: list[Word], first: int, last: int) -> int | None:
    """The first verb or noun of conflict in the stretch's own clause."""
    for place in range(first, last + 1):
        word = word_at(words, place)
        if tells_conflict(word):
            return place
        heads_content = word == "that" and word_at(words, place - 1) in _TELLING
        joins = word in {"and", "or"} or (word in {"if", "unless"} and place == first)
        if words[place].is_mark or (word in LINKS and not heads_content and not joins):
            return None
    return None


def _cue_after(words: list[Word], event: int, first: int) -> Cue | None:
    """The cue of a verb whose subject is the event: "any attack would", "the raid never began"."""
    joined: frozenset[str] = frozenset()
    for at in range(event + 1, min(event + 1 + REACH, len(words))):
        word = word_at(words, at)
        if word in _HELPING or word.endswith("n't"):
            return _happening(words, at, first) or _supposed(words, event, at)
        if words[at].is_mark or word in LINKS - joined or is_verb(word):
            return None
        if word == "between":
            joined = frozenset({"and"})
    return None


def _plan(words: list[Word], first: int, last: int) -> Cue | None:
    """The plan a stretch without a word of conflict tells: "the two sides are to meet"."""
    for at in range(first, last):
        word = word_at(words, at)
        if word in {"will", "is", "are"} or word.endswith("'ll"):
            cue = _group_cue_of(words, _main_verb(words, at), first)
            return cue if cue and cue.modality == "planned" else None
        if words[at].is_mark or word in _LINKS_BUT_AND or is_verb(word):
            return None
    return None


def _main_verb(words: list[Word], at: int) -> int:
    while is_adverb(word_at(words, at)) or word_at(words, at) in _PENDING:
        at += 1
    return at


def _group_cue_of(words: list[Word], verb: int, first: int) -> Cue | None:
    if verb >= len(words):
        return None
    return group_cue(Place(words, group_start(words, verb), verb, first, verbal=True))


def _happening(words: list[Word], at: int, first: int) -> Cue | None:
    verb = _main_verb(words, at)
    word, following = word_at(words, verb), word_at(words, verb + 1)
    if word in {"take", "taken", "took"} and following in {"place", "effect"}:
        return _group_cue_of(words, verb, first)
    if word not in HAPPENING | STAGED:
        return None
    cue = _group_cue_of(words, verb, first)
    if following in {"", "on", "as", "because"} | TIME or words[verb + 1].is_mark:
        return cue
    # "Did not begin in Velm" may have begun elsewhere, and "would begin in Velm" may have begun.
    goes_on = following in PREPOSITIONS and cue is not None and cue.modality != "negated"
    return cue if goes_on and word_at(words, at) != "would" else None


def _supposed(words: list[Word], event: int, at: int) -> Cue | None:
    """As in "any attack would", but not in "a strike on Monday would be the third"."""
    modal, span = word_at(words, at), Cue("hypothetical", at, at)
    for place in range(event, max(event - REACH // 2, -1), -1):
        word = word_at(words, place)
        if word == "any":
            return span if modal in {"would", "could", "might", "may"} else None
        if word in {"a", "an", "another"}:
            dated = any(word_at(words, between) in TIME for between in range(event, at))
            return span if modal == "would" and not dated else None
        if words[place].is_mark or word in DETERMINERS | LINKS | PREPOSITIONS:
            return None
    return None
