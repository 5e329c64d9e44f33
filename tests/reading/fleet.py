"""A schema with long lists, an article about eight boats, and answers about them."""

from __future__ import annotations

import json
from typing import Annotated, Any

from boats import Boat, Harbour
from fake_endpoint import FakeEndpoint, Step, answers
from pydantic import BaseModel, Field

NAMES = ("Amsa", "Brul", "Corv", "Dane", "Elke", "Fenn", "Gorm", "Hild")
TEXT = " ".join(f"The ferry {name} left Karvel with {n} people." for n, name in enumerate(NAMES, 1))


class Fleet(BaseModel):
    harbour: Harbour
    boats: Annotated[list[Boat], Field(max_length=30)]


def boat(number: int, **changes: Any) -> dict[str, Any]:
    return {"cites": [number], "name": NAMES[number - 1], "crew": number} | changes


def fleet(*found: dict[str, Any], harbour: Any = None) -> str:
    """JSON of a record."""
    return json.dumps({"harbour": harbour or {"town": "Karvel"}, "boats": list(found)})


def item(value: Any) -> Step:
    return answers(json.dumps({"item": value}))


def asked(endpoint: FakeEndpoint, number: int) -> str:
    """The last message of a request, from 0."""
    content: str = endpoint.requests[number].json["messages"][-1]["content"]
    return content


def sent(endpoint: FakeEndpoint, number: int) -> str:
    """All messages of a request."""
    messages = endpoint.requests[number].json["messages"]
    return "\n".join(message["content"] for message in messages)
