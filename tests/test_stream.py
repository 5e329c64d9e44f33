from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from boats import (
    MISFIT,
    PROMPT,
    RECORD,
    STALLS,
    BusyEndpoint,
    article,
    extractor,
    prompt_file,
)
from fake_endpoint import FakeEndpoint, refuses

from llm_extract.articles import Article
from llm_extract.errors import AnswerError, ArticleError, EndpointError, SettingsError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.grounding import Source


@pytest.fixture
def prompt(tmp_path: Path) -> str:
    return prompt_file(tmp_path)


@pytest.fixture
def busy_endpoint() -> Iterator[BusyEndpoint]:
    endpoint = BusyEndpoint()
    yield endpoint
    endpoint.close()


def some(count: int) -> list[Article]:
    return [article(f"Boat {n} came. It left.", id=f"a{n}") for n in range(count)]


def results(
    reader: Extractor, inputs: list[Article | ArticleError], **options: Any
) -> list[Extraction | Failure]:
    async def collect() -> list[Extraction | Failure]:
        return [result async for result in reader.stream(inputs, **options)]

    return asyncio.run(collect())


@pytest.mark.parametrize(("concurrency", "peak"), [(1, 1), (3, 3), (20, 6)])
def test_no_more_requests_at_once_than_asked_for(
    busy_endpoint: BusyEndpoint, prompt: str, concurrency: int, peak: int
) -> None:
    busy_endpoint.play(RECORD)
    busy_endpoint.crowd = peak
    found = results(extractor(busy_endpoint, prompt), [*some(6)], concurrency=concurrency)
    assert busy_endpoint.peak == peak
    assert {result.article.id for result in found if isinstance(result, Extraction)} == {
        f"a{n}" for n in range(6)
    }


def test_input_is_read_as_it_is_needed(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(RECORD)
    taken: list[str] = []

    def source() -> Iterator[Article]:
        for one in some(8):
            taken.append(one.id)
            yield one

    async def watch() -> list[int]:
        stream = extractor(fake_endpoint, prompt).stream(source(), concurrency=2)
        return [len(taken) async for _ in stream]

    seen = asyncio.run(watch())
    assert len(seen) == 8
    assert all(read <= done + 2 for done, read in enumerate(seen))


def test_a_failing_article_and_an_unreadable_input_stop_nothing(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(RECORD, refuses(400), MISFIT, MISFIT, RECORD)
    unreadable = ArticleError("empty", "it is empty", source="b.txt")
    one, two, three, four = some(4)
    first, second, third, failed, last = results(
        extractor(fake_endpoint, prompt), [one, unreadable, two, three, four]
    )
    assert isinstance(first, Extraction)
    assert second == Failure("b.txt", unreadable)
    assert isinstance(third, Failure)
    assert isinstance(third.error, EndpointError)
    assert (third.article_id, third.error.code, len(third.attempts)) == ("a1", "bad_request", 1)
    assert isinstance(failed, Failure)
    assert isinstance(failed.error, AnswerError)
    assert (failed.article_id, len(failed.attempts)) == ("a2", 2)
    assert isinstance(last, Extraction)
    assert last.article is four


def test_a_prompt_that_fails_on_one_article_stops_nothing(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    fake_endpoint.play(RECORD)
    broken = PROMPT.replace("{{ title or", '{{ 1 / (title != "") and title or')
    reader = extractor(fake_endpoint, prompt_file(tmp_path, broken))
    found = results(reader, [article(id="a1", title=""), article(id="a2", title="Ferry")])
    assert isinstance(found[0], Failure)
    assert found[0].error.code == "prompt_invalid"
    assert isinstance(found[1], Extraction)


def test_no_input_no_request(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    assert results(extractor(fake_endpoint, prompt), []) == []
    assert fake_endpoint.requests == []


def others() -> set[asyncio.Task[Any]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


def test_closing_the_stream_leaves_no_task(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(RECORD, STALLS)

    async def leave_early() -> Extraction | Failure:
        stream = extractor(fake_endpoint, prompt).stream(some(5), concurrency=3)
        first = await anext(stream)
        assert others()
        await stream.aclose()
        assert not others()
        return first

    started = time.monotonic()
    assert isinstance(asyncio.run(leave_early()), Extraction)
    assert time.monotonic() - started < 5


def test_cancelling_the_consumer_leaves_no_task(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(STALLS)

    async def consume() -> None:
        async for _ in extractor(fake_endpoint, prompt).stream(some(5), concurrency=3):
            pass

    async def cancel() -> None:
        task = asyncio.create_task(consume())
        async with asyncio.timeout(5):
            while len(fake_endpoint.requests) < 3:  # noqa: ASYNC110 - another thread fills it
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not others()

    asyncio.run(cancel())
    assert len(fake_endpoint.requests) == 3


def test_a_defect_at_one_article_is_its_failure_without_words_of_the_text(
    fake_endpoint: FakeEndpoint, prompt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(shown: Source, *_: object) -> None:
        raise KeyError(shown.article.text)

    monkeypatch.setattr("llm_extract.verification._verifier.ground", broken)
    fake_endpoint.play(RECORD)

    (failure,) = results(extractor(fake_endpoint, prompt), [article("The Amsa sank.")])

    assert isinstance(failure, Failure)
    assert failure.error.code == "internal"
    assert "KeyError at test_stream.py:" in str(failure.error)
    assert "Amsa" not in str(failure.error)


def test_a_concurrency_below_one_is_refused(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    reader = extractor(fake_endpoint, prompt)

    async def none() -> None:
        async for _ in reader.stream([article()], concurrency=0):
            pass

    with pytest.raises(SettingsError, match="at least 1"):
        asyncio.run(none())
    assert not fake_endpoint.requests
