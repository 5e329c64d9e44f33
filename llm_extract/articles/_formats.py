"""One file -> one article: plain text, Markdown and HTML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from llm_extract.articles._article import Article
from llm_extract.articles._build import ReadOptions, build_article
from llm_extract.articles._decode import check_text, decode
from llm_extract.articles._front_matter import read_front_matter
from llm_extract.articles._page_dates import page_date
from llm_extract.errors import ArticleError

FileReader = Callable[[bytes, str, ReadOptions], Article]
"""Takes the bytes of a file, its id and the options; raises `ArticleError`."""

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.I)
_META_WITHIN = 2048
# What browsers do: pages that claim ISO 8859-1 or ASCII are written in Windows-1252.
_LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def read_text(raw: bytes, name: str, options: ReadOptions) -> Article:
    """Read a plain text file."""
    text, encoding = decode(raw, source=name, encoding=options.encoding)
    return build_article(
        text, article_id=name, option=options.published, file_name=name, encoding=encoding
    )


def read_markdown(raw: bytes, name: str, options: ReadOptions) -> Article:
    """Read a Markdown file; its front matter stays in the text, as section ``header``."""
    text, encoding = decode(raw, source=name, encoding=options.encoding)
    front = read_front_matter(text, name)
    return build_article(
        text,
        article_id=name,
        option=options.published,
        title=front.title,
        stated=(front.published, "front_matter") if front.published else None,
        file_name=name,
        front_matter_end=front.end,
        encoding=encoding,
    )


def read_html(raw: bytes, name: str, options: ReadOptions) -> Article:
    """Read the main text of an HTML page; offsets refer to that text, not to the file.

    Title and date come from the page's metadata. Nothing is fetched.

    Raises:
        ArticleError: ``extra_missing`` without trafilatura, ``empty`` when a page holds no
            article, and those of `decode`.
    """
    page, encoding = decode(raw, source=name, encoding=options.encoding or _declared_charset(raw))
    text, title = _main_text(page, name)
    check_text(text, name)
    published = page_date(page)
    return build_article(
        text,
        article_id=name,
        option=options.published,
        title=title or None,
        stated=(published, "field") if published else None,
        file_name=name,
        encoding=encoding,
        extracted_from="html",
    )


def _main_text(page: str, source: str) -> tuple[str, str | None]:
    try:
        # Imported late: an extra, and slow to import.
        from trafilatura import bare_extraction
    except ImportError as error:
        raise ArticleError(
            "extra_missing",
            f"HTML needs trafilatura ({error.name or 'import'} failed)",
            source=source,
            hint="pip install 'llm-extract[data]'",
        ) from error
    found = bare_extraction(page, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict) or not found.text:
        raise ArticleError("empty", "no article text found in the page", source=source)
    return found.text, found.title


def _declared_charset(raw: bytes) -> str | None:
    found = _META_CHARSET.search(raw, 0, _META_WITHIN)
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return _LATIN.get(name, name)


READERS: dict[str, FileReader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}
