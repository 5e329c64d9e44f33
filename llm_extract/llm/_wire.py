"""The model class instructor sees: the schema that goes on the wire, and the caller's check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

import instructor
from pydantic import BaseModel, PrivateAttr

_MAX_NAME = 64


class Wire(instructor.ResponseSchema):
    """Stands for the class of an answer; ``value`` is the instance that was validated.

    It has no fields of its own: instructor inspects those in each call.
    """

    _value: Any = PrivateAttr()

    @property
    def value(self) -> Any:
        """The validated answer."""
        return self._value

    @classmethod
    def of(cls, value: object) -> Self:
        """Wrap a validated answer."""
        wire = cls.model_construct()
        wire._value = value
        return wire


def wire_name(answer: type[BaseModel]) -> str:
    """Name of the schema or tool, in the characters OpenAI allows, 64 at most."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", answer.__name__)[:_MAX_NAME]


def wire_model(
    answer: type[BaseModel], json_schema: Mapping[str, Any] | None, *, titled: bool
) -> type[Wire]:
    """Return a stand-in for ``answer`` whose JSON Schema is ``json_schema``, else its own.

    ``titled`` sets the title, from which instructor takes the name of a tool.
    """
    schema = dict(json_schema) if json_schema is not None else answer.model_json_schema()
    name = wire_name(answer)
    if titled:
        schema["title"] = name

    class Stand(Wire):
        @classmethod
        def model_json_schema(cls, *_: object, **__: object) -> dict[str, Any]:
            return dict(schema)

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
            return cls.of(answer.model_validate_json(json_data, strict=True))

    Stand.__name__ = name
    # Instructor would write what the docstring says about fields into the schema.
    Stand.__doc__ = None
    return Stand
