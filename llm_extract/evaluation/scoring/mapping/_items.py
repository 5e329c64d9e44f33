"""Items as paths see them: with what belongs to them, wherever that stands in the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.errors import ArticleError
from llm_extract.evaluation.scoring.mapping._file import GoldSource, Link

LINE, EVIDENCE, PATH = "_line", "_evidence", "_path"


def with_evidence(line: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a line, each item of its lists with its path and its proven values.

    Raises:
        ArticleError: ``invalid_json``, its data is no record.
    """
    record = line["data"]
    if not isinstance(record, Mapping):
        raise ArticleError("invalid_json", "its data is no record", source=str(line["id"]))
    proven = _proven(line)
    return {
        name: [_proven_item(item, f"{name}.{place}", proven) for place, item in enumerate(items)]
        if isinstance(items, list)
        else items
        for name, items in record.items()
    }


def items_of(
    source: GoldSource, root: Mapping[str, Any], line: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """What templates are made of, each with its path, or its place among them.

    Objects come with ``_line`` and their linked items.
    """
    for place, item in enumerate(source.items.all(root)):
        if not isinstance(item, dict):
            yield str(place), item
            continue
        linked = {name: _linked(item, link, root) for name, link in source.links.items()}
        yield item.get(PATH, str(place)), {**item, LINE: line, **linked}


def _linked(item: Mapping[str, Any], link: Link, root: Mapping[str, Any]) -> list[Any]:
    wanted = _values(item.get(link.is_))
    return [
        other
        for other in root.get(link.list) or ()
        if isinstance(other, dict)
        and not wanted.isdisjoint(_values(other.get(link.where)))
        and (link.if_ is None or link.if_.search(other))
    ]


def _values(value: Any) -> set[Any]:
    values = value if isinstance(value, list) else [value]
    return {one for one in values if isinstance(one, str | int)}


def _proven(line: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Proven values by path of their item, ``events.0``."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for value in (line.get("evidence") or {}).get("values", ()):
        name, _, rest = value["path"].partition(".")
        found[f"{name}.{rest.partition('.')[0]}"].append(value)
    return found


def _proven_item(item: Any, path: str, proven: Mapping[str, list[Mapping[str, Any]]]) -> Any:
    if not isinstance(item, dict):
        return item
    evidence = [
        {
            "field": (field := value["path"].removeprefix(f"{path}.")),
            "value": _at(item, field),
            "verdict": value["verdict"],
            "spans": value["spans"],
        }
        for value in proven.get(path, ())
    ]
    return {**item, PATH: path, EVIDENCE: evidence}


def _at(value: Any, field: str) -> Any:
    """The value of ``territory.count`` or ``side_b.0`` in an item."""
    for part in field.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
