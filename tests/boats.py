"""A tiny schema with its prompt, articles and answers, and an endpoint that counts."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from fake_endpoint import FakeEndpoint, Step, answers
from pydantic import BaseModel, Field

from llm_extract.articles import Article, article_from_text
from llm_extract.extraction import Extractor

PROMPT = """\
---
schema: boats
---
# System
You log boats.
# Article
=== {{ boundary }} {{ published or "undated" }} {{ title or "untitled" }}
{% for sentence in sentences %}
[{{ sentence.number }}] {{ sentence.text }}
{% endfor %}
# Whole article
Log all of it.
# Article facts
Which harbour?
# Sentence
Log sentence {{ sentence.number }}.
# Example article 1
The barge Orl came to Sund. It sank.
# Example record 1
{"harbour": {"town": "Sund"}, "boats": [{"cites": [1], "name": "Orl", "crew": null}]}
"""


class Boat(BaseModel):
    cites: Annotated[list[int], Field(min_length=1)]
    name: str
    crew: int | None


class Harbour(BaseModel):
    town: str | None


class Log(BaseModel):
    """The record of one article."""

    harbour: Harbour
    boats: Annotated[list[Boat], Field(max_length=3)]


TEXT = "The ferry Amsa left Karvel with 14 people. It rained. The Amsa came back at dusk."
FACTS = answers('{"harbour":{"town":"Karvel"}}')
NOTHING = answers('{"items":[]}')
# Answers no question, whole or in part.
MISFIT = answers('{"name":14}')
# Fits every question that may be asked, so that it can be played whatever the order.
RECORD = answers('{"harbour":{"town":"Karvel"},"boats":[{"cites":[1],"name":"Amsa","crew":14}]}')
# Longer than any test may last.
STALLS = replace(RECORD, drip=0.5)


def boats(*found: tuple[str, int | None]) -> Step:
    items = [{"kind": "boats", "name": name, "crew": crew} for name, crew in found]
    return answers(json.dumps({"items": items}))


def article(text: str = TEXT, **known: Any) -> Article:
    return article_from_text(text, **known)


def prompt_file(folder: Path, text: str = PROMPT) -> str:
    path = folder / "boats.md"
    path.write_text(text, encoding="utf-8")
    return str(path)


def extractor(endpoint: FakeEndpoint, prompt: str, **options: Any) -> Extractor:
    known: dict[str, Any] = {"schema": Log, "model": "fake-1", "base_url": endpoint.base_url}
    return Extractor(prompt, **known | options)


class BusyEndpoint(FakeEndpoint):
    """Counts how many requests wait at once; the first ones wait until there are `crowd`."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.crowd = 1
        self.peak = 0
        self._waiting = 0
        self._change = threading.Condition()

    def next_step(self) -> Step:
        with self._change:
            self._waiting += 1
            self.peak = max(self.peak, self._waiting)
            self._change.notify_all()
            self._change.wait_for(lambda: self.peak >= self.crowd, timeout=5)
        time.sleep(0.05)  # for one request too many to show
        with self._change:
            self._waiting -= 1
            return super().next_step()
