"""The articles of stored lines, read again where the lines say that they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from llm_extract.articles import Article, read_articles
from llm_extract.errors import ArticleError
from llm_extract.runs._origin import STDIN, Origin

NAME_THEM = "say where they are with --articles PATH"


def can_be_read(origin: Origin | None) -> bool:
    """Whether a line says where its article is; standard input is read once."""
    return origin is not None and origin.input != STDIN


def read_again(
    folder: Path, origin: Origin | None, articles: Path | str | None
) -> Iterator[Article | ArticleError]:
    """Read the articles of one origin, as seen from the output ``folder``, or from ``articles``.

    Raises:
        ArticleError: ``not_found``, they are not where they were read.
    """
    if articles is not None:
        return read_articles(articles, options=origin.options if origin else None)
    if origin is None or not can_be_read(origin):
        return iter(())
    path = origin.path(folder)
    if not path.exists():
        raise ArticleError(
            "not_found",
            "the articles are not where they were read",
            source=str(path),
            hint=NAME_THEM,
        )
    return read_articles(path, options=origin.options)
