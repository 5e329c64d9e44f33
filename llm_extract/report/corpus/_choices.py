"""Which field of a list tells the kind of an item: its first choice, as far as records show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from llm_extract.report.corpus._values import Json, at, field_of


def choice_fields(lines: Iterable[Json]) -> dict[str, str]:
    """Fields by list, such as ``event_type`` of ``events``; no schema is needed.

    A choice is a text with the verdict ``classified``. A field that is the first one of most
    items is the list's.
    """
    found: dict[str, Counter[str]] = {}
    for line in lines:
        for name, field in _firsts(line).values():
            found.setdefault(name, Counter())[field] += 1
    return {name: fields.most_common(1)[0][0] for name, fields in found.items()}


def _firsts(line: Json) -> dict[str, tuple[str, str]]:
    """List and first choice of the items of a line, by path."""
    evidence = line.get("evidence") or {"items": [], "values": []}
    items = {item["path"] for item in evidence["items"]}
    firsts: dict[str, tuple[str, str]] = {}
    for value in evidence["values"]:
        item = ".".join(value["path"].split(".")[:2])
        if value["verdict"] != "classified" or item in firsts or item not in items:
            continue
        if isinstance(at(line["data"], value["path"]), str):
            firsts[item] = item.partition(".")[0], field_of(value["path"])
    return firsts
