"""Articles as JSON, on the way to another process."""

from __future__ import annotations

from datetime import date
from typing import Any

from llm_extract.articles import Article, Section, Sentence


def packed(article: Article) -> dict[str, Any]:
    """An article as plain values."""
    return {
        "id": article.id,
        "text": article.text,
        "sections": [[part.name, part.start, part.end] for part in article.sections],
        "sentences": [[s.number, s.start, s.end, s.section] for s in article.sentences],
        "published": article.published.isoformat() if article.published else None,
        "published_from": article.published_from,
        "title": article.title,
        "encoding": article.encoding,
        "extracted_from": article.extracted_from,
    }


def unpacked(values: dict[str, Any]) -> Article:
    """The article again."""
    day = values["published"]
    return Article(
        **{
            **values,
            "sections": tuple(Section(*part) for part in values["sections"]),
            "sentences": tuple(Sentence(*part) for part in values["sentences"]),
            "published": date.fromisoformat(day) if day else None,
        }
    )
