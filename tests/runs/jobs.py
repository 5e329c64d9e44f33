"""Jobs over articles, and what they leave."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

from llm_extract.runs import JOURNAL, Job, JobOptions, OutputFolder


@dataclass
class Told:
    """What a job told while it went on."""

    started: list = field(default_factory=list)
    ended: list = field(default_factory=list)
    written: list = field(default_factory=list)


def job_of(extractor, articles, folder=None, told=None, only=None, **options):
    told = told or Told()
    options.setdefault("concurrency", 1)
    return Job(
        extractor,
        articles,
        output=OutputFolder(folder) if folder else None,
        options=JobOptions(**options),
        only=only,
        on_start=told.started.append,
        on_ended=lambda ended, _: told.ended.append(ended),
        write=None if folder else told.written.append,
    )


def execute(extractor, articles, folder=None, **options):
    """One run; returns its summary and what it told."""
    told = Told()
    summary = asyncio.run(job_of(extractor, articles, folder, told, **options).execute())
    return summary, told


async def interrupt_when(condition, job):
    """Start a job, interrupt it once ``condition`` holds, and wait for its end."""
    task = asyncio.create_task(job.execute())
    while not condition():  # noqa: ASYNC110 - the other side is a server in a thread
        await asyncio.sleep(0.01)
    job.interrupt()
    await asyncio.gather(task, return_exceptions=True)
    return task


def ids(lines):
    return [line["id"] if isinstance(line, dict) else line.id for line in lines]


def published(folder):
    text = (folder / "records.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def rows(folder, sql, *values):
    """Rows of the journal."""
    with closing(sqlite3.connect(folder / JOURNAL)) as connection:
        return connection.execute(sql, values).fetchall()
