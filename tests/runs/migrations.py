"""Runs with version 1 of the bundled schema of conflict events."""

from __future__ import annotations

import json

from fake_endpoint import answers

TEXT = """\
PORT SELWICK, March 4 — Fighters of the Tarn Front shelled the market of Oskel on Monday.

At least 12 civilians were killed, the Selwick Monitor said. Hundreds fled to Brenholm.
"""


def record(**changed):
    """What a model says of `TEXT` when it is asked for version 1."""
    return {
        "article": {
            "reports_conflict": True,
            "language": "en",
            "agency": None,
            "byline": None,
        },
        "claims": [{"cites": [2], "source": "Selwick Monitor", "source_type": "monitor"}],
        "events": [
            {
                "cites": [1],
                "what": "shelled the market of Oskel",
                "event_type": "Explosions/Remote violence",
                "sub_event_type": "Shelling/artillery/missile attack",
                "date_text": "Monday",
                "place": "Oskel",
                "side_a": ["Tarn Front"],
                "side_b": [],
                "status": "new",
                "modality": "asserted",
            }
        ],
        "casualties": [
            {
                "cites": [2],
                "count_text": "At least 12",
                "group": "civilians",
                "harm": "killed",
                "low": 12,
                "best": 12,
                "high": None,
                "counted_by": "Selwick Monitor",
                "status": "new",
            }
        ],
        "displacement": [
            {
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
        ],
        **changed,
    }


def answer(**changed):
    """The same as an answer of the fake model."""
    return answers(json.dumps(record(**changed)))


def write_articles(folder, *names):
    """Articles that are told apart by a last line."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"{TEXT}\nFrom the desk of {name}.\n", "utf-8")
    return folder
