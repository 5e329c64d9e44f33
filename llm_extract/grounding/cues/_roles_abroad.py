"""Roles in French, Spanish and Arabic.

The agent of a passive ("par", "por", "على يد"), and in Arabic who takes what "من" whom.
"""

from __future__ import annotations

import re

from llm_extract.grounding.cues._cues import listed, word_at
from llm_extract.grounding.cues._name import Name

_REACH = 6
_PARTICIPLES = {
    "fr": re.compile(
        r"(?:tu|bless|attaqu|bombard|captur|enlev|pilonn|arrêt|occup|assassin|exécut|assiég"
        r"|kidnapp|incendi|abatt|assailli)(?:é|ée|és|ées|u|ue|us|ues)|(?:re)?(?:pris|conquis)e?s?"
    ),
    "es": re.compile(
        r"(?:muert|asesinad|matad|atacad|bombardead|tomad|retomad|capturad|secuestrad|herid"
        r"|abatid|recuperad|conquistad|ocupad|detenid|ejecutad|emboscad)[oa]s?"
    ),
    "ar": re.compile(r"و?(?:قتل|قتلوا|قتلت|قُتل|قُتلوا|مقتل|اغتيل|اختطف|خطف|اعتقل|اغتيال|اختطاف)"),
}
_BY = {"fr": "par", "es": "por", "ar": "على"}
_HAND = listed("يد أيدي ايدي")
# Behind these the same form is active: "a pris par", "ha tomado por".
_ACTIVE = listed("a ont avait avaient ai ha han había habían he n'a")
_ARTICLES = listed("le la les l' des du un une el los las un una unos unas deux trois dos tres")
_BETWEEN = re.compile(r"\w+(?<!é)(?<!ée)(?<!és)(?<!ado)(?<!ados)(?<!ó)(?<!aron)", re.IGNORECASE)
_NOT_BETWEEN = listed(
    "a ont avait est sont ha han había fue fueron qui que quien mais pero et y ne n' pas no "
    "لم لن لا التي الذي"
)
_AFTER = listed(
    "dans à au aux en et ou lors après avant près sur selon de hier le lundi mardi mercredi jeudi "
    "vendredi samedi dimanche cerca tras durante y o según ayer el في قرب بعد خلال أمس يوم وفق"
)
# Verbs that stand before their subject; those of the first list take what they govern by "على".
_SEIZED_ON = re.compile(r"[وف]?(?:استول(?:ى|ت|وا)|سيطر(?:ت|وا)?)")
_SEIZED = re.compile(r"[وف]?(?:انتزع|استعاد|استرد)(?:ت|وا)?")
_FAR = 14
_DENIES = listed("لم لن لا ما")
# "3 km from", "near", "with help from": not whom it was taken from.
_VAIN_SOURCE = listed(
    "بعد مسافة كيلومتر كيلومترا كيلومترات كلم كم متر مترا أمتار بالقرب مقربة قريبة بدعم بمساندة "
    "بمساعدة بإسناد بمشاركة بغطاء بضغط بأمر هربا خوفا"
)


def agent_abroad(name: Name, language: str) -> tuple[int, int] | None:
    """Places of the words by which the name clearly acts, or None."""
    found = _agent_of_passive(name, language)
    return found or (_seizer(name) if language == "ar" else None)


def patient_abroad(name: Name, language: str) -> tuple[int, int] | None:
    """Places of the words by which the name is clearly taken from, or None."""
    return _seized_from(name) if language == "ar" else None


def _seizer(name: Name) -> tuple[int, int] | None:
    """The subject right behind its verb, as in "استولت الحركة على القرية"."""
    verb = name.first - 1
    word = word_at(name.words, verb)
    if word_at(name.words, verb - 1) in _DENIES:
        return None
    on = _SEIZED_ON.fullmatch(word) and name.after() == "على"
    direct = _SEIZED.fullmatch(word) and name.after() not in _AFTER | {"", "من", "على"}
    clear = on or (direct and not name.words[name.last + 1].is_mark)
    return (verb, verb) if clear else None


def _seized_from(name: Name) -> tuple[int, int] | None:
    """As in "استولت الحركة على القرية من" the army."""
    at, words = name.first - 1, name.words
    if word_at(words, at) != "من" or not _ends(name):
        return None
    on = False
    for verb in range(at - 1, max(at - _FAR, -1), -1):
        word = word_at(words, verb)
        if (on and _SEIZED_ON.fullmatch(word)) or _SEIZED.fullmatch(word):
            return None if word_at(words, verb - 1) in _DENIES else (verb, at)
        if words[verb].is_mark or word in _VAIN_SOURCE:
            return None
        on = on or word == "على"
    return None


def _agent_of_passive(name: Name, language: str) -> tuple[int, int] | None:
    """Places of the participle and of the word for "by"."""
    at = name.first - 1
    if language == "ar":
        if word_at(name.words, at) not in _HAND:
            return None
        at -= 1
    while word_at(name.words, at) in _ARTICLES or word_at(name.words, at).isdigit():
        at -= 1
    if word_at(name.words, at) != _BY[language] or not _ends(name):
        return None
    verb = _participle(name, at, language)
    return None if verb is None else (verb, at)


def _ends(name: Name) -> bool:
    after = word_at(name.words, name.last + 1)
    return after in _AFTER | {""} or name.words[name.last + 1].is_mark


def _participle(name: Name, by: int, language: str) -> int | None:
    words = name.words
    for at in range(by - 1, max(by - 1 - _REACH, -1), -1):
        word = word_at(words, at)
        if _PARTICIPLES[language].fullmatch(word):
            before = {word_at(words, at - 1), word_at(words, at - 2), word_at(words, at - 3)}
            denied = before & {"pas", "no", "لم", "لن", "ne", "n'", "nunca", "jamais"}
            return None if word_at(words, at - 1) in _ACTIVE or denied else at
        if words[at].is_mark or word in _NOT_BETWEEN or not _BETWEEN.fullmatch(word):
            return None
    return None
