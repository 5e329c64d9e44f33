"""Records of version 1, made by hypothesis from its own JSON Schema's limits, fit version 2."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.schemas import load_schema, migration

OLD, NEW = load_schema("conflict_events@1"), load_schema("conflict_events@2")
ROOT = OLD.model.model_json_schema()


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values a JSON Schema of version 1 allows."""
    if "$ref" in schema:
        return values(ROOT["$defs"][schema["$ref"].rpartition("/")[2]])
    if union := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([values(part) for part in union])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return of_type(schema)


def of_type(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    least = schema.get("minItems", schema.get("minLength", 0))
    match schema["type"]:
        case "object":
            return st.fixed_dictionaries({k: values(v) for k, v in schema["properties"].items()})
        case "array":
            return st.lists(values(schema["items"]), min_size=least, max_size=2)
        case "string":
            return st.text("ab ", min_size=least, max_size=8)
        case "integer":
            return st.integers(schema.get("minimum", 1), schema.get("maximum", 9))
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    raise AssertionError(schema)


def in_order(record: dict[str, Any]) -> dict[str, Any]:
    """Low, best and high as the validators of both versions want them."""
    for item in (*record["casualties"], *record["displacement"]):
        known = [name for name in ("low", "best", "high") if item[name] is not None]
        item.update(zip(known, sorted(item[name] for name in known), strict=True))
    return record


@given(values(ROOT).map(in_order))
def test_each_record_of_version_1_is_one_of_version_2(record: dict[str, Any]) -> None:
    OLD.model.model_validate_json(json.dumps(record), strict=True)
    before = copy.deepcopy(record)
    made = migration(OLD, NEW)(record)
    migrated = NEW.model.model_validate_json(json.dumps(made), strict=True).model_dump(mode="json")
    for name in before:
        parts = zip(_each(before[name]), _each(migrated[name]), strict=True)
        assert all(old.items() <= new.items() for old, new in parts)
    assert {name for name in migrated if name not in before} == {
        "front_lines",
        "control",
        "damage",
        "quantities",
        "places",
        "actors",
    }


def _each(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]
