"""One-line entry points; `llm_extract.extraction.Extractor` is the same with state."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from datetime import date
from typing import TypedDict, Unpack

from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.errors import ArticleError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.llm import CallSettings, Endpoint
from llm_extract.policy import Policy
from llm_extract.reading import Reading


class Options(TypedDict, total=False):
    """Arguments of `Extractor`, all optional."""

    prompt: str
    schema: str | type[BaseModel] | None
    model: str | None
    base_url: str | None
    endpoint: Endpoint | None
    reading: Reading | None
    policy: Policy | None
    settings: CallSettings | None


def extract(
    article: Article | str, *, published: date | str | None = None, **options: Unpack[Options]
) -> Extraction:
    """Extract the record of one article.

    Args:
        article: an article, or its text.
        published: publication date of a text; relative dates need it.
        options: as for `Extractor`; by default conflict events with the embedded model.

    Raises:
        SettingsError: the prompt, schema, model or date is unusable; nothing was called.
        ModelFileError, ServerError: the embedded model is not ready.
        CallError: the endpoint failed, or the answer is unusable.
    """
    return Extractor(**options).extract(article, published=published)


async def aextract(
    article: Article | str, *, published: date | str | None = None, **options: Unpack[Options]
) -> Extraction:
    """Async twin of `extract`."""
    return await Extractor(**options).aextract(article, published=published)


async def stream(
    articles: Iterable[Article | ArticleError], *, concurrency: int = 1, **options: Unpack[Options]
) -> AsyncGenerator[Extraction | Failure, None]:
    """Extract many articles, yielding each as it ends; see `Extractor.stream`."""
    results = Extractor(**options).stream(articles, concurrency=concurrency)
    async with aclosing(results):
        async for result in results:
            yield result
