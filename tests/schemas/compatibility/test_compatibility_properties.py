"""Schemas with known edits: what the comparison says is what pydantic does."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from llm_extract.schemas.compatibility import compare_json_schemas

# A type of a field as plain data: ("number", low, high), ("text", low, high), ("choice", members),
# ("list", most, fields), ("object", fields); fields: name to (type, nullable, required).
Type = tuple[Any, ...]
Fields = dict[str, tuple[Type, bool, bool]]

MEMBERS = ("north", "east", "south", "west")
_lows = st.integers(-3, 3)
_leaf = st.one_of(
    st.tuples(st.just("number"), _lows, st.integers(3, 6)),
    st.tuples(st.just("text"), st.integers(0, 2), st.integers(2, 5)),
    st.builds(lambda n: ("choice", MEMBERS[:n]), st.integers(1, 3)),
)


def _fields(types: st.SearchStrategy[Type]) -> st.SearchStrategy[Fields]:
    field = st.tuples(types, st.booleans(), st.booleans())
    return st.dictionaries(st.sampled_from("abcd"), field, min_size=1, max_size=3)


_types = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.tuples(st.just("list"), st.integers(1, 3), _fields(inner)),
        st.tuples(st.just("object"), _fields(inner)),
    ),
    max_leaves=4,
)


def model(fields: Fields) -> type[BaseModel]:
    made: dict[str, Any] = {}
    for name, (kind, nullable, required) in fields.items():
        annotation: Any = annotation_of(kind)
        made[name] = (
            annotation | None if nullable else annotation,
            ... if required else default(kind),
        )
    return create_model("Made", __config__=ConfigDict(extra="forbid", strict=True), **made)


def annotation_of(kind: Type) -> Any:
    match kind:
        case ("number", low, high):
            return Annotated[int, Field(ge=low, le=high)]
        case ("text", low, high):
            return Annotated[str, Field(min_length=low, max_length=high)]
        case ("choice", members):
            return Literal[members]
        case ("list", most, fields):
            return Annotated[list[model(fields)], Field(max_length=most)]  # type: ignore[misc]
        case ("object", fields):
            return model(fields)
    raise AssertionError(kind)


def default(kind: Type) -> Any:
    return {"number": 0, "text": "", "choice": MEMBERS[0], "list": [], "object": {}}[kind[0]]


def values(kind: Type) -> st.SearchStrategy[Any]:
    match kind:
        case ("number", low, high):
            return st.integers(low, high)
        case ("text", low, high):
            return st.text("xy", min_size=low, max_size=high)
        case ("choice", members):
            return st.sampled_from(members)
        case ("list", most, fields):
            return st.lists(records(fields), max_size=most)
        case ("object", fields):
            return records(fields)
    raise AssertionError(kind)


def records(fields: Fields) -> st.SearchStrategy[dict[str, Any]]:
    needed, free = {}, {}
    for name, (kind, nullable, required) in fields.items():
        value = values(kind) | st.none() if nullable else values(kind)
        (needed if required else free)[name] = value
    return st.fixed_dictionaries(needed, optional=free)


def fits(record: dict[str, Any], fields: Fields) -> bool:
    try:
        model(fields).model_validate_json(json.dumps(record))
    except ValidationError:
        return False
    return True


def compatibility(old: Fields, new: Fields) -> str:
    changes = compare_json_schemas(model(old).model_json_schema(), model(new).model_json_schema())
    ranks = ("compatible", "widening", "breaking")
    return max((change.compatibility for change in changes), key=ranks.index, default="compatible")


@st.composite
def widened(draw: st.DrawFn, fields: Fields) -> tuple[Fields, dict[str, Any]]:
    """Wider fields, and a record of them that is none of the old ones."""
    if draw(st.booleans()) and draw(st.booleans()):
        return {**fields, "extra": (("number", 0, 1), True, False)}, {
            **draw(records(fields)),
            "extra": draw(st.sampled_from([None, 1])),
        }
    name = draw(st.sampled_from(sorted(fields)))
    kind, nullable, required = fields[name]
    record = draw(records(fields))
    edits = ["type", *([] if nullable else ["null"]), *(["optional"] if required else [])]
    match draw(st.sampled_from(edits)):
        case "null":
            return {**fields, name: (kind, True, required)}, record | {name: None}
        case "optional":
            del record[name]
            return {**fields, name: (kind, nullable, False)}, record
    wider, value = draw(wider_type(kind))
    return {**fields, name: (wider, nullable, required)}, record | {name: value}


@st.composite
def wider_type(draw: st.DrawFn, kind: Type) -> tuple[Type, Any]:
    match kind:
        case ("number", low, high):
            return draw(
                st.sampled_from(
                    [
                        (("number", low - 1, high), low - 1),
                        (("number", low, high + 2), high + 1),
                    ]
                )
            )
        case ("text", low, high):
            return ("text", low, high + 1), "x" * (high + 1)
        case ("choice", members):
            return ("choice", (*members, MEMBERS[len(members)])), MEMBERS[len(members)]
        case ("list", most, fields) if draw(st.booleans()):
            items = draw(st.lists(records(fields), min_size=most + 1, max_size=most + 1))
            return ("list", most + 1, fields), items
        case ("list", most, fields):
            wider, item = draw(widened(fields))
            return ("list", most, wider), [item]
        case ("object", fields):
            wider, record = draw(widened(fields))
            return ("object", wider), record
    raise AssertionError(kind)


@given(st.data())
def test_a_widening_takes_every_old_record_and_some_more(data: st.DataObject) -> None:
    old = data.draw(_fields(_types))
    new, witness = data.draw(widened(old))
    assert compatibility(old, new) == "widening"
    record = data.draw(records(old))
    assert fits(record, old)
    assert fits(record, new)
    # And its reverse is breaking, since this record is no old one.
    assert compatibility(new, old) == "breaking"
    assert fits(witness, new)
    assert not fits(witness, old)


@given(st.data())
def test_a_removed_or_required_field_breaks_records(data: st.DataObject) -> None:
    old = data.draw(_fields(_types))
    name = data.draw(st.sampled_from(sorted(old)))
    record = data.draw(records(old).filter(lambda made: name in made))
    without = {key: part for key, part in old.items() if key != name}
    assert compatibility(old, without) == "breaking"
    assert not fits(record, without)
    more: Fields = {**old, "extra": (("number", 0, 1), False, True)}
    assert compatibility(old, more) == "breaking"
    assert not fits(record, more)


@given(st.data())
def test_any_two_schemas(data: st.DataObject) -> None:
    """Whatever was changed: nothing but a breaking change loses a record."""
    old, new = data.draw(_fields(_types)), data.draw(_fields(_types))
    record = data.draw(records(old))
    if compatibility(old, new) != "breaking":
        assert fits(record, new)
    assert compatibility(old, old) == "compatible"


@given(st.data())
def test_one_narrowing_among_widenings_is_told(data: st.DataObject) -> None:
    wide_first = data.draw(_fields(_types))
    wider, witness = data.draw(widened(wide_first))
    old: Fields = {
        "first": (("object", wider), False, True),
        "second": (("text", 0, 2), False, True),
    }
    new: Fields = {
        "first": (("object", wide_first), False, True),
        "second": (("text", 0, 9), True, True),
    }
    assert compatibility(old, new) == "breaking"
    assert fits({"first": witness, "second": ""}, old)
    assert not fits({"first": witness, "second": ""}, new)
