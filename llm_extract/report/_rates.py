"""How rates, intervals and changes are written on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring import Bounds
    from llm_extract.report._page import Filter


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _bounds(value: Bounds | None) -> str:
    return "" if value is None else f"[{value[0]:.3f}, {value[1]:.3f}]"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.3f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


RATES: dict[str, Filter] = {
    "rate": _rate,
    "bounds": _bounds,
    "signed": _signed,
    "percent": _percent,
}
