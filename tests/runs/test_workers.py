from __future__ import annotations

import asyncio
import os
import signal

import pytest
from fake_endpoint import Step, refuses
from jobs import execute, ids, interrupt_when, job_of, published, rows
from record_folder import write_article

from llm_extract.articles import read_articles
from llm_extract.errors import ServerError, SettingsError
from llm_extract.runs._packed import packed, unpacked

NAMES = ("asta", "bo", "cass", "dag", "edda", "finn")


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in NAMES:
        write_article(articles, name)
    return articles


def test_an_article_is_the_same_on_the_other_side(folder):
    for article in read_articles(folder):
        assert unpacked(packed(article)) == article


def test_workers_leave_what_one_process_leaves(model, extractor, folder, tmp_path):
    model.by_marker["Bo Brill"] = refuses(400)
    one, _ = execute(extractor, str(folder), tmp_path / "one")
    two, told = execute(extractor, str(folder), tmp_path / "two", workers=2, concurrency=4)
    assert len(model.requests) == 12
    assert ids(published(tmp_path / "two")) == ids(published(tmp_path / "one"))
    for mine, theirs in zip(published(tmp_path / "one"), published(tmp_path / "two"), strict=True):
        assert mine.get("data") == theirs.get("data")
        assert mine["article"] == theirs["article"]
    assert (two.ok, len(two.failed)) == (one.ok, len(one.failed)) == (5, 1)
    assert two.usage == one.usage
    assert sorted(ids(told.ended)) == [f"{name}.txt" for name in NAMES]
    processes = rows(tmp_path / "two", "SELECT DISTINCT number >> 32 & 255 FROM outcome")
    assert sorted(processes) == [(1,), (2,)]


def test_the_second_run_pays_nothing(model, extractor, folder, tmp_path):
    execute(extractor, str(folder), tmp_path / "out", workers=2, concurrency=4)
    summary, _ = execute(extractor, str(folder), tmp_path / "out", workers=2, concurrency=4)
    assert (len(model.requests), summary.reused) == (6, 6)


@pytest.mark.slow
def test_a_refused_key_stops_all_workers(model, extractor, folder, tmp_path):
    model.by_marker["Brill"] = refuses(401)
    summary, _ = execute(extractor, str(folder), tmp_path / "out", workers=2, concurrency=2)
    assert summary.aborted == "auth"
    assert len(model.requests) <= 3
    assert len(published(tmp_path / "out")) == 6


@pytest.mark.parametrize(
    ("most", "aborted"), [(1000, "budget"), pytest.param(20_000, None, marks=pytest.mark.slow)]
)
def test_the_budget_is_split(model, extractor, folder, tmp_path, most, aborted):
    """A request is sent only if what it may take fits into the share of its worker."""
    summary, _ = execute(
        extractor, str(folder), tmp_path / "out", workers=2, concurrency=2, max_tokens=most
    )
    assert (summary.aborted, len(model.requests)) == (aborted, 0 if aborted else 6)
    assert len(published(tmp_path / "out")) == 6


def test_an_interrupt_waits_for_the_calls_of_workers(model, extractor, folder, tmp_path):
    model.by_marker["Brill"] = Step(delay=0.5)
    job = job_of(extractor, str(folder), tmp_path / "out", workers=2, concurrency=2, grace=5)
    asyncio.run(interrupt_when(lambda: len(model.requests) == 2, job))
    assert len(published(tmp_path / "out")) == len(model.requests) == 2
    execute(extractor, str(folder), tmp_path / "out")
    assert len(model.requests) == 6


def test_a_worker_that_is_killed_costs_no_answer_and_the_run_says_so(
    model, extractor, folder, tmp_path
):
    model.by_marker["Brill"] = Step(delay=0.3)
    job = job_of(extractor, str(folder), tmp_path / "out", workers=2, concurrency=2)

    async def kill_one():
        task = asyncio.create_task(job.execute())
        while job.summary.ok < 2:  # noqa: ASYNC110 - the other side is a process
            await asyncio.sleep(0.01)
        os.kill(job.processes[0], signal.SIGKILL)
        await asyncio.gather(task, return_exceptions=True)
        return task.exception()

    error = asyncio.run(kill_one())
    assert isinstance(error, ServerError)
    assert error.code == "worker_lost"
    kept = len(rows(tmp_path / "out", "SELECT 1 FROM answer"))
    execute(extractor, str(folder), tmp_path / "out")
    assert len(rows(tmp_path / "out", "SELECT 1 FROM outcome WHERE state = 'ok'")) == 6
    assert kept >= 2
    assert len(model.requests) <= 6 + 2


def test_workers_need_a_folder_and_an_endpoint(model, extractor, folder, tmp_path):
    with pytest.raises(SettingsError, match="share the journal of an output folder"):
        job_of(extractor, str(folder), workers=2)
    with pytest.raises(SettingsError, match="at least 1"):
        job_of(extractor, str(folder), tmp_path / "out", workers=0)
