from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from boats import RECORD, STALLS, TEXT, Log, article, prompt_file
from fake_endpoint import FakeEndpoint

import llm_extract
from llm_extract.api import Options
from llm_extract.extraction import Extractor

HEAVY = {"openai", "instructor", "pydantic", "httpx2", "jinja2", "yaml", "typer", "rich"}


@pytest.fixture
def options(fake_endpoint: FakeEndpoint, tmp_path: Path) -> Options:
    fake_endpoint.play(RECORD)
    return {
        "prompt": prompt_file(tmp_path),
        "schema": Log,
        "model": "fake-1",
        "base_url": fake_endpoint.base_url,
    }


def test_extract_a_text(options: Options) -> None:
    found = llm_extract.extract(TEXT, published="2031-05-20", **options)
    assert isinstance(found.data, Log)
    assert [boat.name for boat in found.data.boats] == ["Amsa"]
    assert str(found.article.published) == "2031-05-20"


def test_extract_and_its_async_twin_agree(options: Options) -> None:
    shown = article(published="2031-05-20")
    one = llm_extract.extract(shown, **options)
    other = asyncio.run(llm_extract.aextract(shown, **options))
    assert (one.data, one.evidence, one.fingerprint) == (
        other.data,
        other.evidence,
        other.fingerprint,
    )


def test_stream(options: Options) -> None:
    async def collect() -> list[Any]:
        articles = [article(id="a1"), article(id="a2")]
        return [found async for found in llm_extract.stream(articles, concurrency=2, **options)]

    found = asyncio.run(collect())
    assert {one.article.id for one in found} == {"a1", "a2"}


def test_options_are_those_of_the_extractor() -> None:
    taken = set(Extractor.__init__.__annotations__) - {"return", "port", "on_step"}
    assert set(Options.__annotations__) == taken


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = python("import sys, llm_extract; print(*sys.modules)").split()
    assert "llm_extract" in loaded
    assert not HEAVY & set(loaded)
    assert [name for name in loaded if name.startswith("llm_extract.")] == []


def test_the_names_looked_for_above_do_load_when_needed() -> None:
    loaded = python("import sys, llm_extract; llm_extract.Extractor; print(*sys.modules)").split()
    assert {"pydantic", "jinja2"} <= set(loaded)
    assert not {"openai", "instructor"} & set(loaded)


@pytest.mark.parametrize("name", llm_extract.__all__)
def test_every_public_name_resolves(name: str) -> None:
    found = getattr(llm_extract, name)
    assert found.__name__ == name
    assert name in dir(llm_extract)


def test_star_import_and_unknown_names() -> None:
    names: dict[str, object] = {}
    exec("from llm_extract import *", names)
    assert set(llm_extract.__all__) <= set(names)
    with pytest.raises(AttributeError, match="extrakt"):
        _ = llm_extract.extrakt


def others() -> set[asyncio.Task[Any]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


def test_closing_the_stream_early_leaves_no_task(
    options: Options, fake_endpoint: FakeEndpoint
) -> None:
    fake_endpoint.play(RECORD, STALLS)

    async def leave_early() -> None:
        stream = llm_extract.stream(
            [article(id=f"a{n}") for n in range(4)], concurrency=2, **options
        )
        await anext(stream)
        assert others()
        await stream.aclose()
        assert not others()

    asyncio.run(leave_early())
