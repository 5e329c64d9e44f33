from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from boats import Log, article, prompt_file
from fake_endpoint import FakeEndpoint, Step
from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.llm import Attempt, CallSettings, Endpoint, LlmClient
from llm_extract.prompts import Renderer, load_prompt
from llm_extract.reading import Read, Reader, Reading
from llm_extract.schemas import schema_of

Ask = Callable[..., Read]
Calls = list[tuple[int, int, int]]


@pytest.fixture
def calls() -> Calls:
    """What `on_call` got: done, total, attempts so far."""
    return []


@pytest.fixture
def ask(fake_endpoint: FakeEndpoint, tmp_path: Path, calls: Calls) -> Ask:
    def on_call(done: int, total: int, attempts: tuple[Attempt, ...]) -> None:
        calls.append((done, total, len(attempts)))

    async def read(
        reader: Reader, shown: Article, reading: Reading, settings: CallSettings
    ) -> Read:
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url), settings) as client:
            return await reader.read(client, shown, reading, on_call)

    def run(
        reading: Reading,
        *steps: Step,
        shown: Article | None = None,
        schema: type[BaseModel] = Log,
        prompt: str | None = None,
        **settings: Any,
    ) -> Read:
        fake_endpoint.play(*steps)
        file = prompt_file(tmp_path, prompt) if prompt else prompt_file(tmp_path)
        reader = Reader(Renderer(load_prompt(file)), schema_of(schema))
        return asyncio.run(read(reader, shown or article(), reading, CallSettings(**settings)))

    return run
