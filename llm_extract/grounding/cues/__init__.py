"""Words that say whether something happened, and who did it to whom."""

from __future__ import annotations

from llm_extract.grounding.cues._cues import Modality
from llm_extract.grounding.cues._modality import modality_of
from llm_extract.grounding.cues._roles import role_of
from llm_extract.grounding.cues._roles_english import Role

__all__ = ("Modality", "Role", "modality_of", "role_of")
