"""Words that govern an English verb or noun: its verb group, then the phrase up to the governor.

"fears of a new" attack, "denied that 12 soldiers were" killed. Any other verb, link or mark on the
way left ends the search.
"""

from __future__ import annotations

from collections.abc import Callable

from llm_extract.grounding.cues._cues import (
    BE,
    DETERMINERS,
    HAVE,
    LINKS,
    PREPOSITIONS,
    SPEECH,
    TIME,
    Cue,
    Word,
    is_adverb,
    is_number,
    is_verb,
    listed,
    tells_conflict,
    word_at,
)
from llm_extract.grounding.cues._english_cues import (
    ASKING,
    BAR,
    CHARGE,
    DANGER,
    DEFINITE,
    DENY,
    FAIL,
    FAR,
    FEAR,
    LIGHT,
    NEGATORS,
    NOT_NO,
    NOTICE,
    PREPARE,
    PREVENT,
    REACH,
    REJECT,
    SCHEME,
    SHIELD,
    SIGN,
    WARD,
)
from llm_extract.grounding.cues._english_verb_group import (
    Place,
    denied_before,
    group_cue,
    group_start,
)


def cue_before(words: list[Word], head: int, first: int) -> Cue | None:
    at = group_start(words, head)
    group = Place(words, at, head, first, verbal=True)
    inner = group_cue(group)
    verbal = inner is not None or at < head - 1 or is_verb(word_at(words, head))
    begin = group_start(words, inner.first) if inner else at
    outer = _phrase_cue(Place(words, begin, head, first, verbal))
    if inner is None or outer is None:
        return inner or outer
    if outer.modality == "negated":
        denied = word_at(words, outer.first) in DENY
        return None if denied and inner.modality == "negated" else outer
    return outer if word_at(words, outer.first) in {"if", "unless"} else inner


def _phrase_cue(place: Place) -> Cue | None:
    """Walk left through the phrase to the word that governs it."""
    for at in range(place.at, max(place.at - REACH, -1), -1):
        here = place._replace(at=at)
        word = here.word()
        passes = place.verbal and word in {"of", "in", "near", "at"}
        if word in _GOVERNORS and not passes:
            return _GOVERNORS[word](here)
        if here.words[at].is_mark or word in LINKS or is_verb(word):
            return None
        gerund = word.endswith("ing") and not tells_conflict(word)
        if gerund or (word in PREPOSITIONS and not passes):
            return None
    return None


def _opens_clause(place: Place) -> bool:
    before = place.word(-1)
    opens = before in LINKS | SPEECH | BE | HAVE | {"", "there"}
    return opens or place.words[place.at - 1].is_mark


def _no(place: Place) -> Cue | None:
    if place.word(1) in NOT_NO or (is_number(place.word(1)) and place.word(1) != "one"):
        return None
    near = place.head - place.at <= (1 if place.verbal else 2)
    return place.cue("negated") if near or _opens_clause(place) else None


def _nobody(place: Place) -> Cue | None:
    return place.cue("negated") if _opens_clause(place) else None


def _nor(place: Place) -> Cue | None:
    return place.cue("negated")


def _that(place: Place) -> Cue | None:
    offset = -1
    while place.word(offset) in TIME | {"on"} or is_adverb(place.word(offset)):
        offset -= 1
    governor = place._replace(at=place.at + offset)
    word = governor.word()
    span = place.cue("negated", offset)
    if word in DENY:
        return span if _denies(governor) else None
    if word in FEAR or word in {"risk", "danger", "possibility", "chance", "prospect"}:
        return None if denied_before(governor) else span._replace(modality="hypothetical")
    if word in SIGN | {"true"} and denied_before(governor):
        return span
    rejects = word in CHARGE and (governor.word(-1) in REJECT or governor.word(-2) in REJECT)
    return span if rejects and not denied_before(governor._replace(at=governor.at - 1)) else None


def _denies(place: Place) -> bool:
    return not denied_before(place) and place.word(-1) not in BE


def _deny(place: Place) -> Cue | None:
    return place.cue("negated") if _denies(place) else None


def _if(place: Place) -> Cue | None:
    asked = place.word(-1) in ASKING
    aside = place.word(1) in {"any", "only", "not", "confirmed", "true", "possible", "needed"}
    return None if asked or aside else place.cue("hypothetical")


def _fear(place: Place) -> Cue | None:
    noun_or_attribute = place.word(-1) in DETERMINERS | {"and"} or denied_before(place)
    return None if noun_or_attribute else place.cue("hypothetical")


def _scheme(place: Place) -> Cue | None:
    attribute = place.word(-1) in DETERMINERS or place.word(-1).endswith("'s")
    if place.verbal or place.head - place.at > REACH // 2:
        return None
    if not attribute and (place.word(1) in DEFINITE or is_adverb(place.word(-1))):
        return None
    return place.cue("negated" if denied_before(place) else "planned")


def _prevent(place: Place) -> Cue | None:
    earlier = {place.word(offset) for offset in (-1, -2, -3)}
    vain = earlier & (FAIL | NEGATORS) or any(word.endswith("n't") for word in earlier)
    if place.verbal or vain or place.word(1) in DEFINITE:
        return None
    return place.cue("hypothetical")


def _off(place: Place) -> Cue | None:
    return _prevent(place) if place.word(-1) in WARD else None


def _out(place: Place) -> Cue | None:
    verb = place._replace(at=place.at - 1)
    if verb.word() in {"rule", "ruled", "rules", "ruling"}:
        return place.cue("hypothetical" if denied_before(verb) else "negated", -1)
    return _light(verb) if verb.word() in {"carry", "carried", "carrying"} else None


def _light(place: Place) -> Cue | None:
    """The cue of "launch" for the attack that is launched; "the attack" was there before."""
    # One step only: "make make make an attack" must not recurse word by word.
    indirect = place.verbal or word_at(place.words, place.head) in LIGHT | NOTICE
    cue = None if indirect else cue_before(place.words, place.at, place.first)
    definite = place.word(1) in DEFINITE or place.word(2) in DEFINITE
    return None if cue is None or (definite and cue.modality == "negated") else cue


def _notice(place: Place) -> Cue | None:
    cue = _light(place) if place.word(1) == "any" else None
    return cue if cue and cue.modality == "negated" else None


def _without(place: Place) -> Cue | None:
    near = place.head - place.at == 1
    near = near or (not place.verbal and place.word(1) in {"a", "an", "any", "further"})
    return place.cue("negated") if near else None


def _of(place: Place) -> Cue | None:
    governor = place._replace(at=place.at - 1)
    word = governor.word()
    if word in SIGN and denied_before(governor):
        return place.cue("negated", -1)
    if word == "short" and governor.word(-1) in {"stopped", "stops", "stopping"}:
        return place.cue("negated", -2)
    case = {"case": "in", "event": "the"}
    if word in DANGER and not denied_before(governor):
        is_case = governor.word(-1) == case.get(word, governor.word(-1))
        return place.cue("hypothetical", -1) if is_case else None
    return None


def _for(place: Place) -> Cue | None:
    governor = place._replace(at=place.at - 1)
    if governor.word() in {"brace", "braced", "bracing"}:
        return place.cue("hypothetical", -1)
    if governor.word() not in PREPARE:
        return None
    return place.cue("negated" if denied_before(governor) else "planned", -1)


def _against(place: Place) -> Cue | None:
    warns = place.word(-1) in {"warn", "warned", "warns", "warning"}
    return place.cue("hypothetical", -1) if warns else None


def _from(place: Place) -> Cue | None:
    """What somebody is kept from: "supposed to protect the town from" an attack."""
    for at in range(place.at - 1, max(place.at - FAR, -1), -1):
        here = place._replace(at=at)
        if here.words[at].is_mark or here.word() in LINKS:
            return None
        if here.word() in BAR and word_at(place.words, place.at + 1).endswith("ing"):
            vain = denied_before(here) or here.word(-2) in FAIL
            return None if vain else Cue("negated", at, at)
        if here.word() in SHIELD and here.word(-1) == "to":
            meant = here.word(-2) in {"supposed", "meant", "designed", "intended", "hoped"}
            return Cue("hypothetical", at - 2, at - 1) if meant else None
    return None


def _governors() -> dict[str, Callable[[Place], Cue | None]]:
    groups: tuple[tuple[frozenset[str], Callable[[Place], Cue | None]], ...] = (
        (LIGHT, _light),
        (NOTICE, _notice),
        (SCHEME, _scheme),
        (PREVENT, _prevent),
        (FEAR, _fear),
        (DENY, _deny),
        (listed("nobody no-one none"), _nobody),
        (listed("neither nor"), _nor),
        (listed("if unless"), _if),
    )
    single = {
        "no": _no, "that": _that, "out": _out, "off": _off, "without": _without,
        "of": _of, "for": _for, "against": _against, "from": _from,
    }  # fmt: skip
    return {word: rule for words, rule in groups for word in words} | single


_GOVERNORS = _governors()
