"""Items that were asked for in several questions become lists without repeats."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from llm_extract.reading._repair import Slot
from llm_extract.salvage import decoded
from llm_extract.schemas import Schema, assemble


class _Items(BaseModel):
    """Items found in one sentence, as `assemble` takes them."""

    items: list[dict[str, Any]]


def joined(schema: Schema, slots: Iterable[Slot]) -> dict[str, list[str]]:
    """Items by list, in order; those equal but for their sentences become one citing all."""
    answers = [
        (number, _Items(items=[{**item, "kind": slot.list}]))
        for slot in slots
        for item in [decoded(slot.text)]
        for number in item["cites"]
    ]
    record = assemble(schema, dict.fromkeys(schema.facts), answers)
    return {
        name: [json.dumps(item, ensure_ascii=False) for item in record[name]]
        for name in schema.items
    }
