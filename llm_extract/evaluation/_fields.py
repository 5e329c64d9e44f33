"""What is known of the places of a record: kind, grade, whether code fills them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel

from llm_extract.schemas import (
    Derived,
    Differences,
    Grade,
    ModalityOf,
    Named,
    Schema,
    marks_of,
)

# Longer texts are wording, not names.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a record, such as ``casualties.*.best``.

    Attributes:
        grade: of another value.
        derived: filled in by code, so it follows from other fields.
        register: list in which a name is registered, or ``None``.
        is_choice: one of a closed list of values.
    """

    grade: Grade
    derived: bool = False
    register: str | None = None
    is_choice: bool = False


class Fields:
    """The places of a schema's records."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        declared = getattr(schema.model, "differences", None)
        self._declared = declared if isinstance(declared, Differences) else Differences()
        self._known: dict[str, Field] = dict(_places(schema.model, "", derived=False))

    @property
    def names(self) -> tuple[str, ...]:
        """Fields of the record."""
        return tuple(self._schema.model.model_fields)

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """Lists of objects among them: sets of items."""
        return tuple(
            name
            for name, part in self._schema.model.model_fields.items()
            if _is_list(part.annotation)
            and any(issubclass(element, BaseModel) for element in _elements(part.annotation))
        )

    @property
    def aliases(self) -> tuple[str, ...]:
        """Lists whose items have a name and other forms of it."""
        return self._declared.aliases

    @lru_cache(maxsize=2048)  # noqa: B019 - lives as long as its schema
    def at(self, pattern: str) -> Field:
        """What is known of a place; of an unknown one, that it is a plain text."""
        known = self._known.get(pattern, Field("major"))
        grade = _longest(self._declared.grades, pattern)
        return known if grade is None else replace(known, grade=grade)

    @lru_cache(maxsize=2048)  # noqa: B019
    def reference(self, pattern: str) -> str | None:
        """The list the ids at a place point into; ``""`` for ids of which that is not known."""
        target: str | None = _longest(self._declared.references, pattern)
        if target is not None:
            return target
        name = pattern.removesuffix(".*").rpartition(".")[2]
        return "" if name.endswith(("_id", "_ids")) else None

    def of_list(self, name: str) -> Grade:
        """Grade of an item more or less."""
        return self._declared.grades.get(name, "major")


@lru_cache(maxsize=16)
def fields_of(schema: Schema) -> Fields:
    """The places of a schema, found once."""
    return Fields(schema)


def _longest(said: Mapping[str, Any], pattern: str) -> Any:
    """What is said of a place or of the nearest one above it, but for whole lists."""
    if "." not in pattern:
        return said.get(pattern)
    while "." in pattern:
        if pattern in said:
            return said[pattern]
        pattern = pattern.rpartition(".")[0]
    return None


def _places(model: type[BaseModel], prefix: str, *, derived: bool) -> Iterator[tuple[str, Field]]:
    for name, part in model.model_fields.items():
        by_code = derived or any(isinstance(mark, Derived) for mark in part.metadata)
        yield from _place(part.annotation, tuple(part.metadata), f"{prefix}{name}", derived=by_code)


def _place(
    annotation: object, marks: tuple[Any, ...], path: str, *, derived: bool
) -> Iterator[tuple[str, Field]]:
    elements = _elements(annotation)
    below = f"{path}.*" if _is_list(annotation) else path
    models = [part for part in elements if issubclass(part, BaseModel)]
    yield path, _field(annotation, marks, derived=derived)
    if below != path:
        yield below, _field(annotation, marks, derived=derived)
    for model in models:
        yield from _places(model, f"{below}.", derived=derived)


def _field(annotation: object, own: tuple[Any, ...], *, derived: bool) -> Field:
    marks = [*own, *marks_of(annotation)]
    named = next((mark.register for mark in marks if isinstance(mark, Named)), None)
    is_choice = not set(_types(annotation)) - {bool, type(None)}
    return Field(_usual_grade(annotation, marks), derived, named, is_choice)


def _usual_grade(annotation: object, marks: list[Any]) -> Grade:
    types = set(_types(annotation))
    if any(isinstance(mark, ModalityOf) for mark in marks):
        return "critical"
    if {int, float} & types:
        return "critical"
    if str in types and date not in types:
        longest = max((m.max_length for m in marks if isinstance(m, MaxLen)), default=0)
        return "minor" if longest > _LONGEST_NAME else "major"
    return "major"


def _types(annotation: object) -> Iterator[type]:
    """Plain types of an annotation at any depth; those of choices are left out."""
    if isinstance(annotation, type):
        yield annotation
    elif get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _types(part)


def _is_list(annotation: object) -> bool:
    origin = get_origin(annotation)
    if origin in (list, tuple):
        return True
    if origin is Annotated or origin in (Union, UnionType):
        parts = get_args(annotation)[:1] if origin is Annotated else get_args(annotation)
        return any(_is_list(part) for part in parts)
    return False


def _elements(annotation: object) -> list[type]:
    return [part for part in _types(annotation) if part is not type(None)]
