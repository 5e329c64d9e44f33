"""Whether a sentence asserts what a stretch of it tells, or denies, plans or only imagines it.

Closed cue words that govern the stretch directly, in its own clause; a cue anywhere else does not
count, and in doubt the sentence asserts. The values are PLOVER's auxiliary modes negation, future
and hypothetical, and none of them. Reported speech ("the army said") changes nothing.
"""

from __future__ import annotations

from llm_extract.grounding._language import Language
from llm_extract.grounding.cues._cues import Cue, Modality, Word, covered, word_at, words_of
from llm_extract.grounding.cues._modality_abroad import cue_abroad
from llm_extract.grounding.cues._modality_english import cue_in_english

# "did not capture the hill until Monday": it did.
_UNTIL = {
    "en": {"until", "till"},
    "fr": {"avant", "jusqu'", "que", "qu'"},
    "es": {"hasta", "sino", "antes"},
    "ar": {"إلا", "سوى", "حتى"},
}
_CLAUSE = 16


def modality_of(
    sentence: str, start: int, end: int, language: Language | None
) -> tuple[Modality, tuple[int, int] | None]:
    """What a sentence says about its stretch ``start..end``, and the span of the cue.

    ``start`` and ``end`` are code points of ``sentence``, end-exclusive, as are those of the cue.
    ("asserted", None) when no cue governs the stretch, when the stretch holds no word, and in
    languages without cue words.
    """
    if language is None:
        return "asserted", None
    words = words_of(sentence, language)
    stretch = covered(words, start, end)
    if stretch is None:
        return "asserted", None
    cue = (
        cue_in_english(words, *stretch)
        if language == "en"
        else cue_abroad(words, *stretch, language)
    )
    if cue is None or (cue.modality == "negated" and _ends_later(words, cue, language)):
        return "asserted", None
    return cue.modality, (words[cue.first].start, words[cue.last].end)


def _ends_later(words: list[Word], cue: Cue, language: str) -> bool:
    if word_at(words, cue.last + 1) in {"que", "qu'"}:
        return False
    for place in range(cue.last + 1, min(cue.last + _CLAUSE, len(words))):
        if words[place].is_mark:
            return False
        if word_at(words, place) in _UNTIL[language]:
            return True
    return False
