"""The JSON the model writes, derived from the record schema.

Two wires: the whole record in one answer (each item names its sentences in ``cites``), and
the items of one sentence (``cites`` is then known by code and not on the wire).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Any, Literal

from annotated_types import MaxLen
from pydantic import BaseModel, Field, create_model

from llm_extract.schemas._schema import Schema

MAX_ITEMS_PER_SENTENCE = 8
_DROPPED = ("title", "description", "default", "examples", "discriminator")


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
    return Wire(schema.model, _plain(schema.model.model_json_schema()))


def facts_wire(schema: Schema) -> Wire | None:
    """Ask for the fields of the article as a whole; ``None`` when the schema has none."""
    if not schema.facts:
        return None
    fields: dict[str, Any] = {
        name: (schema.model.model_fields[name].annotation, schema.model.model_fields[name])
        for name in schema.facts
    }
    model = create_model("ArticleFacts", **fields)
    return Wire(model, _plain(model.model_json_schema()))


def sentence_wire(schema: Schema) -> Wire:
    """Ask for what one sentence states: ``{"items": [{"kind": <field name>, ...}, ...]}``."""
    kinds = [_with_kind(item, name) for name, models in schema.items.items() for item in models]
    limit = Field(max_length=MAX_ITEMS_PER_SENTENCE)
    fields: dict[str, Any] = {"items": (GenericAlias(list, reduce(or_, kinds)), limit)}
    model = create_model("SentenceItems", **fields)
    json_schema = _plain(model.model_json_schema())
    for definition in json_schema["$defs"].values():
        _kind_instead_of_cites(definition)
    return Wire(model, json_schema)


def sentence_answer(schema: Schema, record: dict[str, Any], number: int) -> dict[str, Any]:
    """Write the sentence wire's answer for sentence ``number`` of a known record."""
    items = [
        {"kind": name} | {key: value for key, value in item.items() if key != "cites"}
        for name in schema.items
        for item in record[name]
        if number in item["cites"]
    ]
    return {"items": items}


def assemble(
    schema: Schema, facts: dict[str, Any], answers: Iterator[tuple[int, BaseModel]]
) -> dict[str, Any]:
    """Join facts and the items of all sentences into one record.

    Items that are equal but for their sentence become one item citing both.
    """
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in schema.items}
    for number, answer in answers:
        for item in answer.model_dump(mode="json")["items"]:
            _add(lists[item.pop("kind")], number, item)
    limits = {name: _max_cites(models) for name, models in schema.items.items()}
    joined = {
        name: [part for item in found for part in _split(item, limits[name])]
        for name, found in lists.items()
    }
    return {
        name: facts[name] if name in facts else joined[name] for name in schema.model.model_fields
    }


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


def _plain(json_schema: dict[str, Any]) -> dict[str, Any]:
    """Close objects, require all fields, write ``anyOf`` for ``oneOf``, drop titles.

    That is what constrained decoders agree on; and a weak model that may leave fields out does.
    """
    plain = copy.deepcopy(json_schema)
    _walk(plain)
    return plain


def _walk(node: object) -> None:
    if isinstance(node, list):
        for part in node:
            _walk(part)
    if not isinstance(node, dict):
        return
    if "oneOf" in node:
        node["anyOf"] = node.pop("oneOf")
    for key in _DROPPED:
        node.pop(key, None)
    if "properties" in node:
        node["additionalProperties"] = False
        node["required"] = list(node["properties"])
    for key, value in node.items():
        # The keys of these two are names, and a field may well be called `title`.
        _walk(list(value.values()) if key in ("properties", "$defs") else value)


def _add(found: list[dict[str, Any]], number: int, item: dict[str, Any]) -> None:
    del item["cites"]
    for known in found:
        if {key: value for key, value in known.items() if key != "cites"} == item:
            known["cites"] = sorted({*known["cites"], number})
            return
    found.append({"cites": [number], **item})


def _max_cites(items: tuple[type[BaseModel], ...]) -> int | None:
    marks = (mark for item in items for mark in item.model_fields["cites"].metadata)
    return min((mark.max_length for mark in marks if isinstance(mark, MaxLen)), default=None)


def _split(item: dict[str, Any], limit: int | None) -> Iterator[dict[str, Any]]:
    """Keep every sentence even where the schema caps the citations of one item."""
    cites = item["cites"]
    step = limit or len(cites)
    for start in range(0, len(cites), step):
        yield item | {"cites": cites[start : start + step]}
