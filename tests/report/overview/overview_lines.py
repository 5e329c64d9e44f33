"""Lines of conflict events and of other records, made by hand, and runs of them."""

from __future__ import annotations

from collections import Counter
from itertools import count
from pathlib import Path
from typing import get_args

from llm_extract.grounding import Verdict
from llm_extract.llm import Usage
from llm_extract.runs import RunTotals, StoredLine, StoredRun

LISTS = ("claims", "events", "casualties", "displacement", "places", "actors")
_NUMBERS = count(1)


class Lines(tuple):
    """Lines that are held, in place of those that are read anew."""

    __slots__ = ()

    @property
    def missing(self):
        return sum(one.line["status"] == "ok" and one.article is None for one in self)


def run_of(*lines, schema="conflict_events@2", **members):
    told = {
        "number": 3, "started": "2031-05-01T08:00:00.000+00:00",
        "ended": "2031-05-01T08:02:30.000+00:00", "state": "finished", "reason": None,
        "input": "articles", "prompt": "conflict_events@2", "schema": schema, "model": "fake",
        "command": None, "states": {}, "reused": 0, "duplicates": 0, "codes": {},
        "usage": Usage(1000, 200, 0, 9, complete=True), "cost": 0.25,
    }  # fmt: skip
    stored = [StoredLine(line, number, None) for number, line in enumerate(lines, 1)]
    return StoredRun(Path("out"), RunTotals(**told | members), Lines(stored))


def line(name="asta.txt", *, values=(), published=None, title=None, **members):
    """A line with a record: its lists by name, and ``values`` as pairs of path and verdict."""
    data = {name: members.pop(name, []) for name in [*LISTS, *members.pop("more", ())]}
    counts = Counter(verdict for _, verdict in values)
    return {
        "id": name,
        "article": {"published": published, "title": title},
        "status": "ok",
        "error": None,
        "data": data,
        "evidence": {
            "items": [],
            "values": [{"path": path, "verdict": verdict, "spans": []} for path, verdict in values],
            "verdicts": {verdict: counts[verdict] for verdict in get_args(Verdict)},
            "language": "en",
        },
        "findings": [],
        "suspicious_text": [],
        "rejected": [],
        "gaps": [],
        "model": "fake",
    } | members


def missed(name="bo.txt", code="timeout", status="failed"):
    error = {"code": code, "message": "no answer came", "hint": None}
    return {"id": name, "status": status, "error": error, "attempts": []}


def event(kind="Protests", day=None, *, until=None, **members):
    when = None if day is None else {"start": day, "end": until or day}
    told = {"cites": [1], "event_type": kind, "sub_event_type": None, "when": when}
    return told | {"id": f"e{next(_NUMBERS)}", "status": "new", "modality": "asserted"} | members


def casualties(low=None, best=None, high=None, **members):
    told = {
        "cites": [1], "id": f"k{next(_NUMBERS)}", "count_text": None, "group": "people",
        "harm": "injured", "low": low, "best": best, "high": high, "counted_by": None,
        "status": "new", "scope": None, "event_id": None, "when": None, "contradicts": [],
    }  # fmt: skip
    return told | members


def place(name, *candidates, chosen=None, path="places.0", code=None):
    """A place of ``locations``; candidates are (name, country, latitude, longitude)."""
    return {
        "path": path,
        "name": name,
        "phrase": None,
        "precision": None if code is None else {"ged_where_prec": code},
        "chosen": chosen,
        "candidates": [
            {"id": n, "name": one, "country": country, "latitude": lat, "longitude": lon,
             "score": 0.9 - n / 10}
            for n, (one, country, lat, lon) in enumerate(candidates)
        ],
    }  # fmt: skip


def located(*places, name="asta.txt", **members):
    return line(name, locations={"gazetteer": "a gazetteer", "places": list(places)}, **members)
