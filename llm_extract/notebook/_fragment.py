"""One extraction as a fragment of HTML: what is doubtful first, the article last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from llm_extract.articles import Article
from llm_extract.grounding import DOUBTFUL, Evidence, ValueEvidence, Verdict
from llm_extract.notebook._doubts import Doubt, doubtful, quotes
from llm_extract.notebook._limits import MARKS, ROWS, TEXT, short
from llm_extract.notebook._segments import Mark, Segment, segments
from llm_extract.notebook._tables import Tables, differs_of, words
from llm_extract.verification import value_at

if TYPE_CHECKING:
    from jinja2 import Template

    from llm_extract.result import Extraction

_TEMPLATE = "extraction.html.j2"
_STYLE = "extraction.css"


class Bar(NamedTuple):
    """Part of the bar of verdicts: ``start`` and ``width`` in thousandths of it."""

    verdict: Verdict
    values: int
    start: float
    width: float


def extraction_html(found: Extraction) -> str:
    """Show an extraction; every value is escaped, and the length has a limit.

    Lone surrogates, which no notebook can store, are written as escapes.
    """
    html = _template().render(shown=found, style=_style(), **_parts(found))
    return html.encode("utf-8", "backslashreplace").decode()


def _parts(found: Extraction) -> dict[str, Any]:
    article, evidence = found.article, found.evidence
    tables = Tables(found.data, evidence)
    doubts = doubtful(evidence)
    return {
        "rows": ROWS,
        "bars": list(_bars(evidence)),
        "spent": _spent(found),
        "doubts": [_doubt(found, value) for value in doubts[:ROWS]],
        "doubts_total": len(doubts),
        "findings": [part for part in found.findings if part.severity != "notice"],
        "notices": [part for part in found.findings if part.severity == "notice"],
        "facts": list(tables.facts()),
        "lists": list(tables.lists()),
        "by_code": list(tables.lists(by_code=True)),
        "rejected": [(part, _raw(part.raw)) for part in found.rejected[:ROWS]],
        "suspicious": [
            (part.kind, short(article.text[part.start : part.end]))
            for part in found.suspicious[:ROWS]
        ],
        "text": list(_text(article, evidence)),
        "more_text": max(0, len(article.text) - TEXT),
    }


def _bars(evidence: Evidence) -> Iterator[Bar]:
    counts = evidence.counts()
    total, start = sum(counts.values()), 0.0
    for verdict, count in counts.items():
        if count:
            width = 1000 * count / total
            yield Bar(verdict, count, round(start, 1), round(width, 1))
            start += width


def _spent(found: Extraction) -> str:
    """Model, requests, tokens, money and time; sums that may be too low say so."""
    usage, least = found.usage, "" if found.usage.complete else "at least "
    requests = f"{usage.requests} request{'' if usage.requests == 1 else 's'}"
    cost = "unknown cost" if found.cost is None else f"US$ {found.cost:,.4f}"
    if found.cost == 0:
        cost = "no cost"
    return ", ".join(
        (
            found.model,
            requests,
            f"{least}{usage.prompt_tokens or 0:,} tokens read",
            f"{least}{usage.completion_tokens or 0:,} written",
            cost,
            f"{found.seconds:,.1f} s",
        )
    )


def _doubt(found: Extraction, value: ValueEvidence) -> Doubt:
    return Doubt(
        value.path,
        words(value_at(found.data, value.path)),
        value.verdict,
        differs_of(value).removeprefix(": "),
        tuple(quotes(found.article, found.evidence, value)),
    )


def _raw(value: object) -> str:
    return short(json.dumps(value, ensure_ascii=False))


def _text(article: Article, evidence: Evidence) -> Iterator[Segment]:
    """The beginning of the article; cited sentences are marked, and the values in them."""
    sentences = {(s.start, s.end) for s in article.sentences}
    cited = [Mark(*span, "cited", item.path) for item in evidence.items for span in item.spans]
    marks = [
        Mark(*span, "doubtful" if value.verdict in DOUBTFUL else "value", value.path)
        for value in evidence.values
        # A whole sentence shows nothing that its mark as a cited one does not.
        for span in value.spans
        if span not in sentences
    ]
    return segments(article.text, 0, min(len(article.text), TEXT), (cited + marks)[:MARKS])


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("llm_extract.notebook"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_TEMPLATE)


@cache
def _style() -> object:
    from markupsafe import Markup

    style = (files("llm_extract.notebook") / "templates" / _STYLE).read_text(encoding="utf-8")
    return Markup(style)  # noqa: S704 - our own
