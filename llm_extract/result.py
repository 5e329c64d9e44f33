"""What comes of extracting: steps on the way, a record with its proof, or a failure."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from llm_extract.articles import Article, Suspicion
from llm_extract.errors import LlmExtractError
from llm_extract.fingerprint import Fingerprint
from llm_extract.grounding import Evidence, Finding
from llm_extract.llm import Attempt, Usage
from llm_extract.policy import Policy
from llm_extract.reading import Gap, Rejected


@dataclass(frozen=True, slots=True)
class Step:
    """Progress inside one article: ``done`` of ``total`` calls, and the tokens so far."""

    article_id: str
    done: int
    total: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Extraction:
    """The record of one article, with its proof and its price.

    Attributes:
        article: what was read.
        data: the record, an instance of the schema's model.
        evidence: cited sentences of each item, and a verdict for each value.
        findings: what the checks of the record found, the worst first.
        suspicious: text of the article that addresses a model, hides, or imitates an answer.
        rejected: items that are not in the record, with what the model wrote and why not.
        policy: what became of items that could not be proven.
        gaps: sentences without a usable answer.
        attempts: every request sent, in order, re-asks and retries included.
        usage: tokens summed over the attempts.
        cost: money in US dollars; 0.0 for an embedded model, ``None`` when unknown.
        seconds: wall time.
        model: the model as the endpoint names it.
        fingerprint: text x prompt x schema x model x parameters.
    """

    article: Article
    data: BaseModel
    evidence: Evidence
    findings: tuple[Finding, ...]
    suspicious: tuple[Suspicion, ...]
    rejected: tuple[Rejected, ...]
    policy: Policy
    gaps: tuple[Gap, ...]
    attempts: tuple[Attempt, ...]
    usage: Usage
    cost: float | None
    seconds: float
    model: str
    fingerprint: Fingerprint

    def _repr_html_(self) -> str:
        """Show it in a notebook: what is doubtful first."""
        # A program without a notebook pays nothing for its templates.
        from llm_extract.notebook import extraction_html

        return extraction_html(self)


@dataclass(frozen=True, slots=True)
class Failure:
    """An article without a record, and why; ``attempts`` as in `Extraction`."""

    article_id: str
    error: LlmExtractError
    attempts: tuple[Attempt, ...] = ()
