"""Runs as they are reopened, made of lines by hand or of the accepted example records."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from llm_extract.articles import article_from_text, read_articles
from llm_extract.llm import Usage
from llm_extract.runs import RunTotals, StoredLine, StoredRun

ROOT = Path(__file__).parents[3]
ACCEPTED = ROOT / "cases/conflict_events@2/qwen2.5-coder-1.5b/accepted"


class Lines(tuple):
    """Lines that are held, in place of those that are read anew."""

    __slots__ = ()

    @property
    def missing(self):
        return sum(one.line["status"] == "ok" and one.article is None for one in self)


def run_of(*stored, name="articles"):
    totals = RunTotals(
        number=1,
        started="2027-01-02T03:04:05",
        ended="2027-01-02T03:05:05",
        state="finished",
        reason=None,
        input=name,
        prompt="notes@1",
        schema="notes@1",
        model="fake",
        command=None,
        states={"ok": len(stored)},
        reused=0,
        duplicates=0,
        codes={},
        usage=Usage(0, 0, 0, 0, complete=True),
        cost=0.0,
    )
    return StoredRun(Path("out"), totals, Lines(stored))


def accepted():
    """The lines of the example articles, with the articles."""
    articles = {one.id: one for one in read_articles(ROOT / "examples/articles")}
    lines = [json.loads(path.read_text("utf-8")) for path in sorted(ACCEPTED.glob("*.json"))]
    return [StoredLine(line, number, articles[line["id"]]) for number, line in enumerate(lines, 1)]


def note(text, name="asta.txt", *, values=(), cites=(1,), at_hand=True, **members):
    """A line with one item of the list ``notes``: ``values`` are (field, value, evidence)."""
    about = {key: members.pop(key) for key in ("title", "published") if key in members}
    day = about.get("published")
    article = article_from_text(
        text, id=name, published=day and date.fromisoformat(day), title=about.get("title")
    )
    spans = [[article.sentences[n - 1].start, article.sentences[n - 1].end] for n in cites]
    held = {"cites": list(cites), **{field: value for field, value, _ in values}}
    proof = [
        {"path": f"notes.0.{field}", "verdict": "exact", "spans": []} | evidence
        for field, _, evidence in values
        if evidence is not None
    ]
    item = {
        "path": "notes.0",
        "id": "n1",
        "cites": list(cites),
        "spans": spans,
        "unknown_cites": [],
        "quotes": [article.text[start:end] for start, end in spans],
    }
    counts = [value["verdict"] for value in proof]
    line = {
        "id": name,
        "article": {"title": None, "published": None, "dateline": article.dateline, **about},
        "status": "ok",
        "error": None,
        "data": {"about": {"language": "en"}, "notes": [held]},
        "evidence": {
            "items": [item],
            "values": proof,
            "verdicts": {verdict: counts.count(verdict) for verdict in counts},
            "language": "en",
        },
        "findings": [],
        "suspicious_text": [],
        "rejected": [],
        "gaps": [],
        "usage": None,
        "cost": 0.0,
        "seconds": 1.5,
        "model": "fake",
    }
    return StoredLine(line | members, 1, article if at_hand else None)


def failed(name="bo.txt", code="timeout", status="failed"):
    error = {"code": code, "message": "no answer came", "hint": "give it more time"}
    line = {"id": name, "article": {"title": None, "published": None}, "status": status}
    return StoredLine({**line, "error": error, "attempts": []}, None, None)
