"""The table of articles: one row for each input of a run, also for those without a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from llm_extract.export._cells import text
from llm_extract.export._levels import ARTICLE_ID
from llm_extract.export._tables import Cell, Column, Row
from llm_extract.export._verdicts import VERDICTS
from llm_extract.grounding import DOUBTFUL

_COUNTED = tuple(
    Column(f"values_{verdict}", "integer", f"Values of its record that are `{verdict}`.")
    for verdict in VERDICTS
)
COLUMNS = (
    ARTICLE_ID,
    Column("status", "text", "What became of it.", False, ("ok", "failed", "skipped")),
    Column("error_code", "text", "Why it has no record."),
    Column("error_message", "text", "The same in words."),
    Column("same_as", "text", "Id of an earlier article with the same text."),
    Column("title", "text", "Title, where the file gives one."),
    Column("published", "date", "Publication date."),
    Column("published_from", "text", "What the date was read from."),
    Column("dateline", "text", "Dateline as written."),
    Column("language", "text", "Language whose number words and dates were read."),
    Column("code_points", "integer", "Length of its text."),
    Column("sentences", "integer", "Sentences of its text."),
    *_COUNTED,
    Column("doubtful", "integer", "Values that are `altered` or `unsupported`."),
    Column("rejected", "integer", "Parts of answers that are not in the record."),
    Column("findings", "integer", "What the checks of the record found."),
    Column("suspicious", "integer", "Stretches of its text that look like an attack on a model."),
    Column("gaps", "integer", "Sentences without a usable answer."),
    Column("requests", "integer", "Requests sent for it.", nullable=False),
    Column("prompt_tokens", "integer", "Tokens the model read."),
    Column("completion_tokens", "integer", "Tokens the model wrote."),
    Column("cost", "number", "US dollars; empty when the price is unknown."),
    Column("seconds", "number", "Wall time."),
    Column("model", "text", "Model as the endpoint names it."),
    Column("prompt", "text", "Prompt with its version."),
    Column("schema", "text", "Schema with its version."),
    Column("policy", "text", "What became of items that could not be proven."),
    Column("sha256", "text", "Hash of its text."),
)
_LENGTHS = ("rejected", "findings", "suspicious_text", "gaps")


def article_row(line: Mapping[str, Any]) -> Row:
    """The cells of `COLUMNS` for one line."""
    error, about, usage = (line.get(name) or {} for name in ("error", "article", "usage"))
    counts: Mapping[str, int] = (line.get("evidence") or {}).get("verdicts") or {}
    published = about.get("published")
    return (
        text(line["id"]),
        line["status"],
        error.get("code"),
        _text(error.get("message")),
        _text(line.get("same_as")),
        _text(about.get("title")),
        date.fromisoformat(published) if published else None,
        about.get("published_from"),
        _text(about.get("dateline")),
        (line.get("evidence") or {}).get("language"),
        about.get("code_points"),
        about.get("sentences"),
        *(counts.get(verdict) for verdict in VERDICTS),
        sum(counts.get(verdict, 0) for verdict in DOUBTFUL) if counts else None,
        *(len(line[name]) if name in line else None for name in _LENGTHS),
        usage.get("requests", len(line.get("attempts") or ())),
        usage.get("prompt_tokens"),
        usage.get("completion_tokens"),
        line.get("cost"),
        line.get("seconds"),
        *(_text(line.get(name)) for name in ("model", "prompt", "schema", "policy")),
        about.get("sha256"),
    )


def _text(value: Any) -> Cell:
    return None if value is None else text(value)
