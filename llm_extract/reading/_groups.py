"""Groups of sentences to ask about together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from llm_extract.articles import Article
from llm_extract.grounding import language_of, numbers

# Somebody is quoted or reported: English, French, Spanish, Arabic.
_SPEAKER = re.compile(
    r"[\"“”«»]|\b(?:said|says?|told|tells?|added|accord(?:ing|ed) to|report(?:ed|s)|claim(?:ed|s)"
    r"|announced|warned|denied|confirmed|stated|blamed|accused"
    r"|selon|d['’]après|déclar[ée]\w*|affirm[éeó]\w*|annonc[ée]\w*|a dit|ont dit"
    r"|según|dijo|dijeron|declar[óo]\w*|anunci[óo]\w*|inform[óo]\w*"
    r"|قال\w*|وفقا|بحسب|أعلن\w*|ذكر\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences to ask about together.

    Attributes:
        core: numbers of the sentences that made the group, in order.
        shown: those and the neighbours of each; items may cite all of them.
    """

    core: tuple[int, ...]
    shown: tuple[int, ...]


def groups(article: Article, cited: Iterable[Iterable[int]]) -> list[Group]:
    """Group the sentences cited by leads, and the others that hold a number or quote somebody.

    Citations that overlap or are adjacent make one group. In order of their first sentences.
    """
    last = len(article.sentences)
    leads = [{n for n in cites if 1 <= n <= last} for cites in cited]
    found = [_group(core, last) for core in _joined(leads)]
    covered = {n for group in found for n in group.shown}
    language = language_of(article.text)
    telling = [
        {n}
        for n in range(1, last + 1)
        if n not in covered
        and (_SPEAKER.search(text := article.sentence(n)) or any(numbers(text, language)))
    ]
    found += [_group(core, last) for core in _joined(telling)]
    return sorted(found, key=lambda group: group.core)


def _group(core: set[int], last: int) -> Group:
    near = {n + step for n in core for step in (-1, 0, 1)}
    return Group(tuple(sorted(core)), tuple(n for n in sorted(near) if 1 <= n <= last))


def _joined(sets: Iterable[set[int]]) -> list[set[int]]:
    """Join sets that share a number or hold neighbouring numbers."""
    found: list[set[int]] = []
    for core in filter(None, sets):
        near = {n + step for n in core for step in (-1, 0, 1)}
        touching = [other for other in found if other & near]
        found = [other for other in found if not other & near]
        found.append(core.union(*touching))
    return found
