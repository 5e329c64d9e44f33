"""What the articles of a run took on average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llm_extract.evaluation._difference import Spent
from llm_extract.evaluation._lines import Line


def spent_of(lines: Iterable[Line]) -> Spent:
    """Means over the articles with a record; lines of accepted records tell nothing of it."""
    told = [line for line in lines if line["status"] == "ok" and "usage" in line]
    if not told:
        return Spent()
    tokens = [_sum(line["usage"], "prompt_tokens", "completion_tokens") for line in told]
    attempts = [line.get("attempts") or () for line in told]
    costs = [line.get("cost") for line in told]
    known = [cost for cost in costs if cost is not None]
    return Spent(
        tokens=sum(tokens) / len(told),
        requests=sum(map(len, attempts)) / len(told),
        reasks=sum(_is_misfit(a) for part in attempts for a in part) / len(told),
        cost=1000 * sum(known) / len(told) if len(known) == len(costs) else None,
        seconds=sum(line.get("seconds") or 0.0 for line in told) / len(told),
    )


def _sum(usage: Mapping[str, Any], *names: str) -> int:
    return sum(usage.get(name) or 0 for name in names)


def _is_misfit(attempt: Mapping[str, Any]) -> bool:
    return attempt.get("code") in ("schema_mismatch", "invalid_response")
