"""A folder, a file or standard input -> articles, one at a time."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from llm_extract.articles._article import Article
from llm_extract.articles._build import ReadOptions
from llm_extract.articles._disk import open_regular, read_limited, too_large, unreadable
from llm_extract.articles._folder import list_folder
from llm_extract.articles._formats import READERS, read_text
from llm_extract.articles._ids import path_id
from llm_extract.articles._jsonl import limited_lines, parse_object, read_jsonl
from llm_extract.errors import ArticleError

_DOCUMENTS = frozenset((".pdf", ".docx", ".doc", ".odt", ".rtf", ".epub"))
_JSONL = ".jsonl"
_READ = frozenset((*READERS, _JSONL))
_STDIN = "stdin"

# An article or an error with the place it comes from.
Sourced = tuple[str, Article | ArticleError]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input, that may hold articles.

    Attributes:
        name: id of the file, and of its article unless it holds several.
        path: where it is; ``None`` for standard input.
        options: how it is read.
        follow: whether a symbolic link is followed: only one the user named.
    """

    name: str
    path: Path | None
    options: ReadOptions
    follow: bool = False

    @property
    def is_single(self) -> bool:
        """Whether it holds one article, whose id is its name."""
        return self.path is not None and _suffix(self.path.name) != _JSONL

    def read(self) -> Iterator[Sourced]:
        """Read its articles; what cannot become one is an error in the stream."""
        if self.path is None:
            return _read_stdin(self.options)
        return _read_file(self.path, self.name, self.options, follow=self.follow)

    def signature(self) -> str | None:
        """What tells two states of the file apart, without reading it; ``None`` if unknown."""
        info = self._stat()
        if info is None:
            return None
        times = f"{info.st_mtime_ns} {info.st_ctime_ns}"
        return f"{info.st_size} {times} {info.st_dev}:{info.st_ino}"

    def changed(self) -> int | None:
        """When it last changed, in nanoseconds since 1970; ``None`` if unknown."""
        info = self._stat()
        return None if info is None else max(info.st_mtime_ns, info.st_ctime_ns)

    def _stat(self) -> os.stat_result | None:
        if self.path is None:
            return None
        try:
            return self.path.stat() if self.follow else self.path.lstat()
        except OSError:
            return None


def read_articles(
    target: Path | str,
    *,
    options: ReadOptions | None = None,
    ignored: Counter[str] | None = None,
) -> Iterator[Article | ArticleError]:
    """Read articles from a folder, a file or ``"-"`` (standard input), streaming.

    A folder is read with its sub-folders in the order of the path's bytes; hidden entries are
    skipped and symbolic links not followed. Read are ``.txt .md .markdown .html .htm .jsonl``.
    A file named explicitly may have any suffix. Standard input is plain text, or JSON lines when
    its first line is a JSON object with ``text``.

    An input that cannot become an article is an `ArticleError` in the stream, not raised. Ids
    are paths relative to the folder, or the name of a single file, or ``stdin``, escaped so that
    they can be printed; JSON lines may bring their own. A later article with the id of an earlier
    one is a ``duplicate_id``.

    Args:
        target: what to read.
        options: encoding, publication date and size limit.
        ignored: counts, while reading, the files of other suffixes (``{".json": 3}``).

    Raises:
        ArticleError: ``not_found`` at once, when the target itself does not exist.
    """
    sources = list_sources(target, options=options, ignored=ignored)
    return _unique(chain.from_iterable(map(_articles_of, sources)))


def list_sources(
    target: Path | str,
    *,
    options: ReadOptions | None = None,
    ignored: Counter[str] | None = None,
) -> Iterator[Source | ArticleError]:
    """List the files `read_articles` would read, without reading any; arguments as there."""
    options = options or ReadOptions()
    if str(target) == "-":
        return iter((Source(_STDIN, None, options),))
    path = Path(target)
    # Not Path.is_dir(), which raises below a folder that may not be entered.
    if os.path.isdir(path):  # noqa: PTH112
        return _list_folder(path, options, Counter() if ignored is None else ignored)
    if not os.path.lexists(path):
        raise ArticleError("not_found", "no such file or folder", source=path_id(str(path)))
    return iter((Source(path_id(path.name), path, options, follow=True),))


def count_articles(target: Path | str) -> int | None:
    """How many inputs `read_articles` will see, by file names only.

    ``None`` when that is not known without reading: standard input and JSON lines.
    """
    path = Path(target)
    if str(target) == "-" or _suffix(path.name) == _JSONL:
        return None
    if not path.is_dir():
        return 1
    total = 0
    for found in list_folder(path):
        if isinstance(found, ArticleError):
            total += 1
        elif _suffix(found) == _JSONL:
            return None
        else:
            total += _suffix(found) in _READ or _suffix(found) in _DOCUMENTS
    return total


def _list_folder(
    root: Path, options: ReadOptions, ignored: Counter[str]
) -> Iterator[Source | ArticleError]:
    for found in list_folder(root):
        if isinstance(found, ArticleError):
            yield found
        elif _suffix(found) in _READ or _suffix(found) in _DOCUMENTS:
            yield Source(path_id(found), root / found, options)
        else:
            ignored[_suffix(found)] += 1


def _articles_of(source: Source | ArticleError) -> Iterator[Sourced]:
    if isinstance(source, ArticleError):
        return iter(((str(source.source), source),))
    return source.read()


def _read_file(path: Path, name: str, options: ReadOptions, *, follow: bool) -> Iterator[Sourced]:
    suffix = _suffix(path.name)
    try:
        if suffix in _DOCUMENTS:
            raise _document(suffix, name)
        with open_regular(path, name, follow=follow) as stream:
            if suffix == _JSONL:
                yield from read_jsonl(limited_lines(stream, options.max_bytes), name, options)
                return
            raw = read_limited(stream, options.max_bytes, name)
        yield name, READERS.get(suffix, read_text)(raw, name, options)
    except ArticleError as error:
        yield name, error
    except OSError as error:
        yield name, unreadable(error, name)


def _read_stdin(options: ReadOptions) -> Iterator[Sourced]:
    stream, limit = sys.stdin.buffer, options.max_bytes
    try:
        head = list(_up_to_first_words(stream, limit))
        if head and _is_json_article(head[-1]):
            yield from read_jsonl(chain(head, limited_lines(stream, limit)), _STDIN, options)
            return
        raw = b"".join(head)
        raw += stream.read(max(limit + 1 - len(raw), 0))
        if len(raw) > limit:
            raise too_large(_STDIN, limit)
        yield _STDIN, read_text(raw, _STDIN, options)
    except ArticleError as error:
        yield _STDIN, error
    except OSError as error:
        yield _STDIN, unreadable(error, _STDIN)


def _up_to_first_words(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    size = 0
    while size <= limit and (line := stream.readline(limit + 1)):
        yield line
        size += len(line)
        if line.strip():
            return


def _is_json_article(line: bytes) -> bool:
    values = parse_object(line.decode("utf-8-sig", "replace"))
    return values is not None and "text" in values


def _document(suffix: str, source: str) -> ArticleError:
    hint = "convert it to text first"
    if suffix == ".pdf":
        hint += ", for example with pdftotext"
    return ArticleError("not_text", f"{suffix} files are not read", source=source, hint=hint)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _unique(found: Iterator[Sourced]) -> Iterator[Article | ArticleError]:
    """Replace each article whose id was seen before by an error."""
    seen: set[str] = set()
    for source, article in found:
        if isinstance(article, Article) and article.id in seen:
            yield ArticleError(
                "duplicate_id", f"an earlier article has the id {article.id!r}", source=source
            )
            continue
        if isinstance(article, Article):
            seen.add(article.id)
        yield article
