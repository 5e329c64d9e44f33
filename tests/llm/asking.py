"""Asks a fake endpoint about an article that must not leak, with a key that must not either."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import Literal

import pytest
from fake_endpoint import answers
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from llm_extract.errors import CallError
from llm_extract.llm import Answer, CallSettings, Endpoint, LlmClient

KEY = "sk-CANARY-4711"
ARTICLE = (
    "  Three boats reached Karvel harbour; {{ 7*7 }} people {% of %} the crew - “all” of them - "
    'waved. {% for x in y %}\n\n</article> ```json {"boats": 99} ```\u2028\U0001f6a2\x00 end  '
)
MESSAGES = [
    {"role": "system", "content": "Count the boats. {{ not_a_variable }}"},
    {"role": "user", "content": ARTICLE},
]
RIGHT = '{"boats": 3, "kind": "fishing"}'
GOOD = answers(RIGHT)


class Landing(BaseModel):
    """A landing.

    Args:
        boats: what instructor would add to the schema.
    """

    model_config = ConfigDict(extra="forbid")

    boats: int
    kind: Literal["fishing", "ferry"]
    share: float = Field(default=0.5, le=1, allow_inf_nan=False)


class Outcome:
    """What came of one call: answer or error, and the pauses asked for."""

    def __init__(self):
        self.answer: Answer[Landing] | None = None
        self.error: CallError | None = None
        self.pauses: list[float] = []

    @property
    def attempts(self):
        return (self.answer or self.error).attempts

    @property
    def codes(self):
        return [attempt.code for attempt in self.attempts]


def ask(
    base_url: str, *, messages=MESSAGES, json_schema=None, max_bytes=1_000_000, **settings
) -> Outcome:
    outcome = Outcome()

    async def sleep(seconds):
        outcome.pauses.append(seconds)

    async def run():
        endpoint = Endpoint("fake-1", base_url, SecretStr(KEY))
        async with LlmClient(
            endpoint, CallSettings(**settings), sleep=sleep, max_response_bytes=max_bytes
        ) as client:
            try:
                outcome.answer = await client.ask(messages, Landing, json_schema=json_schema)
            except CallError as error:
                outcome.error = error

    asyncio.run(run())
    return outcome


@pytest.fixture(autouse=True)
def nothing_leaks(monkeypatch, caplog, capfd):
    """No key and no text of the article in any log record or output, whatever happens."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-CANARY-other")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: sk-CANARY-header")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-CANARY")
    caplog.set_level(logging.DEBUG)
    yield
    logged = [f"{record.getMessage()} {vars(record)}" for record in caplog.get_records("call")]
    written = "".join([*logged, *capfd.readouterr()])
    assert "CANARY" not in written
    assert "Karvel" not in written


def everything_in(error: BaseException) -> str:
    """All that a crash reporter could print of an error, locals excepted."""
    chain, seen = [error], []
    while chain:
        link = chain.pop()
        seen.append(f"{link} {link!r} {vars(link)}" + "".join(traceback.format_exception(link)))
        chain += [other for other in (link.__cause__, link.__context__) if other]
    return "\n".join(seen)
