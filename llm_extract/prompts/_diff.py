"""What a model is told otherwise by another version of a prompt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from llm_extract.articles import Article, article_from_text
from llm_extract.prompts._prompt import Prompt
from llm_extract.prompts._render import Renderer

# Stands for an article where a prompt has no worked example.
_PLACE_HOLDER = "ALDO — The ferry was late.\n\nIt came in the evening.\n"


@dataclass(frozen=True, slots=True)
class PromptDiff:
    """The differences of two prompts.

    Attributes:
        messages: lines of a unified diff by what is rendered, without what is equal.
        schemas: references of both schemas, when they differ.
        examples: whether the worked examples differ.
    """

    messages: dict[str, tuple[str, ...]]
    schemas: tuple[str, str] | None
    examples: bool

    @property
    def is_empty(self) -> bool:
        """Whether a model is told the same for the same schema."""
        return not self.messages and self.schemas is None


def prompt_diff(old: Prompt, new: Prompt) -> PromptDiff:
    """Compare the messages two prompts make, with the first worked example as the article.

    Raises:
        SettingsError: ``prompt_invalid``, a template fails.
    """
    article = article_from_text(old.examples[0].article if old.examples else _PLACE_HOLDER)
    before, after = (dict(_rendered(prompt, article)) for prompt in (old, new))
    names = (old.reference, new.reference)
    messages = {
        what: tuple(_lines(before.get(what, ""), after.get(what, ""), what, names))
        for what in before | after
        if before.get(what) != after.get(what)
    }
    schemas = (old.schema, new.schema) if old.schema != new.schema else None
    return PromptDiff(messages, schemas, old.examples != new.examples)


def _rendered(prompt: Prompt, article: Article) -> Iterator[tuple[str, str]]:
    renderer = Renderer(prompt)
    yield "system", prompt.templates["System"].strip()
    for number, (shown, record) in enumerate(renderer.examples, start=1):
        question = f"{renderer.article(shown)}\n\n{renderer.whole()}"
        yield f"worked example {number}, question", question
        # The model sees it on one line, in which no difference could be seen.
        answer = json.dumps(record, ensure_ascii=False, indent=1)
        yield f"worked example {number}, answer", answer
    numbers = range(1, len(article.sentences) + 1)
    yield "article", renderer.article(article)
    yield "whole article", renderer.whole()
    yield "article facts", renderer.facts()
    yield "sentence", renderer.sentence(article, article.sentences[0])
    if "Passage" in prompt.templates:
        yield "passage", renderer.passage(article, numbers)
    (_, repair) = renderer.repair(article, numbers, '{"cites": [1]}', "It is not stated.")
    yield "repair", repair["content"]
    yield "continue", renderer.continuation(1)


def _lines(before: str, after: str, what: str, names: tuple[str, str]) -> Iterator[str]:
    old, new = (f"{name} {what}" for name in names)
    return unified_diff(before.splitlines(), after.splitlines(), old, new, lineterm="")
