"""Lets an answer pass that holds something good, so that it is not asked for again whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Self

from pydantic import BaseModel, PrivateAttr, ValidationError

from llm_extract.salvage._check import asked_text
from llm_extract.salvage._json import complete_parts, decoded
from llm_extract.salvage._unknown import unknown_members, without_members


class Lenient(BaseModel):
    """An answer that is taken, whole or in part."""

    _record: BaseModel | None = PrivateAttr(default=None)

    @property
    def record(self) -> BaseModel | None:
        """The instance, when the answer is right as it was written; else it is its text alone."""
        return self._record

    @classmethod
    def of(cls, record: BaseModel | None) -> Self:
        """Take an answer."""
        taken = cls.model_construct()
        taken._record = record
        return taken


def lenient(model: type[BaseModel], accepts: Callable[[str], bool]) -> type[Lenient]:
    """Return a stand-in for ``model`` that takes any answer ``accepts`` takes.

    Every other answer goes through the strict check of ``model``, so that the model is told
    what is wrong with it; what code fills in and members that no field takes are not part of
    that. An answer that is right as it stands is looked at once.
    """

    class Answer(Lenient):
        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
            text = json_data if isinstance(json_data, str) else json_data.decode("utf-8")
            try:
                return cls.of(model.model_validate_json(text, strict=True))
            except ValidationError:
                pass
            if not accepts(text):
                model.model_validate_json(_known(model, text), strict=True)
            return cls.of(None)

    Answer.__name__ = model.__name__
    return Answer


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
