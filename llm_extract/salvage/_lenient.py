"""Lets an answer pass that holds something good, so that it is not asked for again whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Self

from pydantic import BaseModel, ValidationError

from llm_extract.salvage._check import asked_text
from llm_extract.salvage._json import complete_parts, decoded
from llm_extract.salvage._unknown import unknown_members, without_members


def lenient(model: type[BaseModel], accepts: Callable[[str], bool]) -> type[BaseModel]:
    """Return a stand-in for ``model`` that takes any answer ``accepts`` takes.

    Every other answer goes through the strict check of ``model``, so that the model is told
    what is wrong with it; what code fills in and members that no field takes are not part of
    that. The instances hold nothing: the answer is read from its text.
    """

    class Lenient(BaseModel):
        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
            text = json_data if isinstance(json_data, str) else json_data.decode("utf-8")
            if not accepts(text):
                known = _known(model, text)
                model.model_validate_json(known, **{**options, "strict": True})
            return cls.model_construct()

    Lenient.__name__ = model.__name__
    return Lenient


def _known(model: type[BaseModel], text: str) -> str:
    """Leave out of a whole answer what will not be taken from it."""
    if not complete_parts(text).whole:
        return text
    asked = asked_text(text, (model,))
    try:
        model.model_validate_json(asked, strict=True)
    except ValidationError as error:
        raw = decoded(asked)
        known, dropped = without_members(raw, unknown_members(error, raw))
        # Written anew only where something went: the error is about the text as it was written.
        return json.dumps(known, ensure_ascii=False) if dropped else asked
    return asked
