"""Front matter of a Markdown article: a small YAML mapping between two ``---`` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

import yaml

from llm_extract.articles._published import parse_date
from llm_extract.errors import ArticleError

_BLOCK = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?=\r?$)", re.DOTALL | re.MULTILINE)
_LONGEST = 65_536
_DEEPEST = 20
_DATE_KEYS = ("date", "published", "publication_date")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a front matter says; ``end`` is the code point behind its closing ``---``."""

    end: int = 0
    title: str | None = None
    published: date | None = None


def read_front_matter(text: str, source: str) -> FrontMatter:
    """Read the front matter at the start of ``text``; ``end`` is 0 when there is none.

    Raises:
        ArticleError: ``front_matter`` when it is not a YAML mapping, over 65,536 code points or
            20 levels deep, uses aliases, or holds a date or title that cannot be read.
    """
    found = _BLOCK.match(text)
    if not found:
        return FrontMatter()
    values = _load(found["yaml"], source)
    return FrontMatter(found.end(), _title(values, source), _published(values, source))


def _load(block: str, source: str) -> dict[str, object]:
    if len(block) > _LONGEST:
        raise ArticleError("front_matter", f"longer than {_LONGEST} characters", source=source)
    try:
        _check_shape(block, source)
        values = yaml.safe_load(block)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise ArticleError(
            "front_matter", f"not valid YAML at line {line}", source=source
        ) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # ValueError: the safe loader builds dates and numbers, and 2019-13-45 is none.
        raise ArticleError(
            "front_matter", "holds a character, date or number YAML cannot read", source=source
        ) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ArticleError("front_matter", "not a list of `key: value` lines", source=source)
    return {str(key).lower(): value for key, value in values.items()}


def _check_shape(block: str, source: str) -> None:
    """Refuse aliases (a few lines can stand for gigabytes) and nesting that exhausts the stack."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ArticleError("front_matter", "YAML aliases are not allowed", source=source)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ArticleError(
                "front_matter", f"nested deeper than {_DEEPEST} levels", source=source
            )


def _title(values: dict[str, object], source: str) -> str | None:
    title = values.get("title")
    if title is None or isinstance(title, str):
        return title or None
    if isinstance(title, int | float | date):
        return str(title)
    raise ArticleError("front_matter", "`title` is not text", source=source)


def _published(values: dict[str, object], source: str) -> date | None:
    key = next((key for key in _DATE_KEYS if values.get(key) not in (None, "")), None)
    if key is None:
        return None
    value = values[key]
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = parse_date(str(value)) if isinstance(value, str | int) else None
    if found is None:
        raise ArticleError(
            "front_matter", f"`{key}` is not a date", source=source, hint="write it as YYYY-MM-DD"
        )
    return found
