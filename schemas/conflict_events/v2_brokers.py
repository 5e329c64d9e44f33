"""Brokers: "a deal brokered by Norland and Estan" names neither as a party."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .v2_signals import BROKER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llm_extract.grounding import Source

_BROKERED_BY = re.compile(rf"\b{BROKER}\s+(?P<others>[^.;:]*)$", re.IGNORECASE)
# Between the verb and a name stand only other names.
_LINKING = frozenset({"and", "the", "of", "both", "with", "by", "well", "as"})


def is_broker(name: str, cites: Iterable[int], source: Source) -> bool:
    """Whether each mention of a name in the cited sentences follows "brokered by" or the like."""
    mentions = [before for number in cites for before in _before(name, number, source)]
    return bool(mentions) and all(map(_names_broker, mentions))


def _before(name: str, number: int, source: Source) -> list[str]:
    text = source.sentence_text(number)
    return [text[: m.start()] for m in re.finditer(rf"\b{re.escape(name)}\b", text)]


def _names_broker(before: str) -> bool:
    found = _BROKERED_BY.search(before)
    if found is None:
        return False
    others = found["others"].replace(",", " ").split()
    return all(word[0].isupper() or word.casefold() in _LINKING for word in others)
