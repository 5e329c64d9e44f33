"""The JSON the model writes, derived from the record schema.

The whole record or a part of it in one answer (each item names its sentences in ``cites``), the
items of one sentence (``cites`` is then known by code and not on the wire), or one item alone.
Fields marked `Derived` are on no wire; those marked `Whole` not on that of a sentence.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from types import GenericAlias
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError, create_model

from llm_extract.schemas._marks import ASKED, Derived, Whole
from llm_extract.schemas._schema import Schema, models_in

MAX_ITEMS_PER_SENTENCE = 8
_DROPPED = ("title", "description", "default", "examples", "discriminator", ASKED)


@dataclass(frozen=True, slots=True)
class Wire:
    """What is asked for and checked in one call.

    Attributes:
        model: validates the answer.
        json_schema: constrains the answer; closed objects, no ``oneOf``.
    """

    model: type[BaseModel]
    json_schema: dict[str, Any]


def record_wire(schema: Schema) -> Wire:
    """Ask for the whole record in one answer."""
    return Wire(schema.model, _plain(schema.model, {"never"}))


def part_wire(schema: Schema, names: Iterable[str]) -> Wire:
    """Ask for some fields of the record in one answer."""
    model = _part(schema, names, "RecordPart")
    return Wire(model, _plain(model, {"never"}))


def facts_wire(schema: Schema) -> Wire | None:
    """Ask for the fields of the article as a whole; ``None`` when the schema has none."""
    if not schema.facts:
        return None
    model = _part(schema, schema.facts, "ArticleFacts")
    return Wire(model, _plain(model, {"never", "whole"}))


def item_wire(schema: Schema, name: str) -> Wire:
    """Ask for one item of the list ``name`` again: ``{"item": {...}}``, or null to withdraw it."""
    item = reduce(or_, schema.items[name])
    fields: dict[str, Any] = {"item": (item | None, ...)}
    model = create_model("OneItem", **fields)
    return Wire(model, _plain(model, {"never"}))


def sentence_wire(schema: Schema) -> Wire:
    """Ask for what one sentence states: ``{"items": [{"kind": <field name>, ...}, ...]}``."""
    kinds = [
        _with_kind(item, name)
        for name in schema.sentence_items
        for item in models_in(schema.model.model_fields[name].annotation, without=Whole)
    ]
    limit = Field(max_length=MAX_ITEMS_PER_SENTENCE)
    fields: dict[str, Any] = {"items": (GenericAlias(list, reduce(or_, kinds)), limit)}
    model = create_model("SentenceItems", **fields)
    json_schema = _plain(model, {"never", "whole"})
    for definition in json_schema["$defs"].values():
        _kind_instead_of_cites(definition)
    return Wire(model, json_schema)


def sentence_answer(schema: Schema, record: dict[str, Any], number: int) -> dict[str, Any]:
    """Write the sentence wire's answer for sentence ``number`` of a known record."""
    items = [
        {"kind": name} | {key: value for key, value in asked.items() if key != "cites"}
        for name in schema.sentence_items
        for item in record[name]
        if number in item["cites"] and _is_asked(schema, name, item)
        for asked in [_without(item, schema.items[name], (Derived, Whole))]
    ]
    return {"items": items}


def facts_answer(schema: Schema, record: dict[str, Any]) -> dict[str, Any]:
    """Write the facts wire's answer for a known record."""
    facts = {name: record[name] for name in schema.facts}
    asked: dict[str, Any] = _without(facts, (schema.model,), (Derived, Whole))
    return asked


def without_derived(value: Any, models: tuple[type[BaseModel], ...]) -> Any:
    """Leave out what code fills in: a model's word for it is not taken."""
    return _without(value, models, (Derived,))


def _part(schema: Schema, names: Iterable[str], title: str) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (schema.model.model_fields[name].annotation, schema.model.model_fields[name])
        for name in names
    }
    return create_model(title, **fields)


def _is_asked(schema: Schema, name: str, item: dict[str, Any]) -> bool:
    """Whether a sentence's answer may hold an item like this one."""
    annotation = schema.model.model_fields[name].annotation
    asked = models_in(annotation, without=Whole)
    return len(asked) == len(schema.items[name]) or any(_fits(model, item) for model in asked)


def _fits(model: type[BaseModel], item: dict[str, Any]) -> bool:
    try:
        model.model_validate_json(json.dumps(item), strict=True)
    except ValidationError:
        return False
    return True


def _with_kind(item: type[BaseModel], kind: str) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "kind": (Literal[kind], ...),
        "cites": (list[int], Field(default_factory=list)),
    }
    return create_model(f"{item.__name__}Item", __base__=item, **fields)


def _kind_instead_of_cites(definition: dict[str, Any]) -> None:
    properties = definition.get("properties", {})
    if not properties.keys() >= {"kind", "cites"}:
        return
    del properties["cites"]
    definition["properties"] = {"kind": properties.pop("kind"), **properties}
    definition["required"] = list(definition["properties"])


def _without(value: Any, models: tuple[type[BaseModel], ...], marks: tuple[type, ...]) -> Any:
    """Drop the fields of ``value`` that one of ``models`` marks so, at any depth."""
    if isinstance(value, list):
        return [_without(part, models, marks) for part in value]
    if not isinstance(value, dict) or not models or not _drops(models, marks):
        return value
    dropped, below = _fields(models, marks)
    return {
        name: _without(part, below.get(name, ()), marks)
        for name, part in value.items()
        if name not in dropped
    }


@cache
def _drops(models: tuple[type[BaseModel], ...], marks: tuple[type, ...]) -> bool:
    """Whether a field at any depth has one of the marks."""
    known, open_ = set[type[BaseModel]](), list(models)
    while open_:
        model = open_.pop()
        dropped, below = _fields((model,), marks)
        if dropped:
            return True
        known.add(model)
        open_.extend(part for parts in below.values() for part in parts if part not in known)
    return False


@cache
def _fields(
    models: tuple[type[BaseModel], ...], marks: tuple[type, ...]
) -> tuple[frozenset[str], dict[str, tuple[type[BaseModel], ...]]]:
    """Names of the fields with one of the marks, and the models in the others."""
    fields = {name: field for model in models for name, field in model.model_fields.items()}
    dropped = frozenset(
        name for name, field in fields.items() if any(isinstance(m, marks) for m in field.metadata)
    )
    return dropped, {name: tuple(models_in(field.annotation)) for name, field in fields.items()}


def _plain(model: type[BaseModel], unasked: set[str]) -> dict[str, Any]:
    """Close objects, require all fields, write ``anyOf`` for ``oneOf``, drop titles.

    That is what constrained decoders agree on; and a weak model that may leave fields out does.
    """
    plain = copy.deepcopy(model.model_json_schema())
    _walk(plain, unasked)
    return _pruned(plain)


def _walk(node: object, unasked: set[str]) -> None:
    if isinstance(node, list):
        for part in node:
            _walk(part, unasked)
    if not isinstance(node, dict):
        return
    if "oneOf" in node:
        node["anyOf"] = [part for part in node.pop("oneOf") if part.get(ASKED) not in unasked]
    if "properties" in node:
        _close(node, unasked)
    for key in _DROPPED:
        node.pop(key, None)
    for key, value in node.items():
        # The keys of these two are names, and a field may well be called `title`.
        _walk(list(value.values()) if key in ("properties", "$defs") else value, unasked)


def _close(node: dict[str, Any], unasked: set[str]) -> None:
    properties = node["properties"]
    node["properties"] = {
        name: part for name, part in properties.items() if part.get(ASKED) not in unasked
    }
    node["additionalProperties"] = False
    node["required"] = list(node["properties"])


def _pruned(root: dict[str, Any]) -> dict[str, Any]:
    """Leave out definitions nothing refers to any more."""
    used: set[str] = set()
    open_: list[Any] = [{key: value for key, value in root.items() if key != "$defs"}]
    while open_:
        node = open_.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in used:
                used.add(name)
                open_.append(root["$defs"][name])
        if isinstance(node, dict | list):
            open_.extend(node.values() if isinstance(node, dict) else node)
    if "$defs" in root:
        root["$defs"] = {name: part for name, part in root["$defs"].items() if name in used}
    return root
