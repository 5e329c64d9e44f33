"""Verifies records: completes, proves and checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from llm_extract.articles import Article, Suspicion, article_from_text, suspicious_text
from llm_extract.grounding import DOUBTFUL, Evidence, Finding, Source, ValueEvidence, ground
from llm_extract.schemas import Schema
from llm_extract.verification._checks import leaks, planted, uncited
from llm_extract.verification._paths import owner_of

_SEVERITIES = ("reject", "fault", "notice")
Reasons = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Verified:
    """A record with all that code can say about it.

    Attributes:
        record: with its derived fields filled.
        evidence: a verdict for each value.
        findings: what the checks found, the worst first.
        suspicious: text of the article that addresses the model, hides or poses as something.
    """

    record: BaseModel
    evidence: Evidence
    findings: tuple[Finding, ...]
    suspicious: tuple[Suspicion, ...]

    @cached_property
    def faults(self) -> Mapping[str, Reasons]:
        """Doubtful items and facts by path, each with codes and reasons."""
        items = frozenset(item.path for item in self.evidence.items)
        found = [
            (owner_of(finding.path, items), (finding.code, finding.message))
            for finding in self.findings
            if finding.severity != "notice" and finding.path
        ]
        for value in self.evidence.values:
            if value.verdict in DOUBTFUL:
                owner = owner_of(value.path, items)
                found.append((owner, (value.verdict, _reason(value, owner))))
        return _grouped(found)

    @cached_property
    def rejects(self) -> Mapping[str, Reasons]:
        """Items, and values of items, that no policy keeps."""
        return _grouped(
            (finding.path, (finding.code, finding.message))
            for finding in self.findings
            if finding.severity == "reject" and finding.path
        )


class Verifier:
    """Verifies records of one schema.

    Args:
        schema: of the records.
        examples: texts of the prompt's worked examples, whose words must not come back.
    """

    def __init__(self, schema: Schema, examples: Iterable[str] = ()) -> None:
        self._schema = schema
        self._examples = tuple(Source(article_from_text(text)) for text in examples)

    def verify(self, article: Article, record: BaseModel) -> Verified:
        """Fill derived fields, prove each value, and check the record as a whole."""
        source = Source(article)
        completed = _completed(record, source)
        evidence = ground(source, self._schema, completed)
        suspicious = suspicious_text(article.text)
        findings = [
            *uncited(evidence),
            *leaks(completed, evidence, self._examples),
            *planted(source, completed, evidence, suspicious),
            *_checked(completed, source, evidence),
        ]
        findings.sort(key=lambda finding: _SEVERITIES.index(finding.severity))
        return Verified(completed, evidence, tuple(findings), suspicious)


def _completed(record: BaseModel, source: Source) -> BaseModel:
    complete = getattr(record, "completed", None)
    return complete(source) if complete else record


def _checked(record: BaseModel, source: Source, evidence: Evidence) -> Iterator[Finding]:
    check = getattr(record, "findings", None)
    if check:
        yield from check(source, evidence)


def _grouped(found: Iterable[tuple[str, tuple[str, str]]]) -> dict[str, Reasons]:
    by_path: dict[str, list[tuple[str, str]]] = {}
    for path, reason in found:
        by_path.setdefault(path, []).append(reason)
    return {path: tuple(reasons) for path, reasons in by_path.items()}


def _reason(value: ValueEvidence, owner: str) -> str:
    field = value.path.removeprefix(f"{owner}.")
    if value.verdict == "unsupported":
        return f"{field} is nowhere in the article"
    return f"{field} is not what the article says"
