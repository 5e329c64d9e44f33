"""What a schema says of its fields: ``descriptions``, field descriptions, docstrings and marks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from llm_extract.schemas import CountOf, DateOf, Derived, Named, Schema, marks_of, models_in

_SENTENCE_END = re.compile(r"(?<=\.)\s+")
_BOUNDS = {"low": "lower bound", "best": "number", "high": "upper bound", "value": "number"}
_MARKS: dict[type[Any], Callable[[Any], str]] = {
    CountOf: lambda mark: f"The {_BOUNDS[mark.bound]} that follows from `{mark.text}`.",
    DateOf: lambda mark: f"The date that follows from `{mark.text}`.",
    Named: lambda mark: f"A name of the list `{mark.register}`.",
    Derived: lambda _: "Made by code.",
}


@dataclass(frozen=True, slots=True)
class About:
    """A place in a record.

    Attributes:
        models: classes its objects may be of.
        said: a schema's own descriptions by path, see `descriptions_of`.
        path: names of the fields that lead there.
        text: its description, or ``""``.
    """

    models: tuple[type[BaseModel], ...]
    said: Mapping[str, str]
    path: tuple[str, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, schema: Schema) -> About:
        """The record as a whole."""
        return cls((schema.model,), descriptions_of(schema))

    def below(self, name: str, given: str | None = None) -> About:
        """The field ``name``; ``given`` is its description in the JSON Schema."""
        path = (*self.path, name)
        owners = [(m, m.model_fields[name]) for m in self.models if name in m.model_fields]
        found = [model for _, field in owners for model in models_in(field.annotation)]
        text = self._said(path) or given or _documented(owners, name) or _marked(owners)
        return About(tuple(dict.fromkeys(found)), self.said, path, _one_line(text))

    @property
    def title(self) -> str:
        """The first sentence on its objects: of their class, or of what their classes share."""
        shared = (
            [one for one in self.models[0].__mro__ if self._is_shared(one)] if self.models else []
        )
        return _sentences(shared[0])[0] if shared else ""

    def _is_shared(self, one: type) -> bool:
        return _has_words(one) and all(issubclass(model, one) for model in self.models)

    def _said(self, path: tuple[str, ...]) -> str | None:
        """The description under the path, or under the longest end of it that has one."""
        ends = (".".join(path[start:]) for start in range(len(path)))
        return next((self.said[end] for end in ends if end in self.said), None)


def descriptions_of(schema: Schema) -> Mapping[str, str]:
    """A record model's class variable ``descriptions``: one line each, by path of a field.

    ``events.what`` is one field, ``when.start`` and ``low`` are fields of that name everywhere.
    """
    found = getattr(schema.model, "descriptions", None)
    return found if isinstance(found, Mapping) else {}


def _documented(owners: list[tuple[type[BaseModel], FieldInfo]], name: str) -> str:
    """Sentences of docstrings that name the field."""
    classes = dict.fromkeys(one for model, _ in owners for one in model.__mro__)
    said = (s for one in classes if _has_words(one) for s in _sentences(one))
    return " ".join(dict.fromkeys(s for s in said if f"`{name}`" in s))


def _marked(owners: list[tuple[type[BaseModel], FieldInfo]]) -> str:
    for _, field in owners:
        marks = tuple(marks_of(field.rebuild_annotation()))
        for kind, say in _MARKS.items():
            for mark in marks:
                if isinstance(mark, kind):
                    return say(mark)
    return ""


def _has_words(one: type) -> bool:
    own = issubclass(one, BaseModel) and one is not BaseModel
    return own and bool((one.__dict__.get("__doc__") or "").strip())


def _sentences(one: type) -> list[str]:
    return list(_split(inspect.cleandoc(one.__doc__ or "")))


def _split(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        yield _one_line(sentence)


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")
