"""The strict check of an answer, part by part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from annotated_types import MaxLen
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo

from llm_extract.salvage._faults import Fault, cites_of, fault_of
from llm_extract.salvage._json import Parts, decoded
from llm_extract.salvage._unknown import without_members
from llm_extract.schemas import Schema, without_derived


@dataclass(frozen=True, slots=True)
class Kept:
    """A good part of an answer.

    Attributes:
        text: its JSON as it was written, but for what had to go.
        dropped: the members that no field takes: ``raw`` holds them by their paths, which begin
            with the name of a fact, or lie within an item. ``None`` when there were none.
    """

    text: str
    dropped: Fault | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Parts of an answer, the good ones as JSON texts.

    Attributes:
        facts: good fields of the article as a whole.
        items: good items of each list, by their place in it.
        faults: everything else, facts first, then in order of the lists.
    """

    facts: dict[str, str]
    items: dict[str, dict[int, str]]
    faults: tuple[Fault, ...]

    @property
    def any_good(self) -> bool:
        """Whether anything can be kept."""
        return bool(self.facts) or any(self.items.values())


class Checker:
    """Checks facts and items against one schema, strictly: ``"14"`` is no integer."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._facts = {name: _alone(schema, name) for name in schema.facts}
        self._items: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(get_args(schema.model.model_fields[name].annotation)[0])
            for name in schema.items
        }
        self._asked = without_derived(dict.fromkeys(schema.model.model_fields), (schema.model,))
        self._limits = {name: max_length(schema.model.model_fields[name]) for name in schema.items}

    def asked(self, parts: Parts) -> Parts:
        """Leave out what was not asked for: unknown fields, and what code fills in."""
        facts = {
            name: self._asked_fact(name, text)
            for name, text in parts.fields.items()
            if name in self._facts and name in self._asked
        }
        items = {
            name: tuple(asked_text(text, self._schema.items[name]) for text in texts)
            for name, texts in parts.items.items()
            if name in self._items and name in self._asked
        }
        return Parts(facts, items, parts.whole)

    def check(self, parts: Parts) -> Checked:
        """Check all complete parts; what a list holds beyond its length is ``too_long``."""
        written = {name: text for name, text in parts.fields.items() if name in self._facts}
        facts = {name: self.kept_fact(name, text) for name, text in written.items()}
        good = {name: part.text for name, part in facts.items() if isinstance(part, Kept)}
        faults = [part for part in facts.values() if isinstance(part, Fault)]
        lists: dict[str, dict[int, str]] = {}
        begun = [name for name in self._items if name in parts.items]
        for name in begun:
            lists[name], wrong = self._list(name, parts.items[name])
            faults += wrong
        return Checked(good, lists, tuple(faults))

    def fact(self, name: str, text: str) -> Fault | None:
        """Say what is wrong with a fact, if anything."""
        try:
            self._facts[name].model_validate_json(f"{{{json.dumps(name)}:{text}}}", strict=True)
        except ValidationError as error:
            fault = fault_of(error, "", None, decoded(text))
            # The text of a fact that is no JSON to pydantic names no field.
            return fault if fault.code != "json_invalid" else replace(fault, fields=(name,))
        return None

    def item(self, name: str, index: int, text: str) -> Fault | None:
        """Say what is wrong with an item of the list ``name``, if anything."""
        try:
            self._items[name].validate_json(text, strict=True)
        except ValidationError as error:
            return fault_of(error, name, index, decoded(text))
        return None

    def kept_fact(self, name: str, text: str) -> Kept | Fault:
        """Return a fact, at need without members that no field takes, or what is wrong with it."""
        fault = self.fact(name, text)
        return _kept(fault, (name,), lambda less: self.fact(name, less)) if fault else Kept(text)

    def kept_item(self, name: str, index: int, text: str) -> Kept | Fault:
        """Return an item, at need without members that no field takes, or what is wrong with it."""
        fault = self.item(name, index, text)
        return _kept(fault, (), lambda less: self.item(name, index, less)) if fault else Kept(text)

    def value(self, name: str, text: str) -> BaseModel:
        """Return the validated item of a good text."""
        value: BaseModel = self._items[name].validate_json(text, strict=True)
        return value

    def missing(self, names: Iterable[str]) -> list[Fault]:
        """Faults of facts that were asked for and not written, unless they have a default."""
        fields = self._schema.model.model_fields
        return [
            Fault("", None, None, "missing", f"{name}: Field required", (name,))
            for name in names
            if name in self._facts and fields[name].is_required()
        ]

    def beyond(self, name: str, texts: Sequence[str]) -> list[Fault]:
        """Faults of the items beyond the length of their list."""
        limit = self._limits[name]
        if limit is None:
            return []
        return [too_long(name, place, texts[place], limit) for place in range(limit, len(texts))]

    def _asked_fact(self, name: str, text: str) -> str:
        value = decoded(text)
        asked = without_derived({name: value}, (self._schema.model,)).get(name)
        return text if asked == value else json.dumps(asked, ensure_ascii=False)

    def _list(self, name: str, texts: Sequence[str]) -> tuple[dict[int, str], list[Fault]]:
        found = {place: self.kept_item(name, place, text) for place, text in enumerate(texts)}
        good = [place for place, part in found.items() if isinstance(part, Kept)]
        limit = self._limits[name]
        late = good[limit:] if limit is not None else []
        found.update({place: too_long(name, place, texts[place], limit) for place in late})
        kept = {place: part.text for place, part in found.items() if isinstance(part, Kept)}
        return kept, [part for part in found.values() if isinstance(part, Fault)]


def too_long(name: str, index: int | None, text: str, limit: int | None) -> Fault:
    """Fault of an item beyond the length of its list."""
    raw = decoded(text)
    return Fault(name, index, raw, "too_long", f"{name}: more than {limit}", (), cites_of(raw))


def max_length(field: FieldInfo) -> int | None:
    """Longest list a field allows."""
    lengths = (mark.max_length for mark in field.metadata if isinstance(mark, MaxLen))
    return min(lengths, default=None)


def asked_text(text: str, models: tuple[type[BaseModel], ...]) -> str:
    """Leave out of a part what code fills in; otherwise it stays as it was written."""
    value = decoded(text)
    asked = without_derived(value, models)
    return text if asked == value else json.dumps(asked, ensure_ascii=False)


def _kept(
    fault: Fault, prefix: tuple[str, ...], check: Callable[[str], Fault | None]
) -> Kept | Fault:
    """Make a part at fault good by leaving out what no field takes, if that is enough."""
    if not fault.unknown:
        return fault
    known, members = without_members(fault.raw, fault.unknown)
    text = json.dumps(known, ensure_ascii=False)
    if check(text):
        return fault
    raw = {".".join(map(str, (*prefix, *path))): value for path, value in members.items()}
    return Kept(text, replace(fault, raw=raw))


def _alone(schema: Schema, name: str) -> type[BaseModel]:
    field = schema.model.model_fields[name]
    fields: dict[str, Any] = {name: (field.annotation, field)}
    return create_model("Fact", **fields)
