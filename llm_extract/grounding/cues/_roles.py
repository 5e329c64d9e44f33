"""Whether a sentence clearly says that a name acts, or is acted upon, by violence or by taking.

Only constructions that leave no choice count: the subject right before an active verb, "by" after
a passive one, the object right after a verb, the subject of a passive, "taken from", "attack on".
A name in any other place, or in two of these at once, has no clear role. In French, Spanish and
Arabic only the agent of a passive is read, in Arabic also who takes a place from whom.
"""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.grounding._language import Language
from llm_extract.grounding.cues._cues import covered, words_of
from llm_extract.grounding.cues._name import Name
from llm_extract.grounding.cues._roles_abroad import agent_abroad, patient_abroad
from llm_extract.grounding.cues._roles_english import Role, agent_in_english, further_deeds
from llm_extract.grounding.cues._roles_patients import patient_in_english


def role_of(
    sentence: str,
    start: int,
    end: int,
    language: Language | None,
    deed: tuple[int, int] | None = None,
) -> tuple[Role, tuple[int, int]] | None:
    """What the name at ``start..end`` clearly does in the sentence, with the span of the cue.

    ``start`` and ``end`` are code points of ``sentence``, end-exclusive, as are those of the cue:
    the verb, or the words that mark the role ("by", "from", "attack on"). Only a cue that touches
    ``deed`` counts, when it is given. None when the sentence is not clear about it, or the
    stretch cuts a word ("army" in "army's").
    """
    if language is None:
        return None
    words = words_of(sentence, language)
    places = covered(words, start, end)
    if places is None or words[places[0]].start < start or words[places[1]].end > end:
        return None
    found = [
        (role, span)
        for role, cue in _cues(Name(words, *places), language)
        if _touches(span := (words[cue[0]].start, words[cue[1]].end), deed)
    ]
    return found[0] if len({role for role, _ in found}) == 1 else None


def _cues(name: Name, language: Language) -> Iterator[tuple[Role, tuple[int, int]]]:
    """Every cue by which the name acts, or is acted upon."""
    if language == "en":
        acts, suffers = agent_in_english(name), patient_in_english(name)
    else:
        acts, suffers = agent_abroad(name, language), patient_abroad(name, language)
    if acts:
        yield "agent", acts
    if suffers:
        yield "patient", suffers
    if acts and language == "en":
        yield from (("agent", verb) for verb in further_deeds(name, acts))


def _touches(cue: tuple[int, int], deed: tuple[int, int] | None) -> bool:
    return deed is None or (cue[0] < deed[1] and deed[0] < cue[1])
