"""Answers about the boats of `boats.TEXT`, true and false, and what was made of them."""

from __future__ import annotations

import json
from typing import Any

from fake_endpoint import FakeEndpoint, Step, answers

from llm_extract.extraction import Extraction

GOOD: dict[str, Any] = {"cites": [1], "name": "Amsa", "crew": 14}
MANY: dict[str, Any] = {"cites": [1], "name": "Amsa", "crew": 15}
STRANGE: dict[str, Any] = {"cites": [3], "name": "Brul", "crew": None}


def record(*found: dict[str, Any], town: str | None = "Karvel", **lists: Any) -> Step:
    return answers(json.dumps({"harbour": {"town": town}, "boats": found} | lists))


def item(value: Any) -> Step:
    """The answer to the question for one item again."""
    return answers(json.dumps({"item": value}))


def doubtful(found: Extraction) -> dict[str, str]:
    values = found.evidence.values
    return {v.path: v.verdict for v in values if v.verdict in ("altered", "unsupported")}


def sent(endpoint: FakeEndpoint, number: int = 0) -> str:
    """All messages of a request, from 0."""
    messages = endpoint.requests[number].json["messages"]
    return "\n".join(message["content"] for message in messages)


def asked(endpoint: FakeEndpoint, number: int = 0) -> str:
    """The last message of a request, from 0."""
    content: str = endpoint.requests[number].json["messages"][-1]["content"]
    return content
