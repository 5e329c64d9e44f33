"""The scripts of the page, as one."""

from __future__ import annotations

from collections.abc import Iterable

from llm_extract.report._page import source

# Later ones use what earlier ones define.
_FILES = (
    *("dom", "codepoints", "data", "route", "keys", "app"),
    *("verdicts", "evidence", "text", "card", "places", "doubts", "items"),
    *("filter", "search", "controls", "list"),
    *("head", "article", "pointing", "shortcuts", "help"),
)


def script_of(extra: Iterable[str] = ()) -> str:
    """The source text, with ``extra`` scripts before the page starts."""
    own = (source(f"app/{name}.js") for name in _FILES)
    return "\n".join((*own, *extra, source("app/start.js")))
