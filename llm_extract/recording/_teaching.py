"""Records known to be right as what models learn from: worked examples, chats to fine-tune on.

They are the accepted ones of recorded cases, or those people reviewed.

What is taught is verified once more, beside the article as it is now: items with a value that the
article does not bear out, and such facts, are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError

from llm_extract.articles import Article, article_from_text
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.extraction import Extractor
from llm_extract.grounding import DOUBTFUL
from llm_extract.policy import without
from llm_extract.prompts import Example, compact, load_prompt, worked_examples
from llm_extract.reading import Lesson
from llm_extract.runs import encode
from llm_extract.schemas import load_schema, without_derived
from llm_extract.verification import Reasons, Verified, Verifier

if TYPE_CHECKING:
    # Needs the extra, which reviewed records do not.
    from llm_extract.recording._case import Case

Form = Literal["examples", "chat"]
# Why a record is not taught.
Reason = Literal[
    "not accepted", "without an article", "without a record", "of another schema", "unproven"
]
# Taking one item out may leave another without what it refers to.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A record that is known to be right, if there is one.

    Attributes:
        source: where it comes from, for messages.
        extractor: asks as the model was asked; nothing is sent.
        article: what the record is of.
        line: the record, as a line of a run has it.
    """

    source: str
    extractor: Extractor
    article: Article | ArticleError | None
    line: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Taught:
    """A record that can be taught.

    Attributes:
        article: as the model sees it.
        record: the known one, in the order of the schema, derived fields included.
        left_out: items and facts that were not proven.
    """

    known: Known
    article: Article
    record: BaseModel
    left_out: int

    @property
    def data(self) -> dict[str, Any]:
        """The record as JSON has it."""
        return self.record.model_dump(mode="json")


@dataclass
class Lessons:
    """What is made of cases, or of other records.

    Attributes:
        text: of the file, without a line end.
        taught: records it holds.
        left_out: their items and facts that were not proven.
        not_taught: records it does not hold, by reason.
        unfit: answers that are none to their question any more, such as those with more items
            than a sentence may have; left out.
    """

    text: str = ""
    taught: int = 0
    left_out: int = 0
    not_taught: Counter[Reason] = field(default_factory=Counter)
    unfit: int = 0


def example_sections(
    cases: Iterable[Case], prompt: str, *, first: int | None = None, everything: bool = False
) -> Lessons:
    """Sections of a prompt file with the accepted records as worked examples.

    Args:
        cases: of one suite.
        prompt: reference of the prompt they are for.
        first: number of the first one; by default behind those the prompt has.
        everything: teach what is not proven, too.

    Raises:
        SettingsError: ``usage``, the prompt has another schema; as of `worked_examples`.
        ArticleError: ``invalid_json``, an accepted record is damaged.
    """
    return example_sections_of(map(_of_case, cases), prompt, first=first, everything=everything)


def example_sections_of(
    records: Iterable[Known], prompt: str, *, first: int | None = None, everything: bool = False
) -> Lessons:
    """The same with other records; errors as of `example_sections`."""
    lessons, found = Lessons(), []
    wanted = load_schema(load_prompt(prompt).schema).reference
    for taught in _taught(records, lessons, everything=everything, alone=True):
        schema = taught.known.extractor.schema
        if schema.reference != wanted:
            raise SettingsError(
                "usage",
                f"its records are of {schema.reference}, the prompt asks for {wanted}",
                source=taught.known.source,
            )
        record = without_derived(taught.data, (schema.model,))
        found.append(Example(taught.article.text, record))
    lessons.text = worked_examples(prompt, found, first)
    return lessons


def chat_lines(cases: Iterable[Case], *, everything: bool = False) -> Lessons:
    """JSON Lines with one request and its right answer each, as the suites of the cases ask.

    Raises:
        ArticleError: ``invalid_json``, an accepted record is damaged.
    """
    return chat_lines_of(map(_of_case, cases), everything=everything)


def chat_lines_of(records: Iterable[Known], *, everything: bool = False) -> Lessons:
    """The same with other records, as their extractors ask."""
    lessons, lines = Lessons(), []
    for taught in _taught(records, lessons, everything=everything, alone=False):
        for lesson in taught.known.extractor.lessons(taught.article, taught.data):
            if _fits(lesson):
                lines.append(_chat(lesson))
            else:
                lessons.unfit += 1
    lessons.text = "\n".join(lines)
    return lessons


def example_article(article: Article) -> Article | None:
    """The article as a worked example has it, made of a text alone; ``None`` where it cannot be.

    Its date may come from elsewhere, and front matter is none in a prompt; then a line
    ``date YYYY-MM-DD`` stands above the rest of the text.
    """
    for text in (article.text, _dated(article)):
        try:
            found = article_from_text(text.replace("\r\n", "\n").strip("\n"))
        except ArticleError:
            continue
        if _reading(found) == _reading(article):
            return found
    return None


def _of_case(case: Case) -> Known:
    article = case.article
    # A damaged record of an article that is gone is nobody's concern.
    line = case.accepted() if isinstance(article, Article) else None
    return Known(case.suite.name, case.suite.extractor, article, line)


def _taught(
    records: Iterable[Known], lessons: Lessons, *, everything: bool, alone: bool
) -> Iterator[Taught]:
    """What can be taught; the rest is counted. ``alone``: an article is a text without more."""
    verifiers: dict[int, Verifier] = {}
    for known in records:
        verifier = verifiers.get(id(known.extractor)) or _verifier(known.extractor)
        verifiers[id(known.extractor)] = verifier
        found = _one(known, verifier, everything=everything, alone=alone)
        if isinstance(found, Taught):
            lessons.taught += 1
            lessons.left_out += found.left_out
            yield found
        else:
            lessons.not_taught[found] += 1


def _one(known: Known, verifier: Verifier, *, everything: bool, alone: bool) -> Taught | Reason:
    article = known.article
    if isinstance(article, Article) and alone:
        article = example_article(article)
    if not isinstance(article, Article):
        return "without an article"
    if known.line is None:
        return "not accepted"
    if not isinstance(known.line.get("data"), Mapping):
        return "without a record"
    try:
        record = _record(known, known.line["data"])
    except ValidationError:
        return "of another schema"
    if everything:
        return Taught(known, article, record, 0)
    return _proven(known, article, record, verifier)


def _record(known: Known, data: Mapping[str, Any]) -> BaseModel:
    model = known.extractor.schema.model
    return model.model_validate_json(json.dumps(data), by_name=True)


def _verifier(extractor: Extractor) -> Verifier:
    return Verifier(extractor.schema, (e.article for e in extractor.prompt.examples))


def _proven(
    known: Known, article: Article, record: BaseModel, verifier: Verifier
) -> Taught | Reason:
    """Leave out what is not proven, until nothing is."""
    left_out = 0
    for _ in range(_ROUNDS):
        verified = verifier.verify(article, record)
        doubtful = _doubtful(verified)
        if not doubtful:
            return Taught(known, article, verified.record, left_out)
        record, gone = without(verified.record, known.extractor.schema, doubtful)
        if not gone:
            break
        left_out += len(gone)
    return "unproven"


def _doubtful(verified: Verified) -> dict[str, Reasons]:
    """Items with a value the article does not bear out, and facts that are one, by path."""
    return {
        path: reasons
        for path, reasons in verified.faults.items()
        if any(code in DOUBTFUL for code, _ in reasons)
    }


def _dated(article: Article) -> str:
    header = article.sections[0] if article.sections else None
    start = header.end if header and header.name == "header" else 0
    day = f"date {article.published.isoformat()}\n\n" if article.published else ""
    return day + article.text[start:].strip()


def _reading(article: Article) -> tuple[Any, ...]:
    """What a model sees of an article, but for its title."""
    sentences = [
        (sentence.section, " ".join(article.sentence(sentence.number).split()))
        for sentence in article.sentences
    ]
    return article.published, article.dateline, sentences


def _fits(lesson: Lesson) -> bool:
    try:
        lesson.wire.model.model_validate_json(json.dumps(lesson.answer), strict=True)
    except ValidationError:
        return False
    return True


def _chat(lesson: Lesson) -> str:
    answer = {"role": "assistant", "content": compact(lesson.answer)}
    return encode({"messages": [*lesson.messages, answer]})
