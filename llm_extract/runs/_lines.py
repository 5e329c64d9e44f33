"""One line of ``records.jsonl``: an article's record with proof and price, or its failure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from llm_extract.articles import Article, Suspicion
from llm_extract.errors import LlmExtractError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.fingerprint import as_json
from llm_extract.grounding import Evidence, Finding, ItemEvidence, ValueEvidence
from llm_extract.llm import Attempt
from llm_extract.runs._origin import Origin

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Members of the dataclasses that were written so far.
_NAMES: dict[type[Any], tuple[str, ...]] = {}
# Suspicious text may be as long as the article; the offsets tell all of it.
_QUOTE_LENGTH = 120


def line_of(article: Article, result: Extraction | Failure, extractor: Extractor) -> dict[str, Any]:
    """The whole line of an article that came from nowhere in particular."""
    return {
        "id": article.id,
        "article": about(article, None),
        **outcome_line(result, extractor),
    }


def outcome_line(result: Extraction | Failure, extractor: Extractor) -> dict[str, Any]:
    """What came of a text: a line without ``id`` and ``article``, which several may share.

    ``status`` is ``ok`` or ``failed``.
    """
    if isinstance(result, Extraction):
        return _ok(result, extractor)
    return failed_line(result.error, extractor, result.attempts)


def failed_line(
    error: LlmExtractError,
    extractor: Extractor,
    attempts: Iterable[Attempt] = (),
    *,
    status: str = "failed",
) -> dict[str, Any]:
    """The same of a text or an input without a record; ``status`` may be ``skipped``."""
    return {
        "status": status,
        "error": {"code": error.code, "message": error.message, "hint": error.hint},
        "attempts": [_members(attempt) for attempt in attempts],
        "prompt": extractor.prompt.reference,
        "schema": extractor.schema.reference,
    }


# Members of a line that the journal keeps apart from the outcome: the article's own, and what
# a gazetteer has of its places.
NOT_OF_OUTCOME = frozenset(("id", "same_as", "article", "locations"))


def joined(
    identity: str,
    article: str | None,
    outcome: str,
    same_as: str | None = None,
    locations: str | None = None,
) -> str:
    """The line of an article: its id and the JSON of what is known of it, before its outcome.

    ``article``, ``outcome`` and ``locations`` are as `encode` writes them; ``same_as`` is the id
    of the earlier article with the same text, if there is one.
    """
    same = f'"same_as":{encode(same_as)},' if same_as is not None else ""
    about = f'"article":{article},' if article else ""
    places = f'"locations":{locations},' if locations else ""
    return f'{{"id":{encode(identity)},{same}{about}{places}{outcome[1:]}'


def encode(line: object) -> str:
    """JSON on one line, safe to write as UTF-8 and to show.

    Escaped are lone surrogates, which UTF-8 cannot carry, control characters and overrides of
    the writing direction, which steer a terminal, and the line ends JSON allows in strings, at
    which other tools cut lines.
    """
    text = _JSON.encode(line)
    if text.isprintable():
        return text
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
        "findings": [_members(finding) for finding in findings],
        "suspicious_text": [_suspicion(article, part) for part in suspicious],
    }


def _ok(result: Extraction, extractor: Extractor) -> dict[str, Any]:
    return {
        "status": "ok",
        "error": None,
        **proof_of(
            result.article, result.data, result.evidence, result.findings, result.suspicious
        ),
        "rejected": [_members(rejected) for rejected in result.rejected],
        "gaps": [_members(gap) for gap in result.gaps],
        "usage": _members(result.usage),
        "cost": result.cost,
        "attempts": [_members(attempt) for attempt in result.attempts],
        "seconds": round(result.seconds, 3),
        "model": result.model,
        "prompt": extractor.prompt.reference,
        "schema": extractor.schema.reference,
        "policy": result.policy,
        "fingerprint": as_json(result.fingerprint),
    }


def _item(article: Article, item: ItemEvidence) -> dict[str, Any]:
    return _members(item) | {"quotes": [article.text[start:end] for start, end in item.spans]}


def _value(value: ValueEvidence) -> dict[str, Any]:
    line: dict[str, Any] = {"path": value.path, "verdict": value.verdict, "spans": value.spans}
    if value.differs:
        line["differs"] = value.differs
    if value.rule:
        line["rule"] = value.rule
    return line


def _suspicion(article: Article, part: Suspicion) -> dict[str, Any]:
    return _members(part) | {"quote": article.text[part.start : part.end][:_QUOTE_LENGTH]}


def _members(said: Any) -> dict[str, Any]:
    """A dataclass as a JSON object; unlike `asdict`, nothing in it is copied."""
    kind = type(said)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return {name: getattr(said, name) for name in _NAMES[kind]}
