"""What can be counted in a list of a schema: its types, its dates, its counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Literal, get_args, get_origin

from pydantic import BaseModel

from llm_extract.schemas import Apart, CountOf, Schema, Shown, marks_of

BOUNDS = ("low", "best", "high")
# Where counts carry no marks, fields with the names of bounds are counts, of these words.
WORDS = "count_text"


@dataclass(frozen=True, slots=True)
class Counts:
    """Fields of a list whose items count something.

    Attributes:
        low, best, high: whole numbers.
        text: the count as written.
        source: who counted.
        group: who was counted.
        rivals: ids of counts that contradict one.
    """

    low: str
    best: str
    high: str
    text: str | None = None
    source: str | None = None
    group: str | None = None
    rivals: str | None = None


@dataclass(frozen=True, slots=True)
class ListLayout:
    """One list of items.

    Attributes:
        name: of the field of the record.
        kind: the field with an item's type.
        sub_kind: the field with its type below that.
        dated: a date, or an object with ``start`` and ``end``.
        counts: see there; ``None`` when its items count nothing between bounds.
        is_lead: whether the record is about these items first of all.
        apart: why an item is not counted, see `Shown`.
    """

    name: str
    kind: str | None = None
    sub_kind: str | None = None
    dated: str | None = None
    counts: Counts | None = None
    is_lead: bool = False
    apart: Apart | None = None


def layouts_of(schema: Schema) -> tuple[ListLayout, ...]:
    """The lists of a schema, those marked `Lead` first."""
    shown = getattr(schema.model, "shown", None)
    shown = shown if isinstance(shown, Shown) else Shown()
    leads = schema.leads
    lists = sorted(schema.items.items(), key=lambda entry: entry[0] not in leads)
    return tuple(_layout(name, models, shown, name in leads) for name, models in lists)


def _layout(
    name: str, models: tuple[type[BaseModel], ...], shown: Shown, is_lead: bool
) -> ListLayout:
    choices = [field for field in _fields(models) if _choices(models, field)]
    kind = choices[0] if choices else None
    return ListLayout(
        name=name,
        kind=kind,
        sub_kind=next((field for field in choices[1:] if _differ(models, field)), None),
        dated=next((field for field in _fields(models) if _is_dated(models, field)), None),
        counts=_counts(name, models, shown),
        is_lead=is_lead,
        apart=shown.apart.get(name),
    )


def _fields(models: tuple[type[BaseModel], ...]) -> list[str]:
    """Fields of the items, those of the first model first."""
    return list(dict.fromkeys(field for model in models for field in model.model_fields))


def _annotations(models: tuple[type[BaseModel], ...], field: str) -> Iterator[object]:
    for model in models:
        if field in model.model_fields:
            yield model.model_fields[field].rebuild_annotation()


def _choices(models: tuple[type[BaseModel], ...], field: str) -> list[frozenset[str]]:
    """The choices of a field, by model that has any."""
    found = [frozenset(_chosen_from(annotation)) for annotation in _annotations(models, field)]
    return [choices for choices in found if choices]


def _chosen_from(annotation: object) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from map(str, get_args(annotation))
    elif get_origin(annotation) is Annotated:
        yield from _chosen_from(get_args(annotation)[0])
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(member.value) for member in annotation)
    elif get_origin(annotation) is not list:
        for part in get_args(annotation):
            yield from _chosen_from(part)


def _differ(models: tuple[type[BaseModel], ...], field: str) -> bool:
    """Whether a field has choices of its own in each type of item, as a sub-type has."""
    return len(set(_choices(models, field))) > 1


def _is_dated(models: tuple[type[BaseModel], ...], field: str) -> bool:
    return any(
        part is date or _has_interval(part)
        for annotation in _annotations(models, field)
        for part in _parts(annotation)
    )


def _has_interval(part: object) -> bool:
    if not (isinstance(part, type) and issubclass(part, BaseModel)):
        return False
    fields = part.model_fields
    return all(
        end in fields and date in _parts(fields[end].rebuild_annotation())
        for end in ("start", "end")
    )


def _parts(annotation: object) -> list[object]:
    """The types an annotation allows, but for elements of lists."""
    if get_origin(annotation) is Annotated:
        return _parts(get_args(annotation)[0])
    if isinstance(annotation, type) or get_origin(annotation) in (list, Literal):
        return [annotation]
    return [part for argument in get_args(annotation) for part in _parts(argument)]


def _counts(name: str, models: tuple[type[BaseModel], ...], shown: Shown) -> Counts | None:
    found = _marked(models) or {bound: (bound, None) for bound in BOUNDS}
    fields = [found[bound][0] for bound in BOUNDS if bound in found]
    if len(fields) < len(BOUNDS) or not all(_is_number(models, field) for field in fields):
        return None
    low, best, high = fields
    text = found["best"][1] or (WORDS if WORDS in _fields(models) else None)
    return Counts(
        low, best, high, text, shown.sources.get(name), shown.groups.get(name),
        shown.rivals.get(name),
    )  # fmt: skip


def _marked(models: tuple[type[BaseModel], ...]) -> dict[str, tuple[str, str | None]]:
    """Fields marked `CountOf` by bound, with the field of their words."""
    found: dict[str, tuple[str, str | None]] = {}
    for field in _fields(models):
        for annotation in _annotations(models, field):
            for mark in marks_of(annotation):
                if isinstance(mark, CountOf):
                    found.setdefault(mark.bound, (field, mark.text))
    return found


def _is_number(models: tuple[type[BaseModel], ...], field: str) -> bool:
    return any(int in _parts(annotation) for annotation in _annotations(models, field))
