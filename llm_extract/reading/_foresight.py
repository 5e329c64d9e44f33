"""What reading an article will take, as far as that can be told without asking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from llm_extract.articles import Article
from llm_extract.prompts import Message
from llm_extract.reading._conversation import Brief
from llm_extract.schemas import Wire


@dataclass(frozen=True, slots=True)
class Foresight:
    """The requests about one article, without repairs and continuations; sizes in characters.

    Attributes:
        calls: requests, if the article is relevant; one that is not takes the first only.
        prompt: all messages of all of them; the first one as it will be sent, the others
            taken to be as long.
        shared: what of ``prompt`` is the same for each article: instructions and examples.
        schema: JSON Schemas of the answers, which some endpoints count as prompt.
        answers: of as many sentences as the article has, by the worked examples of the prompt;
            ``None`` when it has none.
        sentences: of the article.
    """

    calls: int
    prompt: int
    shared: int
    schema: int
    answers: int | None
    sentences: int


def foresight(
    brief: Brief, article: Article, opening: Sequence[Message], wires: Sequence[Wire | None]
) -> Foresight:
    """Sum up the requests: one of each wire in ``wires``, of which ``None`` asks for nothing."""
    asked = [wire for wire in wires if wire is not None]
    shared = sum(len(message["content"]) for message in opening[:-1])
    return Foresight(
        calls=len(asked),
        prompt=len(asked) * (shared + len(opening[-1]["content"])),
        shared=len(asked) * shared,
        schema=sum(_sizes(asked)),
        answers=_answers(brief, article, opening),
        sentences=len(article.sentences),
    )


def _sizes(wires: Sequence[Wire]) -> list[int]:
    # The same few wires return for each sentence: each is measured once.
    known = {id(wire): wire for wire in wires}
    size = {key: len(json.dumps(wire.json_schema)) for key, wire in known.items()}
    return [size[id(wire)] for wire in wires]


def _answers(brief: Brief, article: Article, opening: Sequence[Message]) -> int | None:
    shown = sum(len(example.sentences) for example, _ in brief.renderer.examples)
    written = sum(len(m["content"]) for m in opening if m["role"] == "assistant")
    return round(written * len(article.sentences) / shown) if shown and written else None
