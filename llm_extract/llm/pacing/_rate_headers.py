"""What response headers say about limits.

Source: ``x-ratelimit-*`` as documented by OpenAI, and sent by many compatible endpoints. A limit
is read as one per minute; one per day, as some send, is then only too wide. What cannot be
read is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

REQUESTS = "x-ratelimit-limit-requests"
TOKENS = "x-ratelimit-limit-tokens"
_REMAINING = {
    "x-ratelimit-remaining-requests": "x-ratelimit-reset-requests",
    "x-ratelimit-remaining-tokens": "x-ratelimit-reset-tokens",
}
# Twelve digits are above any limit; more are a defect.
_COUNT = re.compile(r"[0-9]{1,12}")
_PART = r"([0-9]{1,12}(?:\.[0-9]{1,12})?)(ms|d|h|m|s)"
_DURATION = re.compile(f"(?:{_PART})+")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def limit_of(headers: Mapping[str, str], name: str) -> int | None:
    """Requests or tokens per minute in the header ``name``, above 0."""
    return _count(headers.get(name)) or None


def is_used_up(headers: Mapping[str, str]) -> bool:
    """Whether no request or no token is left."""
    return any(_count(headers.get(remaining)) == 0 for remaining in _REMAINING)


def reset_of(headers: Mapping[str, str]) -> float | None:
    """Seconds until what is used up is there again, the longer of the two."""
    resets = (
        seconds_of(headers.get(reset, ""))
        for remaining, reset in _REMAINING.items()
        if _count(headers.get(remaining)) == 0
    )
    return max((reset for reset in resets if reset is not None), default=None)


def seconds_of(text: str) -> float | None:
    """Seconds in ``6m0s``, ``120ms``, ``1h2m`` or plain ``59.7``; ``None`` if it is neither."""
    if _DURATION.fullmatch(text):
        return sum(float(number) * _SECONDS[unit] for number, unit in re.findall(_PART, text))
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _count(text: str | None) -> int | None:
    return int(text) if text and _COUNT.fullmatch(text) else None
