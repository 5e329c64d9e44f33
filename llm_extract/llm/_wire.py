"""The model class instructor sees: the caller's, with the schema that goes on the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_MAX_NAME = 64


def wire_name(answer: type[BaseModel]) -> str:
    """Name of the schema or tool, in the characters OpenAI allows, 64 at most."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", answer.__name__)[:_MAX_NAME]


def wire_model(
    answer: type[BaseModel], json_schema: Mapping[str, Any] | None, *, titled: bool
) -> type[BaseModel]:
    """Return a subclass of ``answer`` whose JSON Schema is ``json_schema``, else its own.

    ``titled`` sets the title, from which instructor takes the name of a tool.
    """
    schema = dict(json_schema) if json_schema is not None else answer.model_json_schema()
    name = wire_name(answer)
    if titled:
        schema["title"] = name

    class Wire(answer):  # type: ignore[valid-type, misc]
        @classmethod
        def model_json_schema(cls, *_: object, **__: object) -> dict[str, Any]:
            return dict(schema)

    Wire.__name__ = name
    # Instructor would write what the docstring says about fields into the schema.
    Wire.__doc__ = None
    return Wire
