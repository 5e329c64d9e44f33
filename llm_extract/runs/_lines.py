"""One line of ``records.jsonl``: an article's record with proof and price, or its failure."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from llm_extract.articles import Article
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.fingerprint import as_json
from llm_extract.grounding import Evidence

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def line_of(result: Extraction | Failure, extractor: Extractor) -> dict[str, Any]:
    """The line of one article; ``status`` is ``ok`` or ``failed``."""
    return _ok(result, extractor) if isinstance(result, Extraction) else _failed(result, extractor)


def encode(line: dict[str, Any]) -> str:
    """JSON on one line, safe to write as UTF-8 and to show.

    Escaped are lone surrogates, which UTF-8 cannot carry, control characters, which steer a
    terminal, and the line ends JSON allows in strings, at which other tools cut lines.
    """
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _ok(result: Extraction, extractor: Extractor) -> dict[str, Any]:
    return {
        "id": result.article.id,
        "status": "ok",
        "error": None,
        "article": _about(result.article),
        "data": result.data.model_dump(mode="json"),
        "evidence": _proof(result.article, result.evidence),
        "gaps": [asdict(gap) for gap in result.gaps],
        "usage": asdict(result.usage),
        "cost": result.cost,
        "attempts": [asdict(attempt) for attempt in result.attempts],
        "seconds": round(result.seconds, 3),
        "model": result.model,
        "prompt": extractor.prompt.reference,
        "schema": extractor.schema.reference,
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


def _about(article: Article) -> dict[str, Any]:
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
    }


def _proof(article: Article, evidence: Evidence) -> dict[str, Any]:
    return {
        "items": [
            asdict(item) | {"quotes": [article.text[start:end] for start, end in item.spans]}
            for item in evidence.items
        ],
        "values": [asdict(value) for value in evidence.values],
        "verdicts": evidence.counts(),
    }
