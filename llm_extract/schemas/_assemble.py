"""Facts and the items of single sentences become one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotated_types import MaxLen
from pydantic import BaseModel

from llm_extract.schemas._schema import Schema


def assemble(
    schema: Schema, facts: dict[str, Any], answers: Iterable[tuple[int, BaseModel]]
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
