"""The page of a run, in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from llm_extract.report._page import Filter, hash_of, pieces, source
from llm_extract.report.corpus._choices import choice_fields
from llm_extract.report.corpus._chunks import CHUNK, Chunk, Packing, embedded
from llm_extract.report.corpus._entries import entry_of
from llm_extract.report.corpus._index import index_of, summary_of
from llm_extract.report.corpus._scripts import script_of
from llm_extract.report.corpus._values import Json
from llm_extract.report.overview import overview_of
from llm_extract.runs import StoredRun

_STYLES = ("colours.css", "corpus.css", "overview.css")
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; {more}"
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)


def corpus_page(
    run: StoredRun,
    *,
    session: Json | None = None,
    extra_scripts: Iterable[str] = (),
    extra_styles: Iterable[str] = (),
    on_article: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[str]:
    """The page, in pieces of at most one chunk of articles.

    Args:
        run: to be shown.
        session: what ``extra_scripts`` find as ``App.session``; with one the page may ask its own
            origin.
        extra_scripts: source texts that run before the page starts, to hook into `App`.
        extra_styles: style sheets behind those of the page.
        on_article: called with the articles packed and the articles in all.
    """
    from markupsafe import Markup

    chunks, index = _data(run, on_article)
    script, style = script_of(extra_scripts), _style_of(extra_styles)
    values: dict[str, Any] = {
        "policy": Markup(_policy(script, style, asks=session is not None)),  # noqa: S704 - our own
        "style": Markup(style),  # noqa: S704 - our own
        "script": Markup(script),  # noqa: S704 - our own, and of callers
        "index": Markup(embedded(index)),  # noqa: S704 - escaped
        "session": None if session is None else Markup(embedded(session)),  # noqa: S704 - escaped
        "chunks": chunks,
        "run": run,
        "overview": overview_of(run),
    }
    filters: dict[str, Filter] = {}
    yield from pieces("corpus.html.j2", values, filters)


def corpus_policy(extra_scripts: Iterable[str] = (), extra_styles: Iterable[str] = ()) -> str:
    """The content security policy of a page with a session, for a server to send as well."""
    return _policy(script_of(extra_scripts), _style_of(extra_styles), asks=True)


def _style_of(extra: Iterable[str]) -> str:
    return "".join((*map(source, _STYLES), *extra))


def _policy(script: str, style: str, *, asks: bool) -> str:
    more = "connect-src 'self'; " if asks else ""
    return _POLICY.format(script=hash_of(script), style=hash_of(style), more=more)


def _data(run: StoredRun, on_article: Callable[[int, int], None]) -> tuple[list[Chunk], Json]:
    """Chunks and index; of the entries no more than one chunk is held, as JSON."""
    choices = choice_fields(stored.line for stored in run.lines)
    chunks: list[Chunk] = []
    summaries: list[Json] = []
    packing = Packing()
    names: dict[str, None] = {}
    for index, stored in enumerate(run.lines):
        entry = entry_of(stored, index, choices)
        names |= dict.fromkeys(stored.line.get("data") or ())
        summaries.append(summary_of(entry))
        chunks += packing.add(entry)
        on_article(index + 1, len(run.lines))
    chunks += packing.rest()
    return chunks, index_of(run, summaries, names, CHUNK)
