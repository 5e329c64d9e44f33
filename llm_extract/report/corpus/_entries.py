"""One input of a run as the page shows it.

An entry is JSON:

- ``index``: its place in the run, from 0; ``id``, ``same_as``, ``title``, ``published``,
  ``dateline``, ``status``, ``error`` (``code``, ``message``, ``hint``), ``model``, ``seconds``,
  ``cost``, ``usage``: as in the line; null where the line has none.
- ``outcome``: number of its outcome in the journal, null for an input without one.
- ``text``: of the article, null when it is not at hand; ``sections`` (``[name, start, end]``) and
  ``sentences`` (``[start, end]``) are empty then, and items hold ``quotes``.
- ``facts``: values that are part of no item.
- ``items``: ``path``, ``list``, ``type`` (value of the list's first choice field), ``label`` (its
  first words), ``date`` (its first day), ``id``, ``cites``, ``unknown_cites``, ``spans`` of the
  cited sentences, ``values``, ``findings``, ``doubtful`` (number of its doubtful values).
- a value: ``path``, ``field`` (path inside its item), ``value`` (null, ``[]`` and ``{}`` too),
  ``verdict``, ``spans``, maybe ``differs`` and ``rule``, and ``minor`` when it is null or made by
  code of the whole item.
- ``verdicts`` (counts that are not 0), ``language``, ``findings`` (of the record and of facts),
  ``rejected``, ``suspicious``, ``gaps``, ``locations``: as in the line.

Offsets are code points of the text, 0-based, end-exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llm_extract.articles import Article
from llm_extract.report.corpus._items import facts_of, items_of
from llm_extract.report.corpus._values import Json
from llm_extract.runs import StoredLine


def entry_of(stored: StoredLine, index: int, choices: Mapping[str, str]) -> Json:
    """The entry of one input; ``choices`` as of `choice_fields`."""
    line = stored.line
    about = line.get("article") or {}
    return {
        "index": index,
        "id": line["id"],
        "same_as": line.get("same_as"),
        "outcome": stored.outcome,
        "title": about.get("title"),
        "published": about.get("published"),
        "dateline": about.get("dateline"),
        "status": line["status"],
        "error": line["error"],
        **_text(stored.article),
        **_record(line, choices, quoted=stored.article is None),
        **{name: line.get(name) for name in ("model", "seconds", "cost", "usage", "locations")},
    }


def _text(article: Article | None) -> Json:
    if article is None:
        return {"text": None, "sections": [], "sentences": []}
    return {
        "text": article.text,
        "sections": [[part.name, part.start, part.end] for part in article.sections],
        "sentences": [[sentence.start, sentence.end] for sentence in article.sentences],
    }


def _record(line: Json, choices: Mapping[str, str], *, quoted: bool) -> Json:
    if line["status"] != "ok":
        empty: dict[str, Any] = {"facts": [], "items": [], "findings": [], "rejected": []}
        return empty | {"verdicts": {}, "language": None, "suspicious": [], "gaps": []}
    items = items_of(line, choices, quoted=quoted)
    told = {id(finding) for item in items for finding in item["findings"]}
    return {
        "facts": facts_of(line),
        "items": items,
        "verdicts": {name: n for name, n in line["evidence"]["verdicts"].items() if n},
        "language": line["evidence"]["language"],
        "findings": [one for one in line["findings"] if id(one) not in told],
        "rejected": line["rejected"],
        "suspicious": line["suspicious_text"],
        "gaps": line["gaps"],
    }
