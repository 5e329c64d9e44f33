"""French, Spanish and Arabic cues of denial, plan and supposition: the main ones, from tables.

The French and Spanish conditional of hearsay ("aurait tué") asserts, as reported speech does, and
Arabic "قد" is left out: it says "may" or "has" depending on the verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llm_extract.grounding.cues._cues import Cue, Word, listed, word_at

_REACH = 7


@dataclass(frozen=True, slots=True)
class _Cues:
    group: frozenset[str]  # auxiliaries, clitics and adverbs between a cue and its verb
    told: re.Pattern[str]
    negators: frozenset[str]
    companions: frozenset[str]  # French "ne", without which "pas" denies nothing
    not_negated: frozenset[str]  # words that make the negator no denial: "no solo"
    nobody: frozenset[str]
    deny: frozenset[str]
    without: frozenset[str]
    conditions: frozenset[str]
    modals: frozenset[str]
    plans: frozenset[str]  # verbs of intention before de/a + infinitive, or before the infinitive
    danger: frozenset[str]
    of: frozenset[str]
    stops: frozenset[str]  # words no phrase goes across
    that: frozenset[str]


_FRENCH = _Cues(
    group=listed(
        "a ont avait avaient été est sont était étaient fut furent encore toujours y se s' l' la "
        "le les lui leur en fait avoir être aient ait soit soient ne n' plus jamais"
    ),
    told=re.compile(
        r"(?:tu|bless|attaqu|bombard|captur|enlev|pilonn|lanc|tir|frapp|arrêt|occup|assassin|sign"
        r"|retir|évacu|libér|assaill)(?:er|é|ée|és|ées|ent|ant|e|a)"
        r"|pris|prise|prendre|repris|reprise|reprendre|conquis|envahi|envahir|mort|morts"
        r"|attaques?|bombardements?|raids?|frappes?|offensives?|assauts?|combats|tirs|accords?"
        r"|trêves?|cessez-le-feu|retraits?|explosions?|attentats?"
    ),
    negators=listed("pas jamais"),
    companions=listed("ne n'"),
    not_negated=listed("seulement uniquement moins que loin encore"),
    nobody=listed("aucun aucune nul nulle personne"),
    deny=listed("nie nié nient nia niait démenti dément démentent démentit"),
    without=listed("sans"),
    conditions=listed("si"),
    modals=listed("pourrait pourraient"),
    plans=listed(
        "va vont compte comptent prévoit prévoient s'apprête apprête apprêtent envisage envisagent"
    ),
    danger=listed(
        "risque risques menace menaces crainte craintes craint craignent cas danger peur"
    ),
    of=listed("de d' du"),
    stops=listed(
        "qui mais où et ou dont lorsque quand après alors tandis comme car dans sur par pour avec "
        "contre en depuis avant pendant"
    ),
    that=listed("que qu'"),
)
_SPANISH = _Cues(
    group=listed(
        "ha han había habían haber fue fueron sido ser es son está están estaba estaban se le les "
        "lo la los las aún todavía ya hayan haya fueran fuera"
    ),
    told=re.compile(
        r"(?:atac|mat|bombarde|captur|tom|retom|secuestr|dispar|lanz|ocup|asesin|firm|retir|evacu"
        r"|liber|asalt|detuv|golpe)(?:ar|ó|aron|ado|ada|ados|adas|ando|a|an|e|en|ará|arán)"
        r"|atacó|atacaron|ataques?|muert[oa]s?|muri(?:ó|eron)|herid[oa]s?|bombardeos?|ofensivas?"
        r"|asaltos?|combates|disparos|acuerdos?|treguas?|retiradas?|explosi(?:ón|ones)|atentados?"
    ),
    negators=listed("no nunca jamás tampoco"),
    companions=frozenset(),
    not_negated=listed("solo sólo solamente únicamente menos más obstante bien"),
    nobody=listed("ningún ninguno ninguna nadie"),
    deny=listed("negó niega niegan negaron negaba desmintió desmiente desmienten desmintieron"),
    without=listed("sin"),
    conditions=listed("si"),
    modals=listed("podría podrían"),
    plans=listed("va van planea planean prevé prevén dispone disponen pretende pretenden"),
    danger=listed("riesgo riesgos amenaza amenazas temor temores peligro caso posibilidad miedo"),
    of=listed("de a del"),
    stops=listed(
        "quien quienes pero donde y o cuando tras después mientras como porque en por para con "
        "contra sobre desde durante"
    ),
    that=listed("que"),
)
_ARABIC = _Cues(
    group=listed("يكن تكن يتم تتم"),
    told=re.compile(
        r"(?:و|ف|[يتن]|س[يتن])?(?:هاجم|قصف|قتل|شن|أطلق|سيطر|اقتحم|استهدف)(?:ت|وا|ون)?"
        r"|(?:ال)?(?:هجوم|هجمات|قصف|غارات|غارة|اشتباكات|اتفاق|هدنة|انسحاب|انفجار)"
    ),
    negators=listed("لم لن لا ولم ولن ولا فلم فلن"),
    companions=frozenset(),
    not_negated=listed("يزال تزال يزالون سيما أقل بد شك"),
    nobody=frozenset(),
    deny=listed("نفى نفت ينفي تنفي نفوا ونفى ونفت"),
    without=listed("دون بدون"),
    conditions=listed("إذا وإذا لو"),
    modals=frozenset(),
    plans=listed("سوف وسوف"),
    danger=listed("خطر مخاوف خشية حذر حذرت حذّر حذّرت تحذير يحذر تحذر احتمال"),
    of=listed("من"),
    stops=listed("الذي التي الذين لكن ولكن حيث بعد قبل بعدما عندما بينما ثم في على إلى عن مع خلال"),
    that=listed("أن بأن"),
)
CUES = {"fr": _FRENCH, "es": _SPANISH, "ar": _ARABIC}

# Bare "س" also begins "سيطر" (seized) and "سيارة" (car): only verbs of this list are futures.
_ARABIC_FUTURE = re.compile(
    r"[وف]?س(?:[يتن])(?:هاجم|شن|بدأ|نفذ|نسحب|وقع|طلق|قصف|دخل|واصل|عقد|ستهدف|سيطر|قتحم)(?:ون)?"
)
_ARTICLES = listed("le la les l' los las lo")
_ASKING = listed("savoir demande demandé ignore comme même saber pregunta como incluso حتى كما")
_INFINITIVE = re.compile(r"\w{2,}(?:er|ir|re|ar)(?:se|lo|la|los|las)?")


def cue_abroad(words: list[Word], first: int, last: int, language: str) -> Cue | None:
    """The cue that governs the words ``first..last`` (places, both inclusive)."""
    cues = CUES[language]
    opening = first
    while opening < last and _is_cue(cues, word_at(words, opening)):
        opening += 1
    cue = _cue_before(words, opening, cues)
    told = None if cue else _told(words, opening, last, cues)
    if told is not None:
        cue = _cue_before(words, told, cues)
        opening = told
    if cue is None and language == "ar" and _ARABIC_FUTURE.fullmatch(word_at(words, opening)):
        return Cue("planned", opening, opening)
    return cue


def _is_cue(cues: _Cues, word: str) -> bool:
    return word in (
        cues.negators | cues.companions | cues.nobody | cues.deny | cues.without | cues.conditions
        | cues.modals | cues.plans
    ) or word in cues.group - _ARTICLES  # fmt: skip


def _told(words: list[Word], first: int, last: int, cues: _Cues) -> int | None:
    for place in range(first, last + 1):
        if words[place].is_mark or word_at(words, place) in cues.stops:
            return None
        if cues.told.fullmatch(word_at(words, place)):
            return place
    return None


def _cue_before(words: list[Word], head: int, cues: _Cues) -> Cue | None:
    at = head - 1
    while at >= 0 and head - at < _REACH and word_at(words, at) in cues.group - cues.negators:
        at -= 1
    cue = _direct(words, at, head, cues)
    return cue or _through_phrase(words, at, head, cues)


def _direct(words: list[Word], at: int, head: int, cues: _Cues) -> Cue | None:
    word = word_at(words, at)
    if word in cues.negators and word_at(words, at + 1) not in cues.not_negated:
        return Cue("negated", at, at) if _has_companion(words, at, cues) else None
    if word in cues.without and at == head - 1:
        return Cue("negated", at, at)
    if word in cues.modals:
        return Cue("hypothetical", at, at)
    particle = word in cues.of | {"à"} and word_at(words, at - 1) in cues.plans
    if not particle and word not in cues.plans:
        return None
    infinitive = cues is _ARABIC or _INFINITIVE.fullmatch(word_at(words, head))
    return Cue("planned", at - particle, at) if infinitive else None


def _has_companion(words: list[Word], at: int, cues: _Cues) -> bool:
    if not cues.companions:
        return True
    return any(word_at(words, place) in cues.companions for place in range(at - 4, at))


def _through_phrase(words: list[Word], begin: int, head: int, cues: _Cues) -> Cue | None:
    """Walk left through the phrase to the word that governs it."""
    content = False
    for at in range(begin, max(begin - _REACH, -1), -1):
        word = word_at(words, at)
        if word in cues.deny | cues.nobody:
            return _denial(words, at, head, cues)
        if word in cues.conditions:
            return None if content or _asks(words, at) else Cue("hypothetical", at, at)
        if word in cues.of or word in cues.danger:
            return _dread(words, at, cues)
        if words[at].is_mark or word in cues.stops or _acts(word, cues):
            return None
        content = content or word in cues.that
    return None


def _acts(word: str, cues: _Cues) -> bool:
    """Whether the word is part of another verb group."""
    if word in cues.negators | cues.companions | cues.modals | cues.plans | cues.without:
        return True
    finite = cues is _SPANISH and word.endswith(("ó", "aron", "ieron"))
    return finite or (word in cues.group and word not in _ARTICLES)


def _denial(words: list[Word], at: int, head: int, cues: _Cues) -> Cue | None:
    before = {word_at(words, at - 1), word_at(words, at - 2)}
    if not (cues.negators | cues.nobody).isdisjoint(before) or not cues.companions.isdisjoint(
        before
    ):
        return None
    fills = word_at(words, at) in cues.nobody and head - at > _REACH
    return None if fills else Cue("negated", at, at)


def _asks(words: list[Word], at: int) -> bool:
    return word_at(words, at - 1) in _ASKING or word_at(words, at + 1) in {"bien", "لم"}


def _dread(words: list[Word], at: int, cues: _Cues) -> Cue | None:
    """Fears of it: "risque d'" an attack, "craint" an attack, "حذرت الأمم المتحدة من" it."""
    reach = 4 if cues is _ARABIC else 1
    begins = (at,) if word_at(words, at) in cues.danger else range(at - 1, at - 1 - reach, -1)
    for place in begins:
        word = word_at(words, place)
        if word in cues.danger:
            is_case = word not in {"cas", "caso"} or word_at(words, place - 1) == "en"
            return Cue("hypothetical", place, at) if is_case else None
        if word in cues.stops or words[max(place, 0)].is_mark:
            return None
    return None
