"""What a record depends on, as one hash: text x prompt x schema x model x parameters."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes (SHA-256, hexadecimal) and names a record depends on; ``key`` sums them up."""

    text: str
    prompt: str
    schema: str
    model: str
    parameters: dict[str, Any]
    key: str


_MEMBERS = tuple(field.name for field in fields(Fingerprint))


def text_hash(sha256: str, published: date | None, title: str | None) -> str:
    """Hash of what a model is shown of an article: date and title count as text."""
    return _hash([sha256, published.isoformat() if published else None, title])


def fingerprint(
    *, text: str, prompt: str, schema: str, model: str, parameters: dict[str, Any]
) -> Fingerprint:
    """Build a fingerprint; ``text`` is a `text_hash`, the others as in `Fingerprint`."""
    parts: dict[str, Any] = {
        "text": text,
        "prompt": prompt,
        "schema": schema,
        "model": model,
        "parameters": parameters,
    }
    return Fingerprint(**parts, key=_hash(parts))


def as_json(fingerprint: Fingerprint) -> dict[str, Any]:
    """The fingerprint as a JSON object."""
    return {name: getattr(fingerprint, name) for name in _MEMBERS}


def _hash(value: object) -> str:
    return hashlib.sha256(_CANONICAL.encode(value).encode("utf-8", "surrogatepass")).hexdigest()
