"""Which sentences an item is about, for a question about this item alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from llm_extract.articles import Article

# Bounds the question whatever the length of the article.
_MOST_CITED = 8
_MOST_SHARING = 5
_WORD = re.compile(r"\d+|\w{3,}")


def sentences_around(
    article: Article, raw: Any, cites: Iterable[int], within: Collection[int] | None = None
) -> list[int]:
    """Numbers of the sentences cited, each with its neighbours.

    Without a valid citation: of the sentences that share words or numbers with ``raw``, the
    five that share most; and where none does, the first five. ``within`` bounds the choice.
    """
    allowed = range(1, len(article.sentences) + 1)
    known = [n for n in allowed if within is None or n in within]
    cited = [n for n in dict.fromkeys(cites) if n in known][:_MOST_CITED]
    if cited:
        near = {n + step for n in cited for step in (-1, 0, 1)}
        return [n for n in known if n in near]
    return _sharing(article, raw, known) or known[:_MOST_SHARING]


def edges(article: Article) -> list[int]:
    """Numbers of the first four sentences and the last two, where an article tells of itself."""
    numbers = range(1, len(article.sentences) + 1)
    return sorted({*numbers[:4], *numbers[-2:]})


def _sharing(article: Article, raw: Any, known: list[int]) -> list[int]:
    words = {*_words(raw)}
    shared = {n: len(words.intersection(_words(article.sentence(n)))) for n in known}
    best = sorted(known, key=lambda n: -shared[n])[:_MOST_SHARING]
    return sorted(n for n in best if shared[n])


def _words(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [word for part in parts for word in _words(part)]
    return _WORD.findall(str(value).casefold()) if value is not None else []
