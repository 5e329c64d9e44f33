"""Gold of the same schema as the records: no mapping is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from llm_extract.errors import ArticleError
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation.scoring._model import (
    FACTS,
    Document,
    Filler,
    Form,
    Interval,
    Slots,
    Template,
)
from llm_extract.evaluation.scoring._schema_slots import SlotField, schema_fields
from llm_extract.schemas import Schema

# Names of an entry of a register by any of them, by register.
Registers = dict[str, dict[str, tuple[str, ...]]]


class NativeGold:
    """Gold and records of one schema as documents.

    Lists and fields no line of the gold has, not even as null, are not scored: the gold says
    nothing of them. A null of the gold says that there is nothing to be found.

    Attributes:
        slots: what is scored, by family.
        metrics: names of the metrics.
        unsaid: lists and fields that are not scored, ``events.when``.

    Args:
        schema: of the records.
        gold: lines of the gold, with ``id``, and the record in ``data`` or beside the id.

    Raises:
        ArticleError: ``invalid_json``, a line holds no record.
    """

    metrics: tuple[str, ...] = ("event_fields",)

    def __init__(self, schema: Schema, gold: Iterable[Line]) -> None:
        fields = schema_fields(schema)
        said = [_record(line) for line in gold]
        self._fields = {
            family: kept for family, some in fields.items() if (kept := _said(said, family, some))
        }
        self.slots: Slots = {
            family: tuple(field.slot for field in some) for family, some in self._fields.items()
        }
        self.unsaid = tuple(_unsaid(fields, self._fields))

    def slots_of(self, metric: str) -> Slots:  # noqa: ARG002 - a mapping has several tables
        """All of them."""
        return self.slots

    def gold_documents(self, lines: Iterable[Line]) -> list[Document]:
        """The gold; a name may be met by all its forms in the register of the gold."""
        return [self._document(line, _registers(_record(line))) for line in lines]

    def record_documents(self, lines: Iterable[Line]) -> list[Document]:
        """The records of a run; articles without one are left out."""
        return [self._document(line, {}) for line in lines if line.get("data") is not None]

    def _document(self, line: Line, registers: Registers) -> Document:
        record = _record(line)
        templates = (
            Template(family, _slots(item, fields, registers, f"{line['id']}: {path}"), path=path)
            for family, fields in self._fields.items()
            for path, item in _items(record, family)
        )
        return Document(line["id"], tuple(templates))


def _record(line: Line) -> Mapping[str, Any]:
    """The record of a line, which may be the line itself."""
    record = line.get("data", line)
    if not isinstance(record, Mapping):
        raise ArticleError("invalid_json", "its data is no record", source=str(line["id"]))
    return record


def _items(record: Mapping[str, Any], family: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Items of a list with their paths; the record itself for its facts."""
    if family == FACTS:
        yield FACTS, record
        return
    for place, item in enumerate(record.get(family) or ()):
        if isinstance(item, Mapping):
            yield f"{family}.{place}", item


def _slots(
    item: Mapping[str, Any], fields: Iterable[SlotField], registers: Registers, source: str
) -> dict[str, tuple[Filler, ...]]:
    return {
        field.slot.name: tuple(
            Filler(_forms(field, value, registers, source)) for value in _values(item, field.path)
        )
        for field in fields
    }


def _values(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """What is not null at a path, through all lists on the way."""
    if isinstance(value, list | tuple):
        for part in value:
            yield from _values(part, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Mapping):
        yield from _values(value.get(path[0]), path[1:])


def _forms(field: SlotField, value: Any, registers: Registers, source: str) -> tuple[Form, ...]:
    if field.slot.rule == "interval":
        return (_interval(value, f"{source}.{field.slot.name}".replace(": .", ": ")),)
    if field.register:
        others = registers.get(field.register, {}).get(value, ())
        return (value, *(name for name in others if name != value))
    return (value,)


def _interval(value: Any, source: str) -> Interval:
    """Days of a date, or of an object with ``start`` and ``end``.

    Raises:
        ArticleError: ``invalid_json``, it is neither.
    """
    ends = (value.get("start"), value.get("end")) if isinstance(value, Mapping) else (value, value)
    try:
        return Interval(*(end and date.fromisoformat(str(end)[:10]) for end in ends))
    except ValueError:
        raise ArticleError(
            "invalid_json", "it is no date", source=source, hint="write it as YYYY-MM-DD"
        ) from None


def _registers(record: Mapping[str, Any]) -> Registers:
    return {name: _names(entries) for name, entries in record.items() if isinstance(entries, list)}


def _names(entries: list[Any]) -> dict[str, tuple[str, ...]]:
    """All names of an entry by each of them; a name of two entries has the names of both."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or "name" not in entry:
            continue
        names = tuple(n for n in (entry["name"], *(entry.get("forms") or ())) if n)
        for name in names:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *names)))
    return found


def _said(
    records: list[Mapping[str, Any]], family: str, fields: tuple[SlotField, ...]
) -> tuple[SlotField, ...]:
    """Fields at least one record has, if only as null."""
    # An empty list says that there are no such items, but nothing of their fields.
    if family != FACTS and not any(record.get(family) for record in records):
        return fields if any(family in record for record in records) else ()
    items = [item for record in records for _, item in _items(record, family)]
    return tuple(field for field in fields if any(_says(item, field.path) for item in items))


def _says(value: Any, path: tuple[str, ...]) -> bool:
    if not path or value is None:
        return True
    if isinstance(value, list | tuple):
        return not value or any(_says(part, path) for part in value)
    return isinstance(value, Mapping) and path[0] in value and _says(value[path[0]], path[1:])


def _unsaid(
    fields: Mapping[str, tuple[SlotField, ...]], kept: Mapping[str, tuple[SlotField, ...]]
) -> Iterator[str]:
    for family, some in fields.items():
        if family not in kept and family != FACTS:
            yield family
            continue
        for field in some:
            if field not in kept.get(family, ()):
                yield f"{family}.{field.slot.name}" if family else field.slot.name
