"""Tables of what is said of a record: evidence, what was rejected, findings, suspicious text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from llm_extract.articles import Article
from llm_extract.export._cells import as_json, cites, text
from llm_extract.export._levels import ARTICLE_ID, POSITION
from llm_extract.export._tables import Cell, Column, Row
from llm_extract.export._verdicts import VERDICTS, item_of
from llm_extract.grounding import Severity

_START = Column("span_start", "integer", "First code point of its stretch of the text, from 0.")
_END = Column("span_end", "integer", "Code point behind the stretch.")

EVIDENCE = (
    ARTICLE_ID,
    Column("path", "text", "Path of the value in the record, `casualties.0.best`.", False),
    Column("item", "text", "Path of its item, `casualties.0`; empty for a fact of the article."),
    Column("field", "text", "Path of the value in its item, or in the record.", False),
    Column("value", "text", "The value, as text."),
    Column("verdict", "text", "How the text bears it out.", False, VERDICTS),
    Column("rule", "text", "Rule a date follows from."),
    Column("differs", "text", "Words the text lacks, or has instead."),
    _START,
    _END,
    Column("spans", "integer", "Stretches of the text that bear it out.", nullable=False),
    Column("quote", "text", "The words of the text at the first stretch."),
)
REJECTED = (
    ARTICLE_ID,
    POSITION,
    Column("list", "text", "List of the item; empty for a fact of the article."),
    Column("code", "text", "Why it is not in the record.", False),
    Column("reason", "text", "The same in words.", False),
    Column("cites", "text", "Numbers of the sentences it cites."),
    Column("raw", "text", "What the model wrote, as JSON."),
)
FINDINGS = (
    ARTICLE_ID,
    POSITION,
    Column("code", "text", "Code of the check.", False),
    Column("severity", "text", "How much it matters.", False, get_args(Severity)),
    Column("path", "text", "Path of the item or value; empty for the record."),
    Column("message", "text", "What was found, in words.", False),
)
SUSPICIOUS = (
    ARTICLE_ID,
    POSITION,
    Column("kind", "text", "What it looks like.", False),
    _START,
    _END,
    Column("quote", "text", "Its words, or their beginning."),
)


def evidence_rows(
    line: Mapping[str, Any], lists: frozenset[str], article: Article | None
) -> Iterator[Row]:
    """One row for each value with a verdict; ``lists`` are those with items."""
    quoted = _Quoted(line, article)
    for value in line["evidence"]["values"]:
        path: str = value["path"]
        item = item_of(path, lists)
        start, end = value["spans"][0] if value["spans"] else (None, None)
        yield (
            text(line["id"]),
            path,
            item,
            path[len(item) + 1 :] if item else path,
            _at(line["data"], path),
            value["verdict"],
            value.get("rule"),
            text("; ".join(value["differs"])) if value.get("differs") else None,
            start,
            end,
            len(value["spans"]),
            quoted.words(start, end),
        )


def rejected_rows(line: Mapping[str, Any]) -> Iterator[Row]:
    """One row for each part of an answer that is not in the record."""
    for number, part in enumerate(line["rejected"]):
        said = (part["list"] or None, part["code"], text(part["reason"]), cites(part["cites"]))
        yield (text(line["id"]), number, *said, as_json(part["raw"]))


def findings_rows(line: Mapping[str, Any]) -> Iterator[Row]:
    """One row for each finding."""
    for number, part in enumerate(line["findings"]):
        said = (part["code"], part["severity"], part["path"] or None, text(part["message"]))
        yield (text(line["id"]), number, *said)


def suspicious_rows(line: Mapping[str, Any]) -> Iterator[Row]:
    """One row for each suspicious stretch."""
    for number, part in enumerate(line["suspicious_text"]):
        span = (part["start"], part["end"])
        yield (text(line["id"]), number, part["kind"], *span, text(part["quote"]))


class _Quoted:
    """Words of an article: of its text, or of the sentences its items cite."""

    def __init__(self, line: Mapping[str, Any], article: Article | None) -> None:
        self._text = article.text if article else None
        cited = _cited(line["evidence"]["items"]) if article is None else {}
        self._starts = sorted(cited)
        self._cited = cited

    def words(self, start: int | None, end: int | None) -> Cell:
        """The words at a stretch, ``None`` where they are not known."""
        if start is None or end is None:
            return None
        if self._text is not None:
            return text(self._text[start:end])
        before = bisect_right(self._starts, start)
        first = self._starts[before - 1] if before else start
        quote = self._cited.get(first, "")
        return text(quote[start - first : end - first]) if end <= first + len(quote) else None


def _cited(items: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Cited sentences by where they begin."""
    return {
        span[0]: quote
        for item in items
        for span, quote in zip(item["spans"], item["quotes"], strict=True)
    }


def _at(value: Any, path: str) -> Cell:
    """The value at a path, ``None`` where it leads nowhere."""
    try:
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value[step]
    except (LookupError, TypeError, ValueError):
        return None
    return None if value is None else text(value)
