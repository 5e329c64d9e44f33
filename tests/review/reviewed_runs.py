"""Runs to review, and what reviewers say of them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing

from fake_endpoint import answers
from fake_model import FakeModel

from llm_extract import Extractor
from llm_extract.review import Asked, Session
from llm_extract.runs import Check, Job, JobOptions, OutputFolder, open_decisions, reopen

TEXT = """\
PORT SELWICK, March 4 2031 — Members of the Tarn Choir opened the market of Oskel on Monday.

At least 12 visitors were injured by a falling tent, the Selwick Monitor said.

Hundreds left for Brenholm.

No boat left the harbour on Tuesday, said Runa Vell of the Harbour Board.
"""
FIGURE = {
    "cites": [2],
    "count_text": "At least 12",
    "group": "visitors",
    "harm": "injured",
    "low": 12,
    "best": 12,
    "high": None,
    "counted_by": "Selwick Monitor",
    "status": "new",
}
EVENT = {
    "cites": [1],
    "what": "opened the market of Oskel",
    "event_type": "Strategic developments",
    "sub_event_type": "Other",
    "date_text": "Monday",
    "place": "Oskel",
    "side_a": ["Tarn Choir"],
    "side_b": [],
    "status": "new",
    "modality": "asserted",
}
FLIGHT = {
    "cites": [3],
    "stage": "left",
    "who": "Hundreds",
    "count_text": "Hundreds",
    "low": None,
    "best": None,
    "high": None,
    "origin": None,
    "destination": "Brenholm",
    "status": "new",
}


def record(**changed):
    """What a model says of `TEXT`; its second figure is one the article does not bear out."""
    facts = {"reports_conflict": True, "language": "en", "agency": None, "byline": None}
    return {
        "article": facts,
        "claims": [{"cites": [2], "source": "Selwick Monitor", "source_type": "monitor"}],
        "events": [EVENT],
        "casualties": [FIGURE, {**FIGURE, "count_text": "30 visitors", "low": 30, "best": 30}],
        "displacement": [FLIGHT],
        **changed,
    }


def make_run(folder, articles, names=("asta", "bo"), *, fresh=False, **changed):
    """A run over articles of one text, told apart by their last line."""
    model = FakeModel()
    articles.mkdir(exist_ok=True)
    for name in names:
        (articles / f"{name}.txt").write_text(f"{TEXT}\nFrom the desk of {name}.\n", "utf-8")
        model.by_marker[f"desk of {name}"] = answers(json.dumps(record(**changed)))
    extractor = Extractor(
        "conflict_events@2", model="fake", base_url=model.base_url, reading="article"
    )
    options = JobOptions(concurrency=1, fresh=fresh)
    job = Job(extractor, articles, output=OutputFolder(folder), options=options)
    summary = asyncio.run(job.execute())
    model.close()
    assert summary.failed == []
    return folder


def make_anew(folder, **changed):
    """A second run that extracts again, with records as of `record`."""
    make_run(folder, folder.parent / "articles", fresh=True, **changed)


def checked(folder, change):
    """Change the data of all records and have them verified again, as a newer release would."""
    path = folder / "records.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        change(line["data"])
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert Check(folder, write=True).execute().rewritten


class At:
    """A reviewer at work: decisions in one line each."""

    def __init__(self, folder, reviewer="ada", **options):
        self.decisions = open_decisions(folder)
        self.session = Session(reopen(folder), self.decisions, reviewer, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.decisions.close()

    def __call__(self, action, path="", value=None, *, article=0, note=None):
        return self.session.decide(Asked(article, action, path, value, note))

    def undo(self):
        return self.session.undo(self.session.last().number)

    def data(self, article=0):
        return self.session.effective(article).line["data"]


def decided(folder, *said, reviewer="ada"):
    """Say all of it, each as of `At`."""
    with At(folder, reviewer) as at:
        for action, *rest in said:
            at(action, *rest)


def rows(folder, sql="SELECT reviewer, action, path FROM decision ORDER BY number"):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as connection:
        return connection.execute(sql).fetchall()
