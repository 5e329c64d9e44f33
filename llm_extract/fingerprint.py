"""What a record depends on, as one hash: text x prompt x schema x model x parameters."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes (SHA-256, hexadecimal) and names a record depends on; ``key`` sums them up."""

    text: str
    prompt: str
    schema: str
    model: str
    parameters: dict[str, Any]
    key: str


def fingerprint(
    *,
    text: str,
    published: date | None,
    title: str | None,
    prompt: str,
    schema: str,
    model: str,
    parameters: dict[str, Any],
) -> Fingerprint:
    """Build a fingerprint; date and title count as text, since the model is shown them."""
    shown = _hash([text, published.isoformat() if published else None, title])
    parts: dict[str, Any] = {
        "text": shown,
        "prompt": prompt,
        "schema": schema,
        "model": model,
        "parameters": parameters,
    }
    return Fingerprint(**parts, key=_hash(parts))


def as_json(fingerprint: Fingerprint) -> dict[str, Any]:
    """The fingerprint as a JSON object."""
    return asdict(fingerprint)


def _hash(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
