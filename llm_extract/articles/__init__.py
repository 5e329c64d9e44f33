"""Articles: files, pages, JSON lines and texts, decoded, sectioned, split and dated.

The text is never changed; all offsets are 0-based code points of ``Article.text``.
"""

from __future__ import annotations

from llm_extract.articles._article import Article, DateSource, Section, SectionName, Sentence
from llm_extract.articles._build import ReadOptions, article_from_text
from llm_extract.articles._files import Source, count_articles, list_sources, read_articles
from llm_extract.articles._published import parse_date
from llm_extract.articles._suspicious import Suspicion, SuspicionKind, suspicious_text

__all__ = (
    "Article",
    "DateSource",
    "ReadOptions",
    "Section",
    "SectionName",
    "Sentence",
    "Source",
    "Suspicion",
    "SuspicionKind",
    "article_from_text",
    "count_articles",
    "list_sources",
    "parse_date",
    "read_articles",
    "suspicious_text",
)
