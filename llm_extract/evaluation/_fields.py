"""What is known of the places of a record: kind, grade, whether code fills them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from llm_extract.evaluation._difference import GRADES
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
_CITES = "cites"


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a record, such as ``casualties.*.best``.

    Attributes:
        grade: of another value.
        derived: filled in by code, so it follows from other fields.
        register: list in which a name is registered, or ``None``.
        is_whole: a choice, a flag or a date, which is another one or the same and never alike.
    """

    grade: Grade
    derived: bool = False
    register: str | None = None
    is_whole: bool = False


class Fields:
    """The places of a schema's records."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        declared = getattr(schema.model, "differences", None)
        self._declared = declared if isinstance(declared, Differences) else Differences()
        self._known: dict[str, Field] = {}
        for place, found in _places(schema.model, "", derived=False):
            known = self._known.get(place)
            self._known[place] = _both(known, found) if known else found
        self._order = {place: number for number, place in enumerate(self._known)}
        parts = (place.rpartition(".") for place in self._known)
        self._objects = {above for above, _, name in parts if name != "*"}

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
            if _is_list(part.annotation) and _models(part.annotation)
        )

    @property
    def aliases(self) -> tuple[str, ...]:
        """Lists whose items have a name and other forms of it."""
        return self._declared.aliases

    @lru_cache(maxsize=2048)  # noqa: B019 - lives as long as its schema
    def at(self, pattern: str) -> Field:
        """What is known of a place; of an unknown one, that it is a plain text."""
        known = self._known.get(pattern, Field("major"))
        grade = self.declared(pattern)
        return known if grade is None else replace(known, grade=grade)

    def knows(self, pattern: str) -> bool:
        """Whether the schema has such a place."""
        return pattern in self._known

    def declared(self, pattern: str) -> Grade | None:
        """The grade the schema itself gives to a place."""
        grade: Grade | None = _longest(self._declared.grades, pattern)
        return grade

    def is_object(self, pattern: str) -> bool:
        """Whether an object stands there whose fields are known, and are compared one by one."""
        return pattern in self._objects

    def order(self, path: str) -> tuple[int, ...]:
        """What sorts concrete paths as the schema does: by field, and by position in a list."""
        found, place = [], ""
        for key in path.split("."):
            place = f"{place}.{'*' if key.isdigit() else key}".removeprefix(".")
            found.append(int(key) if key.isdigit() else self._order.get(place, 0))
        return tuple(found)

    @lru_cache(maxsize=2048)  # noqa: B019
    def reference(self, pattern: str) -> str | None:
        """The list the ids at a place point into; ``""`` for ids of which that is not known."""
        target: str | None = _longest(self._declared.references, pattern)
        if target is not None:
            return target
        name = pattern.removesuffix(".*").rpartition(".")[2]
        return "" if name.endswith(("_id", "_ids")) else None

    def targets(self, name: str) -> set[str]:
        """Lists the items of a list point into by ids that code did not make."""
        return {
            target
            for place, target in self._declared.references.items()
            if place.startswith(f"{name}.") and not self.at(place).derived
        }

    def of_list(self, name: str) -> Grade:
        """Grade of an item more or less."""
        return self._declared.grades.get(name, "major")


@lru_cache(maxsize=16)
def fields_of(schema: Schema) -> Fields:
    """The places of a schema, found once."""
    return Fields(schema)


def _longest(said: Mapping[str, Any], pattern: str) -> Any:
    """What is said of a place or of the nearest one above it, but for whole lists."""
    top, _, below = pattern.partition(".")
    while pattern != top:
        if pattern in said:
            return said[pattern]
        pattern = pattern.rpartition(".")[0]
    # Of a whole list it is said what an item more or less matters.
    return None if below.startswith("*") else said.get(top)


def _both(one: Field, two: Field) -> Field:
    """One place in two members of a union: the graver of both, and only what holds of both."""
    return Field(
        grade=worst((one.grade, two.grade)),
        derived=one.derived and two.derived,
        register=one.register if one.register == two.register else None,
        is_whole=one.is_whole and two.is_whole,
    )


def worst(grades: Iterable[Grade]) -> Grade:
    """The gravest of some grades, of which there is at least one."""
    return min(grades, key=GRADES.index)


def _places(
    model: type[BaseModel], prefix: str, *, derived: bool, above: tuple[type, ...] = ()
) -> Iterator[tuple[str, Field]]:
    above = (*above, model)
    for name, part in model.model_fields.items():
        by_code = derived or any(isinstance(mark, Derived) for mark in part.metadata)
        path, is_list = f"{prefix}{name}", _is_list(part.annotation)
        found = _field(part.annotation, tuple(part.metadata), derived=by_code)
        if name == _CITES:
            found = replace(found, grade="minor")
        yield path, found
        if is_list:
            yield f"{path}.*", found
        for below in _models(part.annotation):
            # A model within itself is told as far as its first level.
            if below not in above:
                deeper = f"{path}.*." if is_list else f"{path}."
                yield from _places(below, deeper, derived=by_code, above=above)


def _field(annotation: object, own: tuple[Any, ...], *, derived: bool) -> Field:
    marks = [*own, *_marks(annotation)]
    named = next((mark.register for mark in marks if isinstance(mark, Named)), None)
    is_whole = set(_types(annotation)) <= {bool, date, datetime, type(None)}
    return Field(_usual_grade(annotation, marks), derived, named, is_whole)


def _marks(annotation: object) -> Iterator[Any]:
    for mark in marks_of(annotation):
        # `Field(max_length=80)` within a union.
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def _usual_grade(annotation: object, marks: list[Any]) -> Grade:
    types = set(_types(annotation))
    if any(isinstance(mark, ModalityOf) for mark in marks):
        return "critical"
    if {int, float, Decimal} & types:
        return "critical"
    if str in types and date not in types:
        longest = max((m.max_length for m in marks if isinstance(m, MaxLen)), default=0)
        return "minor" if longest > _LONGEST_NAME else "major"
    return "major"


def _types(annotation: object) -> Iterator[type]:
    """Plain types of an annotation at any depth; those of choices are left out."""
    if isinstance(annotation, type):
        if not issubclass(annotation, Enum):
            yield annotation
    elif get_origin(annotation) is not Literal:
        found = [kind for part in get_args(annotation) for kind in _types(part)]
        # The keys of a mapping are no fields, even if its values are objects.
        is_mapping = get_origin(annotation) is dict
        yield from (kind for kind in found if not (is_mapping and issubclass(kind, BaseModel)))


def _is_list(annotation: object) -> bool:
    origin = get_origin(annotation)
    if origin in (list, tuple, set, frozenset):
        return True
    if origin is Annotated:
        return _is_list(get_args(annotation)[0])
    return origin in (Union, UnionType) and any(map(_is_list, get_args(annotation)))


def _models(annotation: object) -> list[type[BaseModel]]:
    return [part for part in _types(annotation) if issubclass(part, BaseModel)]
