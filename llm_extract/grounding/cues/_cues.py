"""Words of a sentence, and the closed word lists that modality and roles are read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

Modality = Literal["asserted", "hypothetical", "planned", "negated"]

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[\w\u064b-\u0652]+(?:[-'’][\w\u064b-\u0652]+)*|[^\w\s]+")
# French elides: "n'a" is two words, "aujourd'hui" is one.
_FRENCH = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)"
    r"|\d+(?:[.,]\d+)*|\w+(?:[-'’]\w+)*|[^\w\s]+",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """A word or a run of marks; offsets in code points of the sentence, end-exclusive."""

    text: str
    raw: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        return not self.raw[0].isalnum()


class Cue(NamedTuple):
    """What a cue says, and the places of its first and last word."""

    modality: Modality
    first: int
    last: int


# A sentence is read for each of its names, with few others in between.
@lru_cache(maxsize=32)
def words_of(sentence: str, language: str) -> list[Word]:
    """The words and marks of a sentence in order; ``text`` is lower case with plain apostrophes.

    The list is shared, and not to be changed.
    """
    pattern = _FRENCH if language == "fr" else _WORD
    spans = [match.span() for match in pattern.finditer(sentence)]
    # "İ" is two letters in lower case, and "Σ" another one at the end of a word.
    if "İ" in sentence or "Σ" in sentence:
        return [_word(sentence[start:end], start, end) for start, end in spans]
    low = sentence.lower().replace("’", "'")
    return [Word(low[start:end], sentence[start:end], start, end) for start, end in spans]


def _word(raw: str, start: int, end: int) -> Word:
    return Word(raw.lower().replace("’", "'"), raw, start, end)


def covered(words: list[Word], start: int, end: int) -> tuple[int, int] | None:
    """First and last place of the words (no marks) that touch ``start..end``."""
    first = bisect_right(words, start, key=attrgetter("end"))
    last = bisect_left(words, end, first, key=attrgetter("start"))
    places = [place for place in range(first, last) if not words[place].is_mark]
    return (places[0], places[-1]) if places else None


def word_at(words: list[Word], place: int) -> str:
    """The word at a place, "" outside the sentence."""
    return words[place].text if 0 <= place < len(words) else ""


def listed(spelled: str) -> frozenset[str]:
    return frozenset(spelled.split())


DETERMINERS = listed(
    "the a an this that these those its his her their our my your some any all both each every "
    "another several many most few other no"
)
BE = listed("is are was were be been being am 's 're gets got get getting")
HAVE = listed("has have had having 've 'd")
DO = listed("do does did")
MODALS = listed("will would could might may can shall should must cannot 'll")
AUXILIARIES = BE | HAVE | DO | MODALS
_NO_ADVERBS = listed(
    "family only early rally supply assembly italy july ally reply army fly apply daily "
    "anomaly likely deadly elderly friendly monthly weekly"
)
_ADVERBS = listed(
    "also then even ever already soon again now still just yet later first once always often "
    "since together all both reportedly meanwhile"
)
PREPOSITIONS = listed(
    "in on at of for from to by with near into onto over under around across along behind "
    "between among amid against toward towards through throughout inside outside off out up "
    "about above below beside beyond upon per via within despite during following including "
    "until till like"
)
# Words that begin another clause.
LINKS = listed(
    "but and or who whom whose which that when where while whereas after before because since as "
    "although though if unless whether so than until what why how"
)
TIME = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december today yesterday tomorrow tonight "
    "morning afternoon evening night midnight noon dawn dusk overnight last this next earlier "
    "late early week month year weekend recently later"
)
NUMBERS = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands dozen dozens scores million"
)
SPEECH = listed(
    "said says say saying told tells reported reports announced added claimed claims stated "
    "declared confirmed insisted alleged"
)
_IRREGULAR = listed(
    "took shot fell broke held made went came saw led fled fought struck began gave got kept lost "
    "put sent won hit knew found brought drove rose met left taken overran spoke became remained "
    "disputes doubts believes thinks knows wants denies warns fears plans blew"
)
# Participles that stand before a noun rather than tell what happened.
_ATTRIBUTES = listed(
    "armed united wounded displaced masked allied unidentified suspected hundred red alleged "
    "so-called renewed combined large-scale widespread limited unmanned allied heavily-armed "
    "sacred need speed unprecedented uniformed hooded mounted detailed extended advanced"
)


def is_adverb(word: str) -> bool:
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS)


def is_number(word: str) -> bool:
    return word[:1].isdigit() or word in NUMBERS or word.split("-")[0] in NUMBERS


def is_verb(word: str) -> bool:
    """Whether a word looks like a verb of its own: auxiliary, speech, irregular or in -ed."""
    if word in AUXILIARIES or word in SPEECH or word in _IRREGULAR or word.endswith("n't"):
        return True
    return word.endswith("ed") and "-" not in word and word not in _ATTRIBUTES


# What a conflict article tells: verbs and nouns alike, in every form.
CONFLICT = re.compile(
    r"(?:kill|wound|injur|attack|shell|bomb|bombard|strik|captur|seiz|tak|retak|recaptur|storm|raid"
    r"|ambush|shoot|fir|launch|deploy|advanc|withdraw|retreat|flee|sign|enter|evacuat|displac"
    r"|abduct|kidnap|detain|arrest|releas|execut|behead|destroy|hit|damag|loot|besieg|target|clash"
    r"|fight|battl|resum|open|protest|rall|invad|occup|control|liberat|regain|cross|deliver"
    r"|begin|start|hold|implement|explod|detonat|crash|land|arriv|return|surrender|overrun"
    r"|push|torch|burn|assassinat|massacr|tortur|reach|impos)"
    r"(?:s|es|ed|d|ing|e|er|ies|ied|y|ting|ning|ping|ment)?"
    r"|struck|took|taken|retook|retaken|shot|withdrew|withdrawn|fled|fought|begun|began|held|die|dies|died|dying"
    r"|shelling|bombing|air-?strikes?|airstrikes?|strikes?|offensives?|assaults?|incursions?"
    r"|bombardments?|blasts?|explosions?|violence|ceasefires?|truces?|deals?|agreements?|talks"
    r"|pacts?|wars?|invasions?|sieges?|massacres?|executions?|ambushes|operations?|withdrawals?"
    r"|evacuations?|uprisings?|coups?|elections?|casualties|deaths"
)


@lru_cache(maxsize=4096)
def tells_conflict(word: str) -> bool:
    """Whether a word is one of conflict; kept, since texts share most of their words."""
    return CONFLICT.fullmatch(word) is not None


EVENT_NOUN = re.compile(
    r"attacks?|strikes?|air-?strikes?|raids?|shelling|bombings?|bombardments?|assaults?"
    r"|offensives?|ambush(?:es)?|incursions?|invasions?|operations?|campaigns?|crackdowns?"
    r"|onslaughts?|advances?|war|massacres?|blockades?|sieges?"
)
