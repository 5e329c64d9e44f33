"""The leaves of a record: each value that is not null, with what its schema says about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from llm_extract.schemas import (
    Agent,
    CountOf,
    DateOf,
    Derived,
    ModalityOf,
    Named,
    Patient,
    Signals,
    Unquoted,
    marks_of,
)

Value: TypeAlias = "str | int | float | bool | date"


_MARKS = (Agent, CountOf, DateOf, Derived, ModalityOf, Named, Patient, Signals, Unquoted)
# Types whose values are no models, lists or choices of their own, as most values are.
_PLAIN = frozenset((str, int, float))


class Leaf(NamedTuple):
    """One value.

    Attributes:
        path: ``casualties.0.best``.
        value: never null.
        is_choice: one of the schema's own values (``Literal``, ``Enum``, ``bool``).
        marks: of its field.
        holder: the model the field belongs to, whose other fields tell more.
    """

    path: str
    value: Value
    is_choice: bool
    marks: tuple[Any, ...]
    holder: BaseModel

    def mark(self, kind: type[Any]) -> Any:
        """The mark of one kind, or ``None``."""
        for mark in self.marks:
            if isinstance(mark, kind):
                return mark
        return None


def leaves(holder: BaseModel, path: str = "", *, inherited: tuple[Any, ...] = ()) -> Iterator[Leaf]:
    """All leaves of a model but its citations, in the order of its fields."""
    below = f"{path}." if path else ""
    for field, is_choice, marks in _fields_of(type(holder)):
        value = getattr(holder, field)
        if type(value) in _PLAIN:
            yield Leaf(f"{below}{field}", value, is_choice, inherited + marks, holder)
        elif value is not None:
            yield from _below(value, f"{below}{field}", is_choice, inherited + marks, holder)


def leaves_of(holder: BaseModel, field: str) -> Iterator[Leaf]:
    """All leaves below one field of a record."""
    value = getattr(holder, field)
    if value is not None:
        yield from _below(value, field, *_said_of(type(holder), field), holder)


def _below(
    value: Any, path: str, is_choice: bool, marks: tuple[Any, ...], holder: BaseModel
) -> Iterator[Leaf]:
    if isinstance(value, BaseModel):
        yield from leaves(value, path, inherited=marks)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _below(part, f"{path}.{index}", is_choice, marks, holder)
    elif isinstance(value, Enum):
        yield Leaf(path, str(value.value), True, marks, holder)
    elif isinstance(value, str | int | float | date):
        choice = is_choice or isinstance(value, bool)
        yield Leaf(path, value, choice, marks, holder)


@lru_cache(maxsize=1024)
def _fields_of(model: type[BaseModel]) -> tuple[tuple[str, bool, tuple[Any, ...]], ...]:
    """Fields but the citations: whether they hold choices, and their marks."""
    fields = (field for field in model.model_fields if field != "cites")
    return tuple((field, *_said_of(model, field)) for field in fields)


@lru_cache(maxsize=4096)
def _said_of(model: type[BaseModel], field: str) -> tuple[bool, tuple[Any, ...]]:
    annotation = model.model_fields[field].rebuild_annotation()
    # Limits of length and the like say nothing about the proof, and would be asked for each value.
    marks = tuple(mark for mark in marks_of(annotation) if isinstance(mark, _MARKS))
    return _is_choice(annotation), marks


def _is_choice(annotation: object) -> bool:
    """``Literal`` values are classifications, not words of the text."""
    if get_origin(annotation) is Literal:
        return True
    if get_origin(annotation) is Annotated:
        return _is_choice(get_args(annotation)[0])
    parts = [part for part in get_args(annotation) if part is not type(None)]
    return len(parts) > 0 and all(_is_choice(part) for part in parts)
