"""Articles with known records, told as the conversation of a way to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from llm_extract.articles import Article, Sentence
from llm_extract.prompts import Turn
from llm_extract.reading._conversation import Brief
from llm_extract.reading._groups import Group, groups
from llm_extract.schemas import facts_answer, sentence_answer, without_derived

Example = tuple[Article, list[Turn]]


def whole_examples(brief: Brief) -> Iterator[Example]:
    """The whole record in one answer."""
    for article, record in brief.renderer.examples:
        yield article, whole_turns(brief, record)


def whole_turns(brief: Brief, record: dict[str, Any]) -> list[Turn]:
    """The one question about a known record."""
    return [Turn(brief.renderer.whole(), without_derived(record, (brief.schema.model,)))]


def sentence_examples(brief: Brief) -> Iterator[Example]:
    """Facts first, then each sentence."""
    for article, record in brief.renderer.examples:
        yield article, sentence_turns(brief, article, record)


def sentence_turns(brief: Brief, article: Article, record: dict[str, Any]) -> list[Turn]:
    """The questions about a known record, sentence by sentence."""
    facts = facts_answer(brief.schema, record) if brief.schema.facts else {}
    turns = [Turn(brief.renderer.facts(), facts)] if facts else []
    return turns + [_sentence_turn(brief, article, record, s) for s in article.sentences]


def passes_examples(brief: Brief, first: list[str], others: list[str]) -> Iterator[Example]:
    """Facts and leads first, then the other lists, group by group."""
    for article, record in brief.renderer.examples:
        yield article, passes_turns(brief, article, record, first, others)


def passes_turns(
    brief: Brief, article: Article, known: dict[str, Any], first: list[str], others: list[str]
) -> list[Turn]:
    """The questions about a known record, pass by pass."""
    record = without_derived(known, (brief.schema.model,))
    answer = {name: record[name] for name in first if name in record}
    cited = [item["cites"] for name in brief.schema.leads for item in record[name]]
    left = {name: list(record[name]) for name in others}
    turns = [_passage_turn(brief, article, left, group) for group in groups(article, cited)]
    return [Turn(brief.renderer.whole(), answer), *turns]


def _sentence_turn(
    brief: Brief, article: Article, record: dict[str, Any], sentence: Sentence
) -> Turn:
    answer = sentence_answer(brief.schema, record, sentence.number)
    return Turn(brief.renderer.sentence(article, sentence), answer)


def _passage_turn(
    brief: Brief, article: Article, left: dict[str, list[dict[str, Any]]], group: Group
) -> Turn:
    """Answer with the items that begin in the group; they leave ``left``."""
    answer = {
        name: [_within(item, group) for item in items if item["cites"][0] in group.shown]
        for name, items in left.items()
    }
    for name, items in left.items():
        left[name] = [item for item in items if item["cites"][0] not in group.shown]
    return Turn(brief.renderer.passage(article, group.shown), answer)


def _within(item: dict[str, Any], group: Group) -> dict[str, Any]:
    return item | {"cites": [number for number in item["cites"] if number in group.shown]}
