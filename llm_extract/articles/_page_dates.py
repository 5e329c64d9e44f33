"""Publication date stated in the metadata of an HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from llm_extract.articles._published import parse_date

_META = re.compile(r"<meta\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NAMES = frozenset(
    (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.issued",
        "parsely-pub-date",
        "pubdate",
        "publication_date",
        "publish-date",
        "sailthru.date",
    )
)
_JSON_LD = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")


def page_date(page: str) -> date | None:
    """Find the day a page's ``<meta>`` tags, else its JSON-LD, state as publication date.

    Only what is declared counts. Dates elsewhere on a page (a copyright line, a list of other
    articles) are what date-guessing libraries fall back to; here they give ``None``.
    """
    stated = (parse_date(written) for written in _stated(page))
    return next((day for day in stated if day), None)


def _stated(page: str) -> Iterator[str]:
    for tag in _META.finditer(page):
        values = {name.lower(): a or b for name, a, b in _ATTRIBUTE.findall(tag[0])}
        name = values.get("property") or values.get("name") or values.get("itemprop") or ""
        if name.lower() in _NAMES:
            yield values.get("content", "")
    yield from _JSON_LD.findall(page)
