"""Roles told of one deed of several in a sentence."""

from __future__ import annotations

import pytest

from llm_extract.grounding.cues import Role, role_of

DEEDS = [
    ("[Police] fired gas at men who blocked a road, and arrested 34 of them.", "arrested 34"),
    ("[Gunmen] stormed the village and killed 12 farmers.", "killed 12 farmers"),
    ("The [army] took the town and detained the mayor.", "detained the mayor"),
    ("[Rebels] shelled the port, and wounded at least two men.", "wounded at least two men"),
]
NO_DEEDS = [
    ("[Police] fired gas at men who blocked a road and attacked the guards.", "attacked the"),
    ("[Rebels] shelled a post after guards came, and killed two men.", "killed two men"),
    ("[Rebels] shelled the port, and wounded men were moved.", "wounded men"),
    ("[Rebels] shelled the port, and the army killed two men.", "killed two men"),
    ("The port was shelled by [rebels] and killed two men.", "killed two men"),
    ("[Rebels] shelled the port. Marines came and killed two men.", "killed two men"),
    ("[Rebels] shelled the port on Monday.", "on Monday"),
]


def role_in(marked: str, deed: str) -> Role | None:
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    at = sentence.index(deed)
    role = role_of(sentence, start, end, "en", (at, at + len(deed)))
    return role and role[0]


@pytest.mark.parametrize(("marked", "deed"), DEEDS)
def test_a_name_does_what_a_joined_verb_tells(marked: str, deed: str) -> None:
    assert role_in(marked, deed) == "agent"


@pytest.mark.parametrize(("marked", "deed"), NO_DEEDS)
def test_a_cue_beside_the_deed_does_not_count(marked: str, deed: str) -> None:
    assert role_in(marked, deed) is None
