"""A stopped run is no failure of an article, and what was kept is asked for in the same words."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from boats import FACTS, Log, article, boats, prompt_file
from fake_endpoint import FakeEndpoint, Step, answers
from fleet import TEXT, Fleet, boat, fleet, item
from hooks import Shelf, SlowPace
from pydantic import BaseModel

from llm_extract.errors import StoppedError
from llm_extract.llm import Endpoint, LlmClient
from llm_extract.prompts import Renderer, load_prompt
from llm_extract.reading import Read, Reader, Reading
from llm_extract.schemas import schema_of


def read(
    endpoint: FakeEndpoint,
    folder: Path,
    reading: Reading,
    schema: type[BaseModel],
    *,
    text: str,
    pace: SlowPace | None = None,
    shelf: Shelf | None = None,
) -> Read:
    async def run() -> Read:
        async with LlmClient(Endpoint("fake-1", endpoint.base_url), pace=pace) as client:
            reader = Reader(Renderer(load_prompt(prompt_file(folder))), schema_of(schema))
            keeping = client.keeping(shelf or Shelf())
            return await reader.read(keeping, article(text), reading, lambda *_: None)

    return asyncio.run(run())


BAD_FACT = answers(fleet(boat(1)).replace('"Karvel"', "7"))
BAD_ITEM = answers(fleet(boat(1), boat(2, crew="many")))
CUT = answers(fleet(boat(1), boat(2))[:-3], finish_reason="length")


@pytest.mark.parametrize("step", [BAD_ITEM, CUT], ids=["repair", "continuation"])
@pytest.mark.parametrize("allowed", [0, 1])
def test_a_stop_reaches_the_caller_of_a_whole_reading(
    fake_endpoint: FakeEndpoint, tmp_path: Path, step: Step, allowed: int
) -> None:
    fake_endpoint.play(step)
    with pytest.raises(StoppedError) as caught:
        read(fake_endpoint, tmp_path, "article", Fleet, text=TEXT, pace=SlowPace(allowed=allowed))
    assert caught.value.code == "budget"
    assert len(fake_endpoint.requests) == allowed


@pytest.mark.parametrize("allowed", [0, 1, 2])
def test_a_stop_reaches_the_caller_of_a_sentence_reading(
    fake_endpoint: FakeEndpoint, tmp_path: Path, allowed: int
) -> None:
    fake_endpoint.play(FACTS, boats(("Amsa", 14)))
    with pytest.raises(StoppedError):
        read(fake_endpoint, tmp_path, "sentence", Log, text=TEXT, pace=SlowPace(allowed=allowed))
    assert len(fake_endpoint.requests) == allowed


def test_the_next_run_asks_in_the_same_words_and_pays_for_the_rest_only(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    shelf = Shelf()
    fake_endpoint.play(BAD_ITEM)
    with pytest.raises(StoppedError):
        read(
            fake_endpoint,
            tmp_path,
            "article",
            Fleet,
            text=TEXT,
            pace=SlowPace(allowed=1),
            shelf=shelf,
        )
    fake_endpoint.play(item(boat(2)))
    found = read(fake_endpoint, tmp_path, "article", Fleet, text=TEXT, shelf=shelf.again())
    assert len(fake_endpoint.requests) == 2
    assert [attempt.recalled for attempt in found.attempts] == [True, False]


@pytest.mark.parametrize("step", [BAD_ITEM, CUT, BAD_FACT], ids=["item", "cut", "fact"])
def test_the_same_article_is_asked_about_in_the_same_bytes(
    fake_endpoint: FakeEndpoint, tmp_path: Path, step: Step
) -> None:
    for _ in range(2):
        fake_endpoint.play(step, item(boat(2)))
        read(fake_endpoint, tmp_path, "article", Fleet, text=TEXT)
    bodies = [request.body for request in fake_endpoint.requests]
    half = len(bodies) // 2
    assert half > 1
    assert bodies[:half] == bodies[half:]
