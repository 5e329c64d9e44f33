"""Folders of runs over lines that are at hand, without a model."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from llm_extract.runs import JOURNAL, Digest, encode
from llm_extract.runs.journal import Journal, RunHead

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = REPOSITORY / "examples" / "articles"
_APART = ("id", "same_as", "article", "locations")


def accepted():
    """Lines of the example articles, as accepted: answers of the embedded model."""
    files = sorted((REPOSITORY / "cases").glob("conflict_events@2/*/accepted/*.json"))
    lines = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    assert len(lines) == 5
    for line in lines:
        line["article"]["input"] = str(EXAMPLES)
    return lines


def line_of(data, *, identity="a.txt", schema="own", **members):
    """A line with nothing to say but its record."""
    return {
        "id": identity,
        "article": {"published": None, "title": None, "sha256": "0" * 64, "code_points": 9},
        "status": "ok",
        "error": None,
        "data": data,
        "evidence": {"items": [], "values": [], "verdicts": {}, "language": None},
        "findings": [],
        "suspicious_text": [],
        "rejected": [],
        "gaps": [],
        "attempts": [],
        "schema": schema,
        **members,
    }


def store(folder, lines, schema="conflict_events@2"):
    """Make ``folder`` the output folder of a run with these lines."""
    folder.mkdir()
    journal = Journal(folder / JOURNAL)
    hashes = ("a" * 64, "b" * 64)
    journal.begin(RunHead("in", schema, hashes[0], schema, hashes[1], "fake", {}), None)
    for position, line in enumerate(lines):
        _file(journal, position, line)
    journal.end("finished")
    journal.close()
    return folder


def _file(journal, position, line):
    rest = encode({name: part for name, part in line.items() if name not in _APART})
    about = encode(line["article"]) if "article" in line else None
    told = {"same_as": line.get("same_as"), "about": about}
    if line["status"] != "ok":
        journal.file(position, line["id"], line["status"], line=rest, **told)
        return
    digest = json.dumps(asdict(Digest("ok")))
    outcome = journal.settle(f"key {position}", None, digest, rest, final=True)
    journal.file(position, line["id"], "ok", outcome=outcome, **told)
    if "locations" in line:
        found = encode(line["locations"])
        sql = "INSERT INTO location VALUES (?, 'own', '2027-01-01', ?)"
        journal.writer.put((sql, (outcome, found)))
