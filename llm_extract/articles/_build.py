"""Text and what is known about it -> Article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Literal

from llm_extract.articles._article import Article, DateSource, Section, Sentence
from llm_extract.articles._decode import check_encoding, check_text
from llm_extract.articles._published import parse_date, publication_date
from llm_extract.articles._sections import split_sections
from llm_extract.articles._sentences import split_sentences
from llm_extract.errors import SettingsError

_WITH_SENTENCES = ("caption", "body")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read articles.

    Attributes:
        encoding: of files without a byte order mark; UTF-8 when ``None``. JSONL is always UTF-8.
        published: publication date of every article read, above all other sources.
        max_bytes: size limit of a file, of standard input, or of one line of a JSONL file.

    Raises:
        SettingsError: ``usage`` for an unknown encoding or a limit below 1.
    """

    encoding: str | None = None
    published: date | None = None
    max_bytes: int = 5 * 1024 * 1024

    def __post_init__(self) -> None:
        """Fail before any file is read."""
        if self.encoding is not None:
            check_encoding(self.encoding)
        if self.max_bytes < 1:
            raise SettingsError("usage", "the size limit must be at least 1", source="max_bytes")


def article_from_text(
    text: str,
    *,
    id: str = "text",  # noqa: A002 - the name of the field
    title: str | None = None,
    published: date | str | None = None,
) -> Article:
    """Make an article of a text that is already in memory.

    ``published`` is a date or a string `parse_date` reads; without it the crawl header and the
    dateline are asked.

    Raises:
        ArticleError: ``empty``, ``not_text`` (NUL) or ``encoding`` (half a surrogate pair).
        SettingsError: ``usage`` when ``published`` is not a date.
    """
    check_text(text, id)
    option = _option(published)
    return build_article(text, article_id=id, title=title, option=option)


def build_article(
    text: str,
    *,
    article_id: str,
    option: date | None = None,
    title: str | None = None,
    stated: tuple[date, DateSource] | None = None,
    file_name: str | None = None,
    front_matter_end: int = 0,
    encoding: str = "utf-8",
    extracted_from: Literal["html"] | None = None,
) -> Article:
    """Section, split and date a checked text; parameters as in `Article` and `publication_date`."""
    sections = split_sections(text, front_matter_end=front_matter_end)
    published, source = publication_date(
        text, sections, option=option, stated=stated, file_name=file_name
    )
    return Article(
        id=article_id,
        text=text,
        sections=sections,
        sentences=tuple(_number(text, sections)),
        published=published,
        published_from=source,
        title=title,
        encoding=encoding,
        extracted_from=extracted_from,
    )


def _number(text: str, sections: Iterable[Section]) -> Iterator[Sentence]:
    found = chain.from_iterable(
        ((span, section.name) for span in split_sentences(text, section.start, section.end))
        for section in sections
        if section.name in _WITH_SENTENCES
    )
    for number, ((start, end), name) in enumerate(found, start=1):
        yield Sentence(number, start, end, name)


def _option(published: date | str | None) -> date | None:
    if isinstance(published, datetime):
        return published.date()
    if not isinstance(published, str):
        return published
    if found := parse_date(published):
        return found
    raise SettingsError("usage", "not a date", source="published", hint="write it as YYYY-MM-DD")
