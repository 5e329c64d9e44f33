"""What response headers say about limits.

Source: ``x-ratelimit-*`` as documented by OpenAI, and sent by many compatible endpoints. A limit
is read as one per minute; one per day, as some send, is then only too wide. What cannot be
read is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

_KINDS = ("requests", "tokens")
# Twelve digits are above any limit; more are a defect.
_COUNT = re.compile(r"[0-9]{1,12}")
_PART = r"([0-9]{1,12}(?:\.[0-9]{1,12})?)(ms|d|h|m|s)"
_DURATION = re.compile(f"(?:{_PART})+")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def limit_of(headers: Mapping[str, str], kind: str) -> int | None:
    """Requests or tokens (``kind``) per minute, above 0."""
    return _count(headers.get(f"x-ratelimit-limit-{kind}")) or None


def is_used_up(headers: Mapping[str, str]) -> bool:
    """Whether no request or no token is left."""
    return any(_is_none_left(headers, kind) for kind in _KINDS)


def reset_of(headers: Mapping[str, str]) -> float | None:
    """Seconds until what is used up is there again, the longer of the two."""
    resets = (
        seconds_of(headers.get(f"x-ratelimit-reset-{kind}", ""))
        for kind in _KINDS
        if _is_none_left(headers, kind)
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


def _is_none_left(headers: Mapping[str, str], kind: str) -> bool:
    return _count(headers.get(f"x-ratelimit-remaining-{kind}")) == 0


def _count(text: str | None) -> int | None:
    return int(text) if text and _COUNT.fullmatch(text) else None
