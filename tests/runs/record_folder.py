"""Articles, runs over them, and the lines of a folder of records."""

from __future__ import annotations

import asyncio
import json

from llm_extract.articles import ReadOptions
from llm_extract.runs import Job, JobOptions, OutputFolder, encode


def write_article(folder, name, years=14):
    text = f"PORT SELWICK — {name.title()} Brill kept the light for {years} years.\n\nIt is out.\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def run_into(folder, extractor, target, **options):
    read = ReadOptions(**options)
    job = Job(
        extractor,
        target,
        read=read,
        output=OutputFolder(folder),
        options=JobOptions(concurrency=1),
    )
    asyncio.run(job.execute())


def lines(folder):
    text = (folder / "records.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def edit(folder, change, number=0):
    """Change one stored line in place."""
    stored = lines(folder)
    change(stored[number])
    (folder / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored), "utf-8")


def told(summary):
    """Changes without their notes, the worst first."""
    return [(c.article, c.kind, c.path, c.before, c.after) for c in summary.worst_first()]
