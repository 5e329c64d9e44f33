"""A prompt and an article become chat messages, static part first.

Everything up to the article is the same for each article of a run, so the prefix cache
of the endpoint pays for it once. The article is only ever a value of a template, never
a template: ``{{ }}`` in a news text stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from llm_extract.articles import Article, Sentence, article_from_text
from llm_extract.errors import SettingsError
from llm_extract.prompts._defaults import DEFAULTS
from llm_extract.prompts._prompt import Prompt

_TEMPLATES = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)


class Message(TypedDict):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A worked question of an example: what is asked, and the right answer."""

    question: str
    answer: dict[str, Any]


class Renderer:
    """Renders one prompt; compiled once per run."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        try:
            self._templates = {
                name: _TEMPLATES.from_string(text)
                for name, text in (DEFAULTS | prompt.templates).items()
                if name != "System"
            }
        except TemplateError as error:
            raise self._invalid(error) from error
        self.examples = tuple(
            (article_from_text(example.article), example.record) for example in prompt.examples
        )

    def article(self, article: Article) -> str:
        """Render the article as the model sees it: dated, delimited, its sentences numbered."""
        return self._fill(
            "Article",
            title=article.title,
            published=article.published,
            dateline=article.dateline,
            boundary=article.sha256[:8],
            sentences=_views(article, range(1, len(article.sentences) + 1)),
        )

    def whole(self) -> str:
        """Render the question for the record of the whole article."""
        return self._fill("Whole article")

    def facts(self) -> str:
        """Render the question for the fields that belong to the article, not to a sentence."""
        return self._fill("Article facts")

    def sentence(self, article: Article, sentence: Sentence) -> str:
        """Render the question for what one sentence states."""
        return self._fill("Sentence", sentence=_view(article, sentence))

    def passage(self, article: Article, numbers: Sequence[int]) -> str:
        """Render the question for what some sentences state, in order.

        Raises:
            SettingsError: ``usage`` when the prompt has no section for it.
        """
        self.require("Passage")
        return self._fill(
            "Passage", first=numbers[0], last=numbers[-1], sentences=_views(article, numbers)
        )

    def repair(
        self, article: Article, numbers: Iterable[int], item: str, reason: str
    ) -> list[Message]:
        """Messages that ask for one item again, shown only the sentences it is about."""
        question = self._fill(
            "Repair",
            published=article.published,
            boundary=article.sha256[:8],
            sentences=_views(article, numbers),
            item=item,
            reason=reason,
        )
        return [self._system(), {"role": "user", "content": question}]

    def continuation(self, kept: int) -> str:
        """Render the request to go on behind ``kept`` items of an answer that was cut."""
        return self._fill("Continue", kept=kept)

    def require(self, section: str) -> None:
        """Raise `SettingsError` ``usage`` when the prompt lacks an optional section."""
        if section not in self._templates:
            raise SettingsError(
                "usage", f"it has no section '# {section}'", source=self._prompt.reference
            )

    def messages(
        self, examples: Iterator[tuple[Article, list[Turn]]], article: Article, question: str
    ) -> list[Message]:
        """Join system text, worked examples, then the article with its question last."""
        return [*self.prefix(examples), last_message(self.article(article), question)]

    def prefix(self, examples: Iterator[tuple[Article, list[Turn]]]) -> list[Message]:
        """Join system text and worked examples: what is the same for each article."""
        messages = [self._system()]
        for shown, turns in examples:
            messages.extend(self._dialogue(shown, turns))
        return messages

    def _system(self) -> Message:
        return {"role": "system", "content": self._prompt.templates["System"].strip()}

    def _dialogue(self, article: Article, turns: list[Turn]) -> Iterator[Message]:
        lead = f"{self.article(article)}\n\n"
        for turn in turns:
            yield {"role": "user", "content": lead + turn.question}
            yield {"role": "assistant", "content": compact(turn.answer)}
            lead = ""

    def _fill(self, name: str, **values: object) -> str:
        try:
            return self._templates[name].render(values).strip("\n")
        except Exception as error:
            # A template computes: it may divide by zero or join a text and a number.
            raise self._invalid(error) from error

    def _invalid(self, error: Exception) -> SettingsError:
        # Other errors may quote the value they failed on, which can be text of the article.
        known = error.message if isinstance(error, TemplateError) else None
        reason = " ".join((known or type(error).__name__).split())
        return SettingsError(
            "prompt_invalid", f"a template fails: {reason}", source=self._prompt.reference
        )


def last_message(shown: str, question: str) -> Message:
    """The article as `Renderer.article` shows it, and what is asked about it."""
    return {"role": "user", "content": f"{shown}\n\n{question}"}


def compact(answer: dict[str, Any]) -> str:
    """JSON without white space: an answer token costs what several prompt tokens cost."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _view(article: Article, sentence: Sentence) -> dict[str, object]:
    return {
        "number": sentence.number,
        "text": article.text[sentence.start : sentence.end],
        "section": sentence.section,
    }


def _views(article: Article, numbers: Iterable[int]) -> list[dict[str, object]]:
    return [_view(article, article.sentences[number - 1]) for number in numbers]
