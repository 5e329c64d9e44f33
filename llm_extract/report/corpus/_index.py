"""What the list of articles needs of each entry, and what the page needs of the run.

The index is JSON: ``run`` (facts of the run), ``lists`` (names in the order of the records),
``chunk_size``, and ``articles``, one summary for each input in order:

- ``id``, ``title``, ``published``, ``status``, ``code`` (of its error)
- ``verdicts``: counts that are not 0
- ``doubts``: altered and unsupported values; ``rejected``, ``suspicious``, ``faults`` (findings
  that are no notices), ``gaps``: counts
- ``at_hand``: whether the page holds its text
- ``items``: by list ``count``, ``types`` (counts by kind) and ``months`` (``YYYY-MM``)
- ``names``: what a search looks at before it looks at texts, in lower case
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from llm_extract.grounding import DOUBTFUL
from llm_extract.report.corpus._values import Json
from llm_extract.runs import StoredRun

_LONGEST_NAMES = 600


def index_of(run: StoredRun, summaries: list[Json], names: Iterable[str], chunk_size: int) -> Json:
    """The whole index; ``names`` are those of the fields of records, in order."""
    filled = {name for summary in summaries for name in summary["items"]}
    return {
        "run": _facts(run),
        "lists": [name for name in names if name in filled],
        "chunk_size": chunk_size,
        "articles": summaries,
    }


def summary_of(entry: Json) -> Json:
    """What the list of articles shows and filters."""
    verdicts, error = entry["verdicts"], entry["error"]
    findings = [*entry["findings"], *(f for item in entry["items"] for f in item["findings"])]
    return {
        "id": entry["id"],
        "title": entry["title"],
        "published": entry["published"],
        "status": entry["status"],
        "code": error["code"] if error else None,
        "verdicts": verdicts,
        "doubts": sum(verdicts.get(name, 0) for name in DOUBTFUL),
        "rejected": len(entry["rejected"]),
        "suspicious": len(entry["suspicious"]),
        "faults": sum(finding["severity"] != "notice" for finding in findings),
        "gaps": len(entry["gaps"]),
        "at_hand": entry["text"] is not None,
        "items": _items(entry["items"]),
        "names": _names(entry),
    }


def _items(items: Iterable[Json]) -> Json:
    by_list: dict[str, list[Json]] = {}
    for item in items:
        by_list.setdefault(item["list"], []).append(item)
    return {
        name: {
            "count": len(those),
            "types": dict(Counter(item["type"] for item in those if item["type"])),
            "months": sorted({item["date"][:7] for item in those if item["date"]}),
        }
        for name, those in by_list.items()
    }


def _names(entry: Json) -> str:
    """Id, title, dateline and the labels of its items."""
    parts = [entry["id"], entry["title"], entry["dateline"], *_labels(entry)]
    return "\n".join(dict.fromkeys(part for part in parts if part)).lower()[:_LONGEST_NAMES]


def _labels(entry: Json) -> Iterator[str]:
    for item in entry["items"]:
        yield item["label"]


def _facts(run: StoredRun) -> Json:
    totals = run.totals
    return {
        "number": totals.number,
        "state": totals.state,
        "started": totals.started,
        "ended": totals.ended,
        "input": totals.input,
        "prompt": totals.prompt,
        "schema": totals.schema,
        "model": totals.model,
        "cost": totals.cost,
        "missing": run.missing,
    }
