"""One line of ``records.jsonl``: an article's record with proof and price, or its failure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from llm_extract.articles import Article, Suspicion
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.fingerprint import as_json
from llm_extract.grounding import Evidence, Finding, ItemEvidence, ValueEvidence
from llm_extract.runs._origin import Origin

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Suspicious text may be as long as the article; the offsets tell all of it.
_QUOTE_LENGTH = 120


def line_of(
    result: Extraction | Failure, extractor: Extractor, origin: Origin | None = None
) -> dict[str, Any]:
    """The line of one article; ``status`` is ``ok`` or ``failed``.

    Args:
        result: what came of it.
        extractor: what it came from.
        origin: where the article was read; without it the line cannot be checked by itself.
    """
    if isinstance(result, Extraction):
        return _ok(result, extractor, origin)
    return _failed(result, extractor)


def reused_line(line: dict[str, Any], article: Article, origin: Origin | None) -> dict[str, Any]:
    """The line of an earlier run for the same text, which may be read elsewhere now."""
    return {**line, "id": article.id, "article": about(article, origin)}


def encode(line: dict[str, Any]) -> str:
    """JSON on one line, safe to write as UTF-8 and to show.

    Escaped are lone surrogates, which UTF-8 cannot carry, control characters and overrides of
    the writing direction, which steer a terminal, and the line ends JSON allows in strings, at
    which other tools cut lines.
    """
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def about(article: Article, origin: Origin | None) -> dict[str, Any]:
    """What is known of an article but its text."""
    return {
        "published": article.published.isoformat() if article.published else None,
        "published_from": article.published_from,
        "title": article.title,
        "dateline": article.dateline,
        "encoding": article.encoding,
        "extracted_from": article.extracted_from,
        "sha256": article.sha256,
        "code_points": len(article.text),
        "sentences": len(article.sentences),
        **(origin.as_json() if origin else {}),
    }


def proof_of(
    article: Article,
    record: BaseModel,
    evidence: Evidence,
    findings: Iterable[Finding],
    suspicious: Iterable[Suspicion],
) -> dict[str, Any]:
    """The members of a line that code makes of a record and its article, without a model."""
    return {
        "data": record.model_dump(mode="json"),
        "evidence": {
            "items": [_item(article, item) for item in evidence.items],
            "values": [_value(value) for value in evidence.values],
            "verdicts": evidence.counts(),
            "language": evidence.language,
        },
        "findings": [asdict(finding) for finding in findings],
        "suspicious_text": [_suspicion(article, part) for part in suspicious],
    }


def _ok(result: Extraction, extractor: Extractor, origin: Origin | None) -> dict[str, Any]:
    return {
        "id": result.article.id,
        "status": "ok",
        "error": None,
        "article": about(result.article, origin),
        **proof_of(
            result.article, result.data, result.evidence, result.findings, result.suspicious
        ),
        "rejected": [asdict(rejected) for rejected in result.rejected],
        "gaps": [asdict(gap) for gap in result.gaps],
        "usage": asdict(result.usage),
        "cost": result.cost,
        "attempts": [asdict(attempt) for attempt in result.attempts],
        "seconds": round(result.seconds, 3),
        "model": result.model,
        "prompt": extractor.prompt.reference,
        "schema": extractor.schema.reference,
        "policy": result.policy,
        "fingerprint": as_json(result.fingerprint),
    }


def _failed(result: Failure, extractor: Extractor) -> dict[str, Any]:
    error = result.error
    return {
        "id": result.article_id,
        "status": "failed",
        "error": {"code": error.code, "message": error.message, "hint": error.hint},
        "attempts": [asdict(attempt) for attempt in result.attempts],
        "prompt": extractor.prompt.reference,
        "schema": extractor.schema.reference,
    }


def _item(article: Article, item: ItemEvidence) -> dict[str, Any]:
    return asdict(item) | {"quotes": [article.text[start:end] for start, end in item.spans]}


def _value(value: ValueEvidence) -> dict[str, Any]:
    line: dict[str, Any] = {"path": value.path, "verdict": value.verdict, "spans": value.spans}
    if value.differs:
        line["differs"] = value.differs
    if value.rule:
        line["rule"] = value.rule
    return line


def _suspicion(article: Article, part: Suspicion) -> dict[str, Any]:
    return asdict(part) | {"quote": article.text[part.start : part.end][:_QUOTE_LENGTH]}
