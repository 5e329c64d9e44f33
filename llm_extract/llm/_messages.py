"""One message of a conversation with a model."""

from __future__ import annotations

from typing import Literal, TypedDict


class Message(TypedDict):
    """A message as it goes on the wire; static instructions first, the article last."""

    role: Literal["system", "user", "assistant"]
    content: str
