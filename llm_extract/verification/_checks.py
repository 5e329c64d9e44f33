"""Checks that hold for every schema: citations that exist, words of examples, planted text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from llm_extract.articles import Suspicion
from llm_extract.grounding import Evidence, Finding, ItemEvidence, Severity, Source, ValueEvidence
from llm_extract.verification._paths import owner_of, value_at

# Text of these kinds poses as the frame around the article, or as a model's own answer.
_IMPOSTURES = frozenset({"addresses_model", "fake_json", "fake_tool_call", "closing_delimiter"})
# Several words, a number, or a name.
_TELLING = re.compile(r"\d|\w\s+\w|\b[A-Z]\w{2}")
_COMPUTED = ("derived", "classified")


def uncited(evidence: Evidence) -> Iterator[Finding]:
    """Items that cite sentences the article does not have."""
    for item in evidence.items:
        if item.unknown_cites:
            severity: Severity = "notice" if item.cites else "fault"
            numbers = ", ".join(map(str, item.unknown_cites))
            message = f"the article has no sentence {numbers}"
            yield Finding("unknown_sentence", item.path, message, severity)


def leaks(record: BaseModel, evidence: Evidence, examples: tuple[Source, ...]) -> Iterator[Finding]:
    """Items with telling words of an example that the article does not have."""
    for item in evidence.items:
        for value in evidence.doubtful(item.path):
            if _is_of_an_example(value_at(record, value.path), examples):
                field = value.path.removeprefix(f"{item.path}.")
                message = f"{field} repeats a worked example of the prompt"
                yield Finding("example_leak", item.path, message, "reject")
                break


def planted(
    source: Source, record: BaseModel, evidence: Evidence, suspicious: tuple[Suspicion, ...]
) -> Iterator[Finding]:
    """Items and facts that rest on text that poses as something else."""
    sentences = _planted_sentences(source, suspicious)
    if not sentences:
        return
    items = frozenset(item.path for item in evidence.items)
    for item in evidence.items:
        if _rests_on(sentences, source, record, evidence, item):
            yield _planted_finding(item.path)
    for value in evidence.values:
        if owner_of(value.path, items) == value.path and _lies_in(sentences, source, value):
            yield _planted_finding(value.path)


def _is_of_an_example(words: object, examples: tuple[Source, ...]) -> bool:
    if not isinstance(words, str) or not _TELLING.search(words):
        return False
    return any(example.stated(words) for example in examples)


def _planted_sentences(source: Source, suspicious: Iterable[Suspicion]) -> frozenset[int]:
    """Sentences that hold such text, and those behind them: an order runs on to the line's end."""
    parts = [part for part in suspicious if part.kind in _IMPOSTURES]
    found: set[int] = set()
    for sentence in source.article.sentences if parts else ():
        held = any(p.start < sentence.end and sentence.start < p.end for p in parts)
        if held or (sentence.number - 1 in found and _goes_on(source, sentence.number)):
            found.add(sentence.number)
    return frozenset(found)


def _goes_on(source: Source, number: int) -> bool:
    between = source.article.text[source.sentences[number - 1][1] : source.sentences[number][0]]
    return "\n" not in between


def _rests_on(
    sentences: frozenset[int],
    source: Source,
    record: BaseModel,
    evidence: Evidence,
    item: ItemEvidence,
) -> bool:
    """Whether an item cites nothing else, or has a value that stands nowhere else it cites."""
    honest = tuple(number for number in item.cites if number not in sentences)
    if item.cites and not honest:
        return True
    return any(
        value.path.startswith(f"{item.path}.")
        and _lies_in(sentences, source, value)
        and not _is_stated(source, value_at(record, value.path), honest)
        for value in evidence.values
    )


def _lies_in(sentences: frozenset[int], source: Source, value: ValueEvidence) -> bool:
    if value.verdict in _COMPUTED or not value.spans:
        return False
    regions = [source.sentences[number] for number in sentences]
    return all(any(a <= span[0] and span[1] <= b for a, b in regions) for span in value.spans)


def _is_stated(source: Source, value: object, cites: tuple[int, ...]) -> bool:
    if isinstance(value, str):
        return source.stated(value, cites) is not None
    return any(number.value == value for cite in cites for number in source.numbers_in(cite))


def _planted_finding(path: str) -> Finding:
    message = "it rests on text that addresses the model or imitates an answer"
    return Finding("suspicious_text", path, message, "reject")
