from __future__ import annotations

import asyncio
import json
import time

import pytest
from fake_endpoint import Step, answers, refuses
from fake_model import obituary
from jobs import Told, execute, ids, interrupt_when, job_of, published

from llm_extract import article_from_text
from llm_extract.errors import ArticleError


def unreadable(source):
    return ArticleError("empty", "holds no text", source=source)


def test_each_input_gets_one_line_in_the_order_of_the_input(model, extractor, article, tmp_path):
    model.by_marker["Asta Brill"] = Step(delay=0.2)
    inputs = [article("Asta"), unreadable("x"), article("Bo"), unreadable("y")]
    summary, told = execute(extractor, inputs, tmp_path, concurrency=3)
    assert ids(told.ended)[-1] == "Asta"
    assert ids(published(tmp_path)) == ["Asta", "x", "Bo", "y"]
    assert (summary.ok, summary.done) == (2, 4)
    assert summary.failed == [("x", "empty", "holds no text"), ("y", "empty", "holds no text")]


def test_written_lines_wait_for_their_turn(model, extractor, article):
    model.by_marker["Asta Brill"] = Step(delay=0.2)
    inputs = [article("Asta"), article("Bo"), article("Cass")]
    _, told = execute(extractor, inputs, concurrency=3)
    assert ids(told.ended)[-1] == "Asta"
    assert ids(map(json.loads, told.written)) == ["Asta", "Bo", "Cass"]


def test_lines_that_wait_are_written_when_the_run_is_cut(model, extractor, article):
    model.by_marker["Asta Brill"] = Step(delay=30)
    told = Told()
    inputs = [article(name) for name in ("Asta", "Bo", "Cass")]
    job = job_of(extractor, inputs, told=told, concurrency=3, grace=0.1)
    asyncio.run(interrupt_when(lambda: job.summary.ok == 2, job))
    assert ids(map(json.loads, told.written)) == ["Bo", "Cass"]


def test_usage_is_the_sum_of_the_attempts(model, extractor, article, tmp_path):
    model.by_marker["Asta Brill"] = answers('{"wrong": 1}')
    summary, _ = execute(extractor, [article("Asta"), article("Bo")], tmp_path)
    attempts = [attempt for line in published(tmp_path) for attempt in line["attempts"]]
    assert len(attempts) == summary.usage.requests == len(model.requests) == 3
    assert summary.usage.prompt_tokens == sum(a["prompt_tokens"] for a in attempts) == 300
    assert [code for _, code, _ in summary.failed] == ["schema_mismatch"]
    assert summary.cost is None


def test_a_run_without_calls_costs_nothing(extractor):
    summary, _ = execute(extractor, [unreadable("x")])
    assert (summary.usage.requests, summary.cost) == (0, 0.0)


def test_items_and_verdicts_are_counted(model, extractor, article):
    found = [{"cites": [1], "speaker": None, "words": words} for words in ("kept", "never said")]
    model.by_marker["Brill"] = obituary("Asta Brill", tributes=found)
    summary, _ = execute(extractor, [article("Asta"), article("Bo")])
    assert summary.items == {"positions": 0, "survivors": 0, "tributes": 4}
    assert summary.verdicts["unsupported"] >= 2
    assert summary.verdicts["exact"] >= 2


def test_the_second_run_calls_nothing_and_counts_nothing(model, extractor, article, tmp_path):
    inputs = [article("Asta"), article("Bo")]
    execute(extractor, inputs, tmp_path)
    summary, _ = execute(extractor, inputs, tmp_path)
    assert len(model.requests) == 2
    assert (summary.ok, summary.reused, summary.usage.requests) == (2, 2, 0)
    summary, _ = execute(extractor, inputs, tmp_path, fresh=True)
    assert (len(model.requests), summary.reused) == (4, 0)


def test_a_known_text_under_another_name_is_not_paid_again(extractor, model, article, tmp_path):
    execute(extractor, [article("Asta")], tmp_path)
    moved = article("Asta")
    object.__setattr__(moved, "id", "elsewhere")
    execute(extractor, [moved], tmp_path)
    assert len(model.requests) == 1
    assert ids(published(tmp_path)) == ["elsewhere"]


@pytest.mark.parametrize("status", [400, 413])
def test_what_failed_for_good_stays_so_until_it_is_asked_for(
    model, extractor, article, tmp_path, status
):
    model.by_marker["Asta Brill"] = refuses(status)
    execute(extractor, [article("Asta")], tmp_path)
    model.by_marker.clear()
    summary, _ = execute(extractor, [article("Asta")], tmp_path)
    assert (len(model.requests), summary.reused) == (1, 1)
    assert [code for _, code, _ in summary.failed] == ["bad_request"]
    assert [line["status"] for line in published(tmp_path)] == ["failed"]
    summary, _ = execute(extractor, [article("Asta")], tmp_path, retry_errors=True)
    assert (summary.ok, len(model.requests)) == (1, 2)


@pytest.mark.parametrize("status", [401, 402, 404])
def test_what_the_endpoint_may_get_over_is_tried_again(model, extractor, article, tmp_path, status):
    model.by_marker["Asta Brill"] = refuses(status)
    execute(extractor, [article("Asta")], tmp_path)
    model.by_marker.clear()
    summary, _ = execute(extractor, [article("Asta")], tmp_path)
    assert (summary.ok, len(model.requests)) == (1, 2)


@pytest.mark.parametrize("concurrency", [1, 3])
@pytest.mark.parametrize("status", [401, 402, 403, 404])
def test_what_would_fail_for_all_stops_the_run(
    model, extractor, article, tmp_path, status, concurrency
):
    model.by_marker["Bo Brill"] = refuses(status)
    names = ("Asta", "Bo", "Cass", "Dag", "Edda", "Finn", "Gerd")
    inputs = [*map(article, names), unreadable("x")]
    summary, _ = execute(extractor, inputs, tmp_path, concurrency=concurrency)
    lines = published(tmp_path)
    assert ids(lines) == [*names, "x"]
    assert summary.aborted == lines[1]["error"]["code"] != "not_run"
    assert (lines[-2]["status"], lines[-2]["error"]["code"]) == ("skipped", "not_run")
    assert lines[-1]["error"]["code"] == "empty"
    # Each request that went out has its record or its failure.
    called = [line["id"] for line in lines if line.get("attempts")]
    assert len(called) == len(model.requests) < 7


@pytest.mark.parametrize("status", [400, 413])
def test_what_concerns_one_article_does_not(model, extractor, article, status):
    model.by_marker["Asta Brill"] = refuses(status)
    summary, _ = execute(extractor, [article("Asta"), article("Bo")])
    assert (summary.ok, summary.aborted) == (1, None)


def test_an_interrupted_run_publishes_what_it_has(model, extractor, article, tmp_path):
    model.by_marker["Bo Brill"] = Step(delay=30)
    inputs = [article(name) for name in ("Asta", "Bo", "Cass")]
    job = job_of(extractor, inputs, tmp_path, grace=0.1)
    started = time.monotonic()
    task = asyncio.run(interrupt_when(lambda: len(model.requests) == 2, job))
    assert task.cancelled()
    assert time.monotonic() - started < 10
    assert ids(published(tmp_path)) == ["Asta"]


def test_a_call_in_flight_is_waited_for_and_not_paid_again(model, extractor, article, tmp_path):
    model.by_marker["Bo Brill"] = Step(delay=0.5)
    inputs = [article(name) for name in ("Asta", "Bo", "Cass")]
    job = job_of(extractor, inputs, tmp_path)
    asyncio.run(interrupt_when(lambda: len(model.requests) == 2, job))
    assert ids(published(tmp_path)) == ["Asta", "Bo"]
    execute(extractor, inputs, tmp_path)
    assert len(model.requests) == 3


def test_the_summary_is_json(model, extractor, article):
    summary, _ = execute(extractor, [article("Asta"), unreadable("x")])
    plain = json.loads(json.dumps(summary.as_json()))
    assert plain["failed"] == [{"id": "x", "code": "empty", "message": "holds no text"}]
    assert (plain["ok"], plain["requests"], plain["cached_tokens"]) == (1, 1, 64)


def test_starts_are_told_for_articles_the_model_gets(model, extractor, article, tmp_path):
    execute(extractor, [article("Asta")], tmp_path)
    inputs = [article("Asta"), article("Bo")]
    _, told = execute(extractor, inputs, tmp_path)
    assert told.started == ["Bo"]


@pytest.mark.parametrize("concurrency", [1, 3])
@pytest.mark.parametrize("kept", [True, False])
def test_identical_texts_are_extracted_once_and_linked(
    model, extractor, article, tmp_path, concurrency, kept
):
    model.by_marker["Asta Brill"] = Step(delay=0.1)
    twins = [article("Asta"), article("Bo"), article("Asta"), article("Asta")]
    for number, twin in enumerate(twins):
        object.__setattr__(twin, "id", f"{twin.id}{number}")
    folder = tmp_path if kept else None
    summary, told = execute(extractor, twins, folder, concurrency=concurrency)
    assert len(model.requests) == 2
    assert (summary.ok, summary.duplicates) == (4, 2)
    same = {ended.id: ended.same_as for ended in told.ended}
    assert same == {"Asta0": None, "Bo1": None, "Asta2": "Asta0", "Asta3": "Asta0"}
    lines = published(tmp_path) if kept else list(map(json.loads, told.written))
    assert ids(lines) == ["Asta0", "Bo1", "Asta2", "Asta3"]
    assert [line.get("same_as") for line in lines] == [None, None, "Asta0", "Asta0"]
    assert lines[0]["data"] == lines[2]["data"] == lines[3]["data"]
    if kept:
        again, _ = execute(extractor, twins, folder)
        assert (again.reused, again.duplicates, len(model.requests)) == (4, 2, 2)
        assert published(tmp_path) == lines


def test_a_text_of_another_day_is_another_text(model, extractor):
    text = "Asta Brill kept the light at Aldo."
    days = [article_from_text(text, id=day, published=day) for day in ("2030-01-02", "2030-01-03")]
    summary, _ = execute(extractor, days)
    assert (len(model.requests), summary.duplicates) == (2, 0)
