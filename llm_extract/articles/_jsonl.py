"""JSON Lines: one article a line, read as a stream."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from llm_extract.articles._article import Article
from llm_extract.articles._build import ReadOptions, build_article
from llm_extract.articles._decode import check_text
from llm_extract.articles._disk import too_large
from llm_extract.articles._ids import is_printable
from llm_extract.articles._published import parse_date
from llm_extract.errors import ArticleError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8 = "JSON lines must be UTF-8 and --encoding does not apply; convert the file first"


def read_jsonl(
    lines: Iterable[bytes], name: str, options: ReadOptions
) -> Iterator[tuple[str, Article | ArticleError]]:
    """Read articles from UTF-8 JSON lines, and an error for each line that is none.

    A line is an object with ``text`` (required) and optional ``title``, ``published`` and
    ``id``; other keys and blank lines are skipped. The id defaults to ``name:LINE``. The file's
    name is no source of dates here: it dates the collection, not its articles. Each result comes
    with its source, ``name:LINE``.
    """
    for number, line in enumerate(lines, start=1):
        source = f"{name}:{number}"
        if number == 1 and line.startswith(_UTF16_MARKS):
            yield name, ArticleError("encoding", "not UTF-8 but UTF-16", source=name, hint=_UTF8)
            return
        try:
            article = _read_line(line, source, options)
        except ArticleError as error:
            yield source, error
            continue
        if article:
            yield source, article


def limited_lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines with their ends; of a line far over ``limit`` bytes only its first part."""
    size = limit + 3
    while line := stream.readline(size):
        rest = line
        while len(rest) == size and not rest.endswith(b"\n"):
            rest = stream.readline(size)
        yield line


def parse_object(line: str) -> dict[str, object] | None:
    """Parse one line; ``None`` when it is not a JSON object."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _read_line(line: bytes, source: str, options: ReadOptions) -> Article | None:
    if len(line.rstrip(b"\r\n")) > options.max_bytes:
        raise too_large(source, options.max_bytes)
    text = _decode(line, source).removeprefix("\ufeff")
    if not text.strip():
        return None
    values = parse_object(text)
    if values is None:
        raise _invalid("not a JSON object", source)
    article_text = values.get("text")
    if not isinstance(article_text, str):
        raise _invalid("`text` is missing or not a string", source)
    check_text(article_text, source)
    published = _published(values.get("published"), source)
    return build_article(
        article_text,
        article_id=_id(values.get("id"), source),
        option=options.published,
        title=_title(values.get("title"), source),
        stated=(published, "field") if published else None,
    )


def _decode(line: bytes, source: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            "encoding",
            f"byte 0x{line[error.start]:02x} at offset {error.start} of the line is not UTF-8",
            source=source,
            hint=_UTF8,
        ) from None


def _id(value: object, source: str) -> str:
    if value is None or value == "":
        return source
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and is_printable(value):
        return value
    raise _invalid("`id` is not a number or a string of printable characters", source)


def _title(value: object, source: str) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    raise _invalid("`title` is not a string", source)


def _published(value: object, source: str) -> date | None:
    if value is None or value == "":
        return None
    found = parse_date(value) if isinstance(value, str) else None
    if found is None:
        raise _invalid("`published` is not a date", source, hint="write it as YYYY-MM-DD")
    return found


def _invalid(message: str, source: str, hint: str | None = None) -> ArticleError:
    return ArticleError("invalid_json", message, source=source, hint=hint)
