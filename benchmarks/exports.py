"""How long an export takes, and how much memory, by format.

Usage: python benchmarks/exports.py [--articles N] [FORMAT ...]

The accepted records of the example articles (cases/) are made a run of N articles (2,000 by
default), each with a file of its own and with places beside it, as if a gazetteer had found them.
Each format is written by a process of its own; "read" only reads the lines and the articles.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from llm_extract.export import FORMATS, export_run
from llm_extract.runs import JOURNAL, Digest, encode, reopen
from llm_extract.runs.journal import Journal, RunHead

REPOSITORY = Path(__file__).parents[1]
SCHEMA = "conflict_events@2"
POINT = {
    "id": 1,
    "name": "Somewhere",
    "country": "XA",
    "admin1": None,
    "latitude": 10.5,
    "longitude": 20.25,
    "feature": "PPL",
    "population": 1000,
    "score": 0.9,
    "reasons": ["country named"],
}


def accepted() -> list[dict[str, Any]]:
    """The lines of the example articles."""
    files = sorted((REPOSITORY / "cases").glob(f"{SCHEMA}/*/accepted/*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def located(line: dict[str, Any]) -> dict[str, Any]:
    """Each place of a record at the same made-up point."""
    places = [
        {"path": f"places.{n}", "field": "name", "name": place["name"], "phrase": None,
         "precision": {}, "chosen": 0, "candidates": [POINT]}
        for n, place in enumerate(line["data"]["places"])
    ]  # fmt: skip
    return {"gazetteer": "made up", "places": places}


def fill(folder: Path, count: int) -> None:
    """Make ``folder`` the output folder of a run over ``count`` articles."""
    texts = folder / "articles"
    texts.mkdir(parents=True)
    journal = Journal(folder / JOURNAL)
    journal.begin(RunHead("articles", SCHEMA, "a" * 64, SCHEMA, "b" * 64, "fake", {}), None)
    for position, line in enumerate(islice(cycle(accepted()), count)):
        source = REPOSITORY / "examples" / "articles" / line["id"]
        name = f"{position:06}-{line['id']}"
        shutil.copy(source, texts / name)
        about = encode(line["article"] | {"input": "articles"})
        left_out = ("id", "article", "accepted")
        rest = encode({key: part for key, part in line.items() if key not in left_out})
        digest = json.dumps(asdict(Digest("ok")))
        outcome = journal.settle(name, None, digest, rest, final=True)
        journal.file(position, name, "ok", outcome=outcome, about=about)
        sql = "INSERT INTO location VALUES (?, 'made up', '2027-01-01', ?)"
        journal.writer.put((sql, (outcome, encode(located(line)))))
    journal.end("finished")
    journal.close()


class Measured(NamedTuple):
    """One export: seconds by the clock and of the processor, and the peak of its memory in MB."""

    seconds: float
    processor: float
    peak: float
    rows: int

    def __str__(self) -> str:
        return (
            f"{self.seconds:6.1f} s {self.processor:6.1f} s of processor {self.peak:5.0f} MB peak"
            f" {self.rows:10,} rows"
        )


def measured(folder: Path, to: str) -> Measured:
    """Export in a process of its own."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        started = perf_counter()
        rows = sum(1 for _ in reopen(folder).lines) if to == "read" else export_run(folder, to).rows
        os.write(writing, f"{perf_counter() - started} {rows}".encode())
        os._exit(0)
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"{to} failed")
    seconds, rows = os.read(reading, 100).split()
    kilobytes = usage.ru_maxrss / (1 if sys.platform == "linux" else 1024)
    return Measured(float(seconds), usage.ru_utime + usage.ru_stime, kilobytes / 1024, int(rows))


def size_of(path: Path) -> float:
    """Megabytes of a file or folder."""
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files) / 1e6


def newest(folder: Path) -> Path:
    """What was written last."""
    return max(folder.iterdir(), key=lambda path: path.stat().st_mtime)


def main() -> None:
    """Print a line for each format."""
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("--articles", type=int, default=2000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "out"
        fill(folder, given.articles)
        print(f"{given.articles:,} articles, a journal of {size_of(folder / JOURNAL):.0f} MB")
        for to in given.formats or ("read", *FORMATS, "acled", "ged"):
            found = measured(folder, to)
            size = 0.0 if to == "read" else size_of(newest(folder / "export"))
            print(f"{to:8} {found} {size:7.1f} MB")


if __name__ == "__main__":
    main()
