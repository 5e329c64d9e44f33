"""Where a number or a bar leads: hash routes of the page."""

from __future__ import annotations

from urllib.parse import urlencode


def articles_link(**filters: str | None) -> str:
    """The list of articles, filtered; filters without a value are left out."""
    # A lone surrogate of a file name cannot be percent-encoded.
    query = urlencode({k: v for k, v in filters.items() if v}, errors="replace")
    return f"#/articles?{query}" if query else "#/articles"


def article_link(index: int, at: str | None = None) -> str:
    """One article by its position in the run, at a path of its record."""
    return f"#/article/{index}" + (f"?{urlencode({'at': at})}" if at else "")
