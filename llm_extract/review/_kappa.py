"""Agreement of two coders on categories.

Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20, 1960, 37-46): ``(p_o - p_e) / (1 - p_e)``, where ``p_o`` is the share
of units both put into the same category, and ``p_e`` the share to be expected if each went by
their own frequencies alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def observed(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Share of the units with one category, ``None`` without units."""
    return sum(one == two for one, two in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa; ``None`` where both used one category only, or without units."""
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    # In whole numbers, so that agreement by one category alone is told from almost so.
    expected = sum(first[name] * second[name] for name in first)
    total = len(pairs) ** 2
    if expected == total:
        return None
    agreed = sum(one == two for one, two in pairs) * len(pairs)
    return (agreed - expected) / (total - expected)
