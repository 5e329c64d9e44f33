"""Items that fit the schema but not the article, asked for once more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from boats import PROMPT, Boat, Harbour, article, prompt_file
from fake_endpoint import FakeEndpoint, Step, answers, refuses
from fleet import TEXT, Fleet, asked, boat, item
from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.llm import Attempt, Endpoint, LlmClient
from llm_extract.prompts import Renderer, load_prompt
from llm_extract.reading import Read, Reader, Reasked, Rejected
from llm_extract.schemas import Derived, schema_of

SHOWN = article(TEXT)
REASONS = (("altered", "crew is not what the article says"),)
BEFORE = Attempt(1, "ok", None, 100, 10, 64, 0.1, 0.0, 200, "fake-1")


def run(
    fake_endpoint: FakeEndpoint,
    folder: Path,
    question: Callable[[Reader, LlmClient, Article], Awaitable[Any]],
    *steps: Step,
    schema: type[BaseModel] = Fleet,
) -> Any:
    fake_endpoint.play(*steps)
    reader = Reader(Renderer(load_prompt(prompt_file(folder, PROMPT))), schema_of(schema))

    async def ask() -> Any:
        async with LlmClient(Endpoint("fake-1", fake_endpoint.base_url)) as client:
            return await question(reader, client, SHOWN)

    return asyncio.run(ask())


def reask(fake_endpoint: FakeEndpoint, folder: Path, *steps: Step) -> Reasked:
    wrong = Boat.model_validate(boat(5, crew=50))

    async def question(reader: Reader, client: LlmClient, shown: Article) -> Reasked:
        return await reader.reask(client, shown, "boats", wrong, REASONS)

    found: Reasked = run(fake_endpoint, folder, question, *steps)
    return found


def test_a_new_item_comes_back_validated(fake_endpoint: FakeEndpoint, tmp_path: Path) -> None:
    found = reask(fake_endpoint, tmp_path, item(boat(5)))
    assert (found.item, found.rejected) == (Boat(cites=[5], name="Elke", crew=5), None)
    assert len(found.attempts) == len(fake_endpoint.requests) == 1
    question = asked(fake_endpoint, 0)
    assert "crew is not what the article says" in question
    assert '{"cites":[5],"name":"Elke","crew":50}' in question
    assert "Amsa" not in question


def test_a_withdrawn_item(fake_endpoint: FakeEndpoint, tmp_path: Path) -> None:
    found = reask(fake_endpoint, tmp_path, item(None))
    assert found.item is None
    assert found.rejected == Rejected(
        "boats", boat(5, crew=50), "withdrawn", "crew is not what the article says", (5,)
    )


@pytest.mark.parametrize(
    ("answer", "code"), [(item(boat(5, crew="x")), "int_type"), (answers("sorry"), "altered")]
)
def test_a_failed_question_keeps_the_reason(
    fake_endpoint: FakeEndpoint, tmp_path: Path, answer: Step, code: str
) -> None:
    found = reask(fake_endpoint, tmp_path, answer)
    assert found.item is None
    assert found.rejected is not None
    assert found.rejected.code == code
    assert len(found.attempts) == 1


def test_an_endpoint_that_fails_leaves_the_item_as_it_was(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    found = reask(fake_endpoint, tmp_path, refuses(401))
    assert found.item is None
    assert found.rejected is not None
    assert found.rejected.code != "withdrawn"
    assert [attempt.code for attempt in found.attempts] == ["auth"]


class Numbered(BaseModel):
    cites: list[int]
    name: str
    id: Annotated[str, Derived()] = ""


class Register(BaseModel):
    boats: list[Numbered]


def test_what_code_filled_in_is_neither_shown_nor_taken(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    async def question(reader: Reader, client: LlmClient, shown: Article) -> Reasked:
        filled = Numbered(cites=[5], name="Elk", id="f00d")
        return await reader.reask(client, shown, "boats", filled, REASONS)

    answer = item({"cites": [5], "name": "Elke", "id": "beef"})
    found = run(fake_endpoint, tmp_path, question, answer, schema=Register)
    assert found.item == Numbered(cites=[5], name="Elke", id="")
    assert "f00d" not in asked(fake_endpoint, 0)


def read_of(*boats: dict[str, Any]) -> Read:
    record = Fleet(harbour=Harbour(town="Karvel"), boats=[Boat(**found) for found in boats])
    return Read(record, (), (BEFORE,), "fake-1")


def test_every_item_at_fault_gets_one_question(fake_endpoint: FakeEndpoint, tmp_path: Path) -> None:
    faults = {f"boats.{place}": REASONS for place in (0, 1, 3)} | {"harbour.town": REASONS}

    async def question(reader: Reader, client: LlmClient, shown: Article) -> Read:
        read = read_of(boat(1, crew=9), boat(2, crew=9), boat(3), boat(4, crew=9))
        return await reader.reask_all(client, shown, read, faults)

    steps = item(boat(1)), item(None), item({})
    found = run(fake_endpoint, tmp_path, question, *steps)
    assert found.record.boats == [Boat(**boat(1)), Boat(**boat(3)), Boat(**boat(4, crew=9))]
    assert [rejected.code for rejected in found.rejected] == ["withdrawn"]
    assert len(fake_endpoint.requests) == 3
    assert len(found.attempts) == 4
    assert found.attempts[0] is BEFORE


def test_an_endpoint_that_fails_in_between_costs_no_other_item(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    async def question(reader: Reader, client: LlmClient, shown: Article) -> Read:
        faults = {"boats.0": REASONS, "boats.1": REASONS}
        return await reader.reask_all(client, shown, read_of(boat(1), boat(2)), faults)

    found = run(fake_endpoint, tmp_path, question, item(boat(1, crew=9)), refuses(401))
    assert found.record.boats == [Boat(**boat(1, crew=9)), Boat(**boat(2))]
    assert [attempt.outcome for attempt in found.attempts] == ["ok", "ok", "failed"]
