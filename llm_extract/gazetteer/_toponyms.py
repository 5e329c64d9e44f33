"""Where the place names of a record stand, as the marks of its schema say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from llm_extract.schemas import Toponym, marks_of
from llm_extract.schemas._schema import models_in


class PlaceField(NamedTuple):
    """A field marked `Toponym`: the path to what holds it, ``*`` for any item of a list."""

    holder: tuple[str, ...]
    name: str
    mark: Toponym


class NamedPlace(NamedTuple):
    """A place name of one record.

    Attributes:
        path: of the item or part that holds it, ``places.0``; empty for the record itself.
        field: below that, ``name``, or ``stops.2`` for an element of a list.
        name: as the record has it.
        holder: the item, whose other fields tell more.
        mark: says which.
    """

    path: str
    field: str
    name: str
    holder: Mapping[str, Any]
    mark: Toponym

    def sibling(self, member: str) -> Any:
        """Value of the sibling field that a member of the mark names, ``None`` without one."""
        name = getattr(self.mark, member)
        return self.holder.get(name) if name else None


@cache
def place_fields(model: type[BaseModel]) -> tuple[PlaceField, ...]:
    """The marked fields of a record model, at any depth."""
    return tuple(dict.fromkeys(_fields(model, (), frozenset())))


def named_places(record: Mapping[str, Any], model: type[BaseModel]) -> Iterator[NamedPlace]:
    """The place names of a record, in the order of the marked fields; the record is JSON."""
    for field in place_fields(model):
        for path, holder in _holders(record, field.holder, ""):
            for below, name in _names(holder.get(field.name), field.name):
                yield NamedPlace(path, below, name, holder, field.mark)


def _fields(
    model: type[BaseModel], path: tuple[str, ...], above: frozenset[type[BaseModel]]
) -> Iterator[PlaceField]:
    if model in above:
        # A tree of parts: only its first level can be said in paths.
        return
    for name, info in model.model_fields.items():
        annotation = info.rebuild_annotation()
        for mark in marks_of(annotation):
            if isinstance(mark, Toponym):
                yield PlaceField(path, name, mark)
        below = (*path, name, "*") if _is_list(annotation) else (*path, name)
        for part in models_in(annotation):
            yield from _fields(part, below, above | {model})


def _is_list(annotation: object) -> bool:
    if get_origin(annotation) in (list, tuple):
        return True
    return any(map(_is_list, get_args(annotation)))


def _holders(value: Any, path: tuple[str, ...], at: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not path:
        if isinstance(value, Mapping):
            yield at, value
        return
    head, *rest = path
    if head == "*":
        for index, part in enumerate(value if isinstance(value, list) else ()):
            yield from _holders(part, tuple(rest), _below(at, str(index)))
    elif isinstance(value, Mapping):
        yield from _holders(value.get(head), tuple(rest), _below(at, head))


def _names(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value.strip():
        yield at, value
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _names(part, f"{at}.{index}")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
